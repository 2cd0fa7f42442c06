/** What every option with a Prometheus of some kind has: labels of pods, Services, ports. */
import type { PodPeer } from '../../lib/components';
import { dashboardViewer, namespaces } from '../../lib/names';

const namespace = namespaces.observability;

export interface Part {
  /** Service, workload and PodDisruptionBudget. */
  readonly name: string;
  readonly pods: Readonly<Record<string, string>>;
}

export const app = (name: string) => ({ 'app.kubernetes.io/name': name });

/** Name of the objects that the operator serves; it calls their pods `prometheus-platform-0` … */
export const instance = 'platform';

export const sharedParts = {
  operator: { name: 'prometheus-operator', pods: { app: 'kube-prometheus-stack-operator' } },
  webhook: { name: 'prometheus-operator-webhook', pods: { app: 'kube-prometheus-stack-operator-webhook' } },
  kubeState: { name: 'kube-state-metrics', pods: app('kube-state-metrics') },
  nodeExporter: { name: 'node-exporter', pods: app('node-exporter') },
  grafana: { name: 'grafana', pods: dashboardViewer.pods },
} as const satisfies Record<string, Part>;

export const sharedPorts = { prometheus: 9090, grafana: 3000 } as const;

export const peer = ({ pods }: Part): PodPeer & { readonly pods: Part['pods'] } => ({ namespace, pods });
export const host = ({ name }: Part): string => `${name}.${namespace}.svc`;
