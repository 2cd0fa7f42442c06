/** Deployments and StatefulSets of Thanos: one container, one shape. */
import type { Chart } from 'cdk8s';
import { Deployment, PodDisruptionBudget, Service, ServiceAccount, StatefulSet, type StatefulSetProps } from '../../../../imports/k8s';
import { resources, restrictedContainer, spread } from '../../../../lib/constructs/pods';
import { priorityClasses, storageClasses } from '../../../../lib/names';
import type { Context } from '../../../context';
import { ports, type Part } from '../parts';
import { zonesThenNodes } from '../../spread';

export interface ThanosProps {
  readonly part: Part;
  /** Subcommand and flags of its own. */
  readonly args: readonly string[];
  readonly cpu: string;
  readonly memory: string;
  /** Files that it reads. */
  readonly files?: readonly ThanosFiles[];
  /** Service account with an identity in the cloud. @default - one without any right */
  readonly identity?: {
    readonly serviceAccount: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
    readonly podLabels: Readonly<Record<string, string>>;
  };
  /** @default true */
  readonly grpc?: boolean;
}
/** A ConfigMap or the keys of a Secret, as a folder. */
export type ThanosFiles = { readonly name: string; readonly mountPath: string } & ({ readonly configMap: string } | { readonly secret: string });

export const dataFolder = '/var/thanos';
/** Everybody but the owner of the account `nobody` stays out. */
const user = {
  runAsNonRoot: true,
  runAsUser: 65534,
  runAsGroup: 65534,
  fsGroup: 65534,
  fsGroupChangePolicy: 'OnRootMismatch',
  seccompProfile: { type: 'RuntimeDefault' },
};

const common = ['--log.format=json', '--enable-auto-gomemlimit', '--auto-gomemlimit.ratio=0.85'];

export function thanosDeployment(chart: Chart, context: Context, props: ThanosProps): void {
  const { name, pods } = props.part;
  companions(chart, props, 2);
  new Deployment(chart, name, {
    metadata: { name, labels: pods },
    spec: {
      replicas: 2,
      selector: { matchLabels: pods },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      template: { metadata: { labels: podLabels(props) }, spec: { ...podSpec(context, props), topologySpreadConstraints: spread(pods) } },
    },
  });
}

export interface ThanosDiskProps extends ThanosProps {
  readonly replicas: number;
  readonly storageGiB: number;
}

/** What its disk holds can be fetched again from the bucket. */
export function thanosStatefulSet(chart: Chart, context: Context, props: ThanosDiskProps): void {
  const { name, pods } = props.part;
  companions(chart, props, props.replicas, true);
  const spec = podSpec(context, props, [{ name: 'data', mountPath: dataFolder }]);
  new StatefulSet(chart, name, {
    metadata: { name, labels: pods },
    spec: {
      serviceName: name,
      replicas: props.replicas,
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: pods },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Delete' },
      template: {
        metadata: { labels: podLabels(props) },
        spec: { ...spec, ...(props.replicas > 1 ? { topologySpreadConstraints: zonesThenNodes(pods) } : {}) },
      },
      volumeClaimTemplates: claims(props.storageGiB),
    },
  });
}

type Claims = NonNullable<NonNullable<StatefulSetProps['spec']>['volumeClaimTemplates']>;
const claims = (storageGiB: number): Claims =>
  [
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: storageClasses.standard, resources: { requests: { storage: `${storageGiB}Gi` } } },
    },
  ] as unknown as Claims; // the binding asks for cdk8s' own class of metadata, which renders to the same

const podLabels = ({ part, identity }: ThanosProps) => ({ ...part.pods, ...identity?.podLabels });
const serviceAccountName = ({ part, identity }: ThanosProps): string => identity?.serviceAccount.name ?? part.name;

/** Service account, Service and, where there is more than one pod, the budget. */
function companions(chart: Chart, props: ThanosProps, replicas: number, headless = false): void {
  const { name, pods } = props.part;
  const { identity, grpc = true } = props;
  const annotations = identity?.serviceAccount.annotations ?? {};
  new ServiceAccount(chart, `${name}-account`, {
    metadata: { name: serviceAccountName(props), ...(Object.keys(annotations).length > 0 ? { annotations } : {}) },
    automountServiceAccountToken: false,
  });
  const servicePorts = [
    ...(grpc ? [{ name: 'grpc', port: ports.thanosGrpc, targetPort: 'grpc' }] : []),
    { name: 'http', port: ports.thanosHttp, targetPort: 'http' },
  ];
  // StatefulSets have no address of their own: queriers ask every pod.
  new Service(chart, `${name}-service`, {
    metadata: { name, labels: pods },
    spec: { ...(headless ? { clusterIP: 'None' } : {}), selector: pods, ports: servicePorts },
  });
  if (replicas > 1)
    new PodDisruptionBudget(chart, `${name}-budget`, {
      metadata: { name },
      spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels: pods } },
    });
}

function podSpec({ versions }: Context, props: ThanosProps, disks: readonly { readonly name: string; readonly mountPath: string }[] = []) {
  const { args, cpu, memory, files = [], grpc = true } = props;
  const mounts = files.map(({ name, mountPath }) => ({ name, mountPath, readOnly: true }));
  return {
    serviceAccountName: serviceAccountName(props),
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    priorityClassName: priorityClasses.services,
    securityContext: user,
    terminationGracePeriodSeconds: 150, // more than Thanos gives its own connections to end
    containers: [
      {
        name: 'thanos',
        image: versions.images.thanos,
        args: [...args, ...common],
        ports: [...(grpc ? [{ name: 'grpc', containerPort: ports.thanosGrpc }] : []), { name: 'http', containerPort: ports.thanosHttp }],
        readinessProbe: { httpGet: { path: '/-/ready', port: 'http' }, periodSeconds: 10, failureThreshold: 6 },
        livenessProbe: { httpGet: { path: '/-/healthy', port: 'http' }, periodSeconds: 30, failureThreshold: 8 },
        resources: resources(cpu, memory),
        securityContext: restrictedContainer,
        terminationMessagePolicy: 'FallbackToLogsOnError',
        volumeMounts: [...disks, ...mounts],
      },
    ],
    volumes: files.map((file) => ({
      name: file.name,
      ...('configMap' in file ? { configMap: { name: file.configMap } } : { secret: { secretName: file.secret, defaultMode: 0o440 } }),
    })),
  };
}
