/** The parts of this option as they find each other: labels of pods, Services, ports. */
import type { PodPeer } from '../../../lib/components';
import { alertRouter, dashboardViewer, metricsCollector, metricsPeer, namespaces } from '../../../lib/names';

const namespace = namespaces.observability;
const app = (name: string) => ({ 'app.kubernetes.io/name': name });

export interface Part {
  /** Service, workload and PodDisruptionBudget. */
  readonly name: string;
  readonly pods: Readonly<Record<string, string>>;
}

/** Name of the Prometheus and the Alertmanager object; the operator calls the pods `prometheus-platform-0` … */
export const instance = 'platform';

export const parts = {
  operator: { name: 'prometheus-operator', pods: { app: 'kube-prometheus-stack-operator' } },
  webhook: { name: 'prometheus-operator-webhook', pods: { app: 'kube-prometheus-stack-operator-webhook' } },
  kubeState: { name: 'kube-state-metrics', pods: app('kube-state-metrics') },
  nodeExporter: { name: 'node-exporter', pods: app('node-exporter') },
  prometheus: { name: 'prometheus', pods: metricsCollector.pods },
  alertmanager: { name: alertRouter.service, pods: alertRouter.pods },
  /** Answers for this cluster only; other clusters ask it. */
  peerQuery: { name: 'thanos-peer-query', pods: metricsPeer.pods },
  /** Answers for all clusters. */
  query: { name: 'thanos-query', pods: app('thanos-query') },
  queryFrontend: { name: 'thanos-query-frontend', pods: app('thanos-query-frontend') },
  store: { name: 'thanos-store', pods: app('thanos-store') },
  compact: { name: 'thanos-compact', pods: app('thanos-compact') },
  grafana: { name: 'grafana', pods: dashboardViewer.pods },
} as const satisfies Record<string, Part>;

export const ports = {
  prometheus: 9090,
  configReloader: 8080,
  alertmanager: alertRouter.port,
  gossip: 9094,
  thanosGrpc: 10901,
  thanosHttp: 10902,
  grafana: 3000,
} as const;

export const peer = ({ pods }: Part): PodPeer & { readonly pods: Part['pods'] } => ({ namespace, pods });
export const host = ({ name }: Part): string => `${name}.${namespace}.svc`;
