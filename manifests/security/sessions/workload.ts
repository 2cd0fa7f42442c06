/** Three pods, each a server, a sentinel and an exporter. */
import type { StatefulSetProps } from '../../../imports/k8s';
import { resources, restrictedContainer } from '../../../lib/constructs/pods';
import { digest, meshOptOut, priorityClasses, storageClasses } from '../../../lib/names';
import type { Context } from '../../context';
import { cookieName, sessionStore } from './names';
import { storeFiles } from './config';

const { labels, metricsPort, port, secret, sentinelPort, service, tlsSecret } = sessionStore;
export const configName = 'valkey';

const password = (key: string) => ({ name: `${key.toUpperCase()}_PASSWORD`, valueFrom: { secretKeyRef: { name: secret, key } } });
const mounts = [
  { name: 'config', mountPath: '/config', readOnly: true },
  { name: 'tls', mountPath: '/tls', readOnly: true },
  { name: 'run', mountPath: '/run/valkey' },
];
const script = (...command: readonly string[]) => ({ exec: { command: ['/bin/sh', ...command] } });
type Container = NonNullable<NonNullable<NonNullable<StatefulSetProps['spec']>['template']['spec']>['containers']>[number];

const init = (image: string): Container => ({
  name: 'configuration',
  image,
  command: ['/bin/sh', '/config/init.sh'],
  env: ['proxy', 'sentinel', 'internal', 'exporter'].map(password),
  resources: resources('50m', '64Mi'),
  securityContext: restrictedContainer,
  volumeMounts: mounts,
});

const server = (image: string): Container => ({
  name: 'valkey',
  image,
  command: ['/bin/sh', '/config/start.sh', 'server'],
  env: ['exporter', 'internal'].map(password),
  ports: [{ name: 'tcp-valkey', containerPort: port, protocol: 'TCP' }],
  // Twice the data: while the append-only file is rewritten, changed pages exist twice.
  resources: resources('100m', '640Mi'),
  securityContext: restrictedContainer,
  volumeMounts: [...mounts, { name: 'data', mountPath: '/data' }],
  startupProbe: { ...script('/config/alive.sh', 'server'), periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 60 },
  livenessProbe: { ...script('/config/alive.sh', 'server'), periodSeconds: 15, timeoutSeconds: 5, failureThreshold: 4 },
  readinessProbe: { ...script('/config/ready.sh'), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
  lifecycle: { preStop: script('/config/leave.sh') },
});

const sentinel = (image: string): Container => ({
  name: 'sentinel',
  image,
  command: ['/bin/sh', '/config/start.sh', 'sentinel'],
  env: [password('sentinel')],
  ports: [{ name: 'tcp-sentinel', containerPort: sentinelPort, protocol: 'TCP' }],
  resources: resources('20m', '64Mi'),
  securityContext: restrictedContainer,
  volumeMounts: mounts,
  startupProbe: { ...script('/config/alive.sh', 'sentinel'), periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 24 },
  livenessProbe: { ...script('/config/alive.sh', 'sentinel'), periodSeconds: 15, timeoutSeconds: 5, failureThreshold: 4 },
});

const exporter = (image: string): Container => ({
  name: 'exporter',
  image,
  args: [`--web.listen-address=0.0.0.0:${metricsPort}`],
  env: [
    { name: 'REDIS_ADDR', value: `rediss://localhost:${port}` },
    { name: 'REDIS_USER', value: 'exporter' },
    { name: 'REDIS_EXPORTER_TLS_CA_CERT_FILE', value: '/tls/ca.crt' },
    { name: 'REDIS_PASSWORD', valueFrom: { secretKeyRef: { name: secret, key: 'exporter' } } },
  ],
  ports: [{ name: 'metrics', containerPort: metricsPort, protocol: 'TCP' }],
  resources: resources('10m', '64Mi'),
  securityContext: restrictedContainer,
  volumeMounts: [{ name: 'authority', mountPath: '/tls', readOnly: true }],
  readinessProbe: { httpGet: { path: '/health', port: 'metrics' }, periodSeconds: 15, timeoutSeconds: 5 },
  livenessProbe: { httpGet: { path: '/health', port: 'metrics' }, periodSeconds: 30, timeoutSeconds: 5, failureThreshold: 4 },
});

type VolumeClaims = NonNullable<NonNullable<StatefulSetProps['spec']>['volumeClaimTemplates']>;
const dataClaim = {
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], storageClassName: storageClasses.standard, resources: { requests: { storage: '2Gi' } } },
};

export function storeSpec({ platform, versions }: Context): NonNullable<StatefulSetProps['spec']> {
  const image = versions.images.valkey;
  const volumes = [
    { name: 'config', configMap: { name: configName } },
    { name: 'tls', secret: { secretName: tlsSecret, defaultMode: 0o440 } },
    { name: 'authority', secret: { secretName: tlsSecret, items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    // Passwords in clear text stay in memory.
    { name: 'run', emptyDir: { medium: 'Memory', sizeLimit: '8Mi' } },
  ];
  return {
    serviceName: service,
    replicas: 3,
    // All at once: each waits for the name of the first. Updates still go one by one.
    podManagementPolicy: 'Parallel',
    updateStrategy: { type: 'RollingUpdate' },
    minReadySeconds: 10,
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Delete' },
    selector: { matchLabels: labels },
    template: {
      // Outside the mesh: the servers bring TLS of their own. The digest restarts them when their configuration changes.
      metadata: {
        labels: { ...labels, ...meshOptOut(platform) },
        annotations: { 'dbaas/configuration': digest(...Object.values(storeFiles(cookieName(platform)))) },
      },
      spec: {
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        serviceAccountName: service,
        priorityClassName: priorityClasses.services,
        terminationGracePeriodSeconds: 60,
        // Users of nodes have lower ids than this one.
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 10001,
          runAsGroup: 10001,
          fsGroup: 10001,
          fsGroupChangePolicy: 'OnRootMismatch',
          seccompProfile: { type: 'RuntimeDefault' },
        },
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: labels } },
        ],
        initContainers: [init(image)],
        containers: [server(image), sentinel(image), exporter(versions.images.redisExporter)],
        volumes,
      },
    },
    volumeClaimTemplates: [dataClaim] as unknown as VolumeClaims, // the binding names the construct where the API has plain data
  };
}
