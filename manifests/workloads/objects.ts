/** The objects of one workload: cdk8s-plus-28 states them, the newer fields of Kubernetes are added to what it makes. */
import { ApiObject, App, Chart, Size } from 'cdk8s';
import {
  ConnectionScheme,
  Cpu,
  Deployment,
  DeploymentStrategy,
  EnvValue,
  HorizontalPodAutoscaler,
  ImagePullPolicy,
  LabelSelector,
  Metric,
  MetricTarget,
  PercentOrAbsolute,
  Probe,
  Service,
  ServiceAccount,
  ServiceType,
  Volume,
  type ContainerProps,
  type IServiceAccount,
} from 'cdk8s-plus-28';
import { Deployment as DeploymentObject, PodDisruptionBudget, type Container, type DeploymentProps } from '../../imports/k8s';
import type { Workload } from '../../lib/model';
import { priorityClasses } from '../../lib/names';

export function workloadObjects(chart: Chart, workload: Workload): void {
  const labels = { 'app.kubernetes.io/name': workload.name };
  const metadata = { name: workload.name, namespace: workload.name, labels };
  const draft = new Chart(new App(), 'draft');
  const serviceAccount = new ServiceAccount(chart, 'service-account', { metadata, automountToken: false });
  const deployment = deploymentDraft(draft, workload, metadata, serviceAccount);
  new DeploymentObject(chart, 'deployment', completed(deployment, workload, labels));
  new ApiObject(chart, 'service', withoutEmpty(ApiObject.of(serviceDraft(draft, workload, metadata)).toJson() as ServiceObject));
  if (workload.replicas.max > workload.replicas.min) autoscaler(chart, deployment, workload, metadata);
  new PodDisruptionBudget(chart, 'budget', {
    metadata,
    spec: { maxUnavailable: 1, selector: { matchLabels: labels }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  });
}

type ServiceObject = { readonly apiVersion: string; readonly kind: string; readonly spec: object };

interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

function deploymentDraft(draft: Chart, workload: Workload, metadata: Metadata, serviceAccount: ServiceAccount): Deployment {
  const deployment = new Deployment(draft, 'deployment', {
    metadata,
    replicas: workload.replicas.min,
    select: false,
    podMetadata: { labels: metadata.labels },
    serviceAccount: serviceAccount as IServiceAccount, // the package's own types disagree under exactOptionalPropertyTypes
    automountServiceAccountToken: false,
    strategy: DeploymentStrategy.rollingUpdate({ maxSurge: PercentOrAbsolute.percent(25), maxUnavailable: PercentOrAbsolute.absolute(0) }),
    securityContext: { ensureNonRoot: true },
  });
  deployment.select(LabelSelector.of({ labels: metadata.labels }));
  const tmp = Volume.fromEmptyDir(draft, 'tmp', 'tmp', { sizeLimit: Size.mebibytes(64) });
  deployment.addContainer(container(workload)).mount('/tmp', tmp);
  return deployment;
}

function serviceDraft(draft: Chart, { name, port }: Workload, metadata: Metadata): Service {
  const service = new Service(draft, 'service', { metadata, type: ServiceType.CLUSTER_IP, ports: [{ name: 'http', port: 80, targetPort: port }] });
  service.selectLabel('app.kubernetes.io/name', name);
  return service;
}

const container = ({ name, image, port, resources, health }: Workload): ContainerProps => ({
  name,
  image,
  imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
  ports: [{ name: 'http', number: port }],
  envVariables: { PORT: EnvValue.fromValue(String(port)) },
  resources: { cpu: { request: cpu(resources.cpu) }, memory: { request: size(resources.memory), limit: size(resources.memory) } },
  securityContext: { ensureNonRoot: true, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, privileged: false },
  liveness: Probe.fromHttpGet(health.path, { port, scheme: ConnectionScheme.HTTP, failureThreshold: 6 }),
  readiness: Probe.fromHttpGet(health.path, { port, scheme: ConnectionScheme.HTTP }),
});

const cpu = (text: string): Cpu => (text.endsWith('m') ? Cpu.millis(Number(text.slice(0, -1))) : Cpu.units(Number(text)));
const size = (text: string): Size => (text.endsWith('Gi') ? Size.gibibytes(Number(text.slice(0, -2))) : Size.mebibytes(Number(text.slice(0, -2))));

/** What cdk8s-plus-28 has no words for: seccomp, capabilities, spread over zones, priority, a quiet end. */
function completed(deployment: Deployment, workload: Workload, labels: Readonly<Record<string, string>>): DeploymentProps {
  const { metadata, spec } = ApiObject.of(deployment).toJson() as { metadata: Metadata; spec: NonNullable<DeploymentProps['spec']> };
  const pod = spec.template.spec;
  const [main] = pod?.containers ?? [];
  const { replicas, minReadySeconds: _ready, ...rest } = spec;
  const scaled = workload.replicas.max > workload.replicas.min;
  return {
    metadata,
    spec: {
      ...rest,
      ...(scaled || replicas === undefined ? {} : { replicas }),
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          containers: [{ ...(main as Container), ...quietEnd, securityContext: { ...main?.securityContext, capabilities: { drop: ['ALL'] } } }],
          enableServiceLinks: false,
          priorityClassName: priorityClasses.workload,
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          serviceAccountName: workload.name,
          terminationGracePeriodSeconds: 45,
          topologySpreadConstraints: [
            spread('topology.kubernetes.io/zone', 'DoNotSchedule', labels),
            spread('kubernetes.io/hostname', 'ScheduleAnyway', labels),
          ],
          volumes: pod?.volumes ?? [],
        },
      },
    },
  };
}

/** The gateway hears of a pod's end a moment later than the pod: serve until it has. */
const quietEnd = { lifecycle: { preStop: { sleep: { seconds: 10 } } } };

/** Nodes that are not ready or take no workloads do not count: a zone that is down must not keep pods from starting elsewhere. */
const spread = (topologyKey: string, whenUnsatisfiable: string, matchLabels: Readonly<Record<string, string>>) => ({
  maxSkew: 1,
  topologyKey,
  whenUnsatisfiable,
  nodeTaintsPolicy: 'Honor',
  labelSelector: { matchLabels },
  matchLabelKeys: ['pod-template-hash'],
});

/** Drops empty lists: defaults that say nothing. */
const withoutEmpty = <T extends { readonly spec?: object }>(object: T): T => ({
  ...object,
  spec: Object.fromEntries(Object.entries(object.spec ?? {}).filter(([, value]) => !(Array.isArray(value) && value.length === 0))),
});

function autoscaler(
  chart: Chart,
  target: Deployment,
  { replicas: { min, max } }: Workload,
  metadata: { readonly name: string; readonly namespace: string },
): void {
  new HorizontalPodAutoscaler(chart, 'autoscaler', {
    metadata,
    target,
    minReplicas: min,
    maxReplicas: max,
    metrics: [Metric.resourceCpu(MetricTarget.averageUtilization(70))],
  });
}
