import type { Dashboard } from '../../../lib/components';
import { objective } from '../../../lib/monitoring/objectives';

const cluster = 'cluster=~"$cluster"';

export const overview: Dashboard = {
  uid: 'platform-overview',
  title: 'Platform: overview',
  folder: 'Platform',
  description: 'Where to look first: what fires, what users notice, what is about to run out.',
  rows: [
    {
      title: 'Now',
      panels: [
        {
          title: 'Pages',
          type: 'stat',
          width: 4,
          queries: [{ expr: `count(ALERTS{${cluster}, alertstate="firing", severity="critical"}) or vector(0)` }],
          thresholds: { critical: 1 },
        },
        {
          title: 'Tickets',
          type: 'stat',
          width: 4,
          queries: [{ expr: `count(ALERTS{${cluster}, alertstate="firing", severity="warning"}) or vector(0)` }],
          thresholds: { warning: 1 },
        },
        { title: 'Targets down', type: 'stat', width: 4, queries: [{ expr: `count(up{${cluster}} == 0) or vector(0)` }], thresholds: { warning: 1 } },
        {
          title: 'Nodes not ready',
          type: 'stat',
          width: 4,
          queries: [{ expr: `sum(kube_node_status_condition{${cluster}, condition="Ready", status="true"} == bool 0) or vector(0)` }],
          thresholds: { critical: 1 },
        },
        {
          title: 'Pods not ready',
          type: 'stat',
          width: 4,
          queries: [{ expr: `sum(kube_pod_status_phase{${cluster}, phase=~"Pending|Unknown"}) or vector(0)` }],
          thresholds: { warning: 1 },
        },
        {
          title: 'Clusters that answer',
          description: 'One less than you have: the other side is cut off.',
          type: 'stat',
          width: 4,
          queries: [{ expr: 'count(count by (cluster) (up))' }],
        },
      ],
    },
    {
      title: 'What fires',
      panels: [
        {
          title: 'Alerts',
          type: 'table',
          width: 24,
          queries: [{ expr: `sum by (severity, alertname, cluster, namespace) (ALERTS{${cluster}, alertstate="firing", severity!="none"})` }],
        },
      ],
    },
    {
      title: 'What users notice',
      panels: [
        {
          title: 'Requests',
          type: 'timeseries',
          queries: [{ expr: `sum by (cluster) (endpoint:requests:rate5m{${cluster}})`, legend: '{{cluster}}' }],
          unit: 'reqps',
        },
        {
          title: 'Failed requests by endpoint',
          type: 'timeseries',
          queries: [{ expr: `slo:endpoint_error_ratio:5m{${cluster}} > 0`, legend: '{{service}} {{cluster}}' }],
          unit: 'percentunit',
        },
        {
          title: 'Error budget left over three days, worst endpoints',
          type: 'table',
          width: 24,
          queries: [
            {
              expr: `bottomk(10, 1 - slo:endpoint_error_ratio:3d{${cluster}} / on (cluster, namespace, service) group_left (host) (1 - ${objective}{${cluster}}))`,
            },
          ],
          unit: 'percentunit',
          thresholds: { warning: 0.5, critical: 0 },
        },
      ],
    },
    {
      title: 'What runs out',
      panels: [
        {
          title: 'CPU requested',
          type: 'timeseries',
          width: 8,
          queries: [{ expr: `cluster:cpu_requested:ratio{${cluster}}`, legend: '{{cluster}}' }],
          unit: 'percentunit',
          thresholds: { warning: 0.85, critical: 0.95 },
        },
        {
          title: 'Memory requested',
          type: 'timeseries',
          width: 8,
          queries: [{ expr: `cluster:memory_requested:ratio{${cluster}}`, legend: '{{cluster}}' }],
          unit: 'percentunit',
          thresholds: { warning: 0.85, critical: 0.95 },
        },
        {
          title: 'Fullest volumes',
          type: 'timeseries',
          width: 8,
          queries: [
            {
              expr: `topk(8, 1 - kubelet_volume_stats_available_bytes{${cluster}} / kubelet_volume_stats_capacity_bytes{${cluster}})`,
              legend: '{{namespace}}/{{persistentvolumeclaim}} {{cluster}}',
            },
          ],
          unit: 'percentunit',
          thresholds: { warning: 0.8, critical: 0.95 },
        },
      ],
    },
  ],
};
