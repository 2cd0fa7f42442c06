/** Whether the exporters themselves can be believed. */
import type { ComponentIntents } from '../../../lib/components';

export const selfRules: NonNullable<ComponentIntents['rules']> = [
  {
    group: 'exporters',
    alerts: [
      {
        alert: 'ClusterStateUnknown',
        expr: 'absent(up{job="kube-state-metrics"} == 1)',
        for: '10m',
        severity: 'critical',
        summary: 'kube-state-metrics has not answered for 10 minutes',
        description:
          'Alerts about pods, nodes and deployments are blind. Look at the pod of kube-state-metrics in the namespace observability: is it pending, out of memory, or refused by the API server?',
      },
      {
        alert: 'ClusterStateIncomplete',
        expr: 'sum by (resource) (rate(kube_state_metrics_list_total{result="error"}[5m])) > 0 or sum by (resource) (rate(kube_state_metrics_watch_total{result="error"}[5m])) > 0',
        for: '15m',
        severity: 'warning',
        summary: 'kube-state-metrics cannot read every {{ reReplaceAll "^.*[.]" "" $labels.resource }}',
        description: 'Its view of the cluster has holes. Read its log: a missing right and an overloaded API server are the usual reasons.',
      },
      {
        alert: 'NodeExporterMissing',
        expr: 'count(kube_node_status_condition{condition="Ready", status="true"}) - (count(up{job="node-exporter"} == 1) or vector(0)) > 0',
        for: '20m',
        severity: 'warning',
        summary: 'Nodes that report no metrics of their own: {{ $value }}',
        description:
          'Compare `kubectl -n observability-agents get pods -o wide` with `kubectl get nodes`: pods that are pending or crash, or a node whose port 9100 is closed to Prometheus.',
      },
    ],
  },
];
