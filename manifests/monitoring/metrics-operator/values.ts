/** Values of chart kube-prometheus-stack: the operator, kube-state-metrics and node-exporter; everything else is ours. */
import type { Intents } from '../../../lib/components';
import { resources, restrictedContainer } from '../../../lib/constructs/pods';
import type { Cluster } from '../../../lib/model';
import { issuers, labels, namespaces, nodes, onSystemNodes, priorityClasses } from '../../../lib/names';
import type { Context } from '../../context';
import { sharedParts as parts } from '../parts';
import { objectStates, type ObjectState } from './object-states';

/** What kube-state-metrics reads, beside what components ask for. Not Secrets, not ConfigMaps: their metadata is of no use here, reading them is a right too many. */
const collectors = [
  'cronjobs',
  'daemonsets',
  'deployments',
  'horizontalpodautoscalers',
  'jobs',
  'namespaces',
  'nodes',
  'persistentvolumeclaims',
  'persistentvolumes',
  'poddisruptionbudgets',
  'pods',
  'replicasets',
  'resourcequotas',
  'statefulsets',
  'storageclasses',
  'volumeattachments',
];

export const values = ({ platform, cluster }: Context, states: readonly ObjectState[], kinds: readonly Readonly<Intents['kindStates']>[]) => ({
  crds: { enabled: false },
  fullnameOverride: parts.operator.name,
  commonLabels: { [labels.owner]: platform.owner.team },
  prometheus: { enabled: false },
  alertmanager: { enabled: false },
  grafana: { enabled: false },
  thanosRuler: { enabled: false },
  defaultRules: { create: false },
  kubernetesServiceMonitors: { enabled: false },
  kubelet: { enabled: false },
  kubeApiServer: { enabled: false },
  kubeControllerManager: { enabled: false },
  coreDns: { enabled: false },
  kubeDns: { enabled: false },
  kubeEtcd: { enabled: false },
  kubeScheduler: { enabled: false },
  kubeProxy: { enabled: false },
  prometheusOperator: operator(cluster),
  'kube-state-metrics': kubeStateMetrics(cluster, states, kinds),
  'prometheus-node-exporter': nodeExporter,
});

const operator = (cluster: Cluster) => ({
  fullnameOverride: parts.operator.name,
  // One watcher without a standby: nothing that runs depends on it, and a second one would only wait.
  tls: { enabled: false },
  admissionWebhooks: admissionWebhooks(cluster),
  // Every monitor and rule of the platform is made in this namespace; objects elsewhere have no effect.
  namespaces: { releaseNamespace: true, additional: [] },
  // The operator keeps the addresses of all kubelets in this Service; EndpointSlice replaces Endpoints.
  kubeletService: { enabled: true, namespace: namespaces.system, name: 'kubelet' },
  kubeletEndpointsEnabled: false,
  kubeletEndpointSliceEnabled: true,
  serviceMonitor: { selfMonitor: false },
  resources: resources('100m', '256Mi'),
  prometheusConfigReloader: { resources: resources('10m', '64Mi') },
  containerSecurityContext: restrictedContainer,
  priorityClassName: priorityClasses.services,
  ...onSystemNodes(cluster),
});

/** Refuses rules and monitors that would not load, in two pods of its own; its certificate comes from the internal authority. */
const admissionWebhooks = (cluster: Cluster) => ({
  failurePolicy: 'Fail',
  patch: { enabled: false },
  certManager: { enabled: true, issuerRef: { name: issuers.internal, kind: 'ClusterIssuer' } },
  deployment: {
    enabled: true,
    replicas: 2,
    podDisruptionBudget: { enabled: true, minAvailable: 1 },
    serviceAccount: { create: true },
    automountServiceAccountToken: false,
    resources: resources('20m', '64Mi'),
    containerSecurityContext: restrictedContainer,
    priorityClassName: priorityClasses.services,
    affinity: apart(parts.webhook.pods),
    ...onSystemNodes(cluster),
  },
});

/** No two pods on one node; for charts that know no topology spread. */
const apart = (matchLabels: Readonly<Record<string, string>>) => ({
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels }, matchLabelKeys: ['pod-template-hash'] },
    ],
  },
});

const kubeStateMetrics = (cluster: Cluster, states: readonly ObjectState[], kinds: readonly Readonly<Intents['kindStates']>[]) => ({
  fullnameOverride: parts.kubeState.name,
  // One pod: two would count everything twice. What is missing while it moves is made good by `for` in the alerts.
  replicas: 1,
  collectors: [...new Set([...collectors, ...kinds.map(({ kind }) => kind)])].sort(),
  selfMonitor: { enabled: true },
  prometheus: { monitor: { enabled: false } },
  ...(states.length > 0 ? objectStates(states) : {}),
  metricLabelsAllowlist: [`nodes=[${nodes.poolLabel},topology.kubernetes.io/zone]`],
  priorityClassName: priorityClasses.services,
  resources: resources('20m', '384Mi'),
  containerSecurityContext: restrictedContainer,
  ...onSystemNodes(cluster),
});

const nodeExporter = {
  fullnameOverride: parts.nodeExporter.name,
  nameOverride: parts.nodeExporter.name,
  // It reads the host: Pod Security `privileged`, apart from everything else.
  namespaceOverride: namespaces.agents,
  prometheus: { monitor: { enabled: false } },
  service: { portName: 'metrics', annotations: {} },
  tolerations: [{ operator: 'Exists' }],
  priorityClassName: 'system-node-critical',
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } },
  resources: resources('30m', '64Mi'),
  containerSecurityContext: { ...restrictedContainer },
  securityContext: { runAsNonRoot: true, runAsUser: 65534, runAsGroup: 65534, fsGroup: 65534, seccompProfile: { type: 'RuntimeDefault' } },
};
