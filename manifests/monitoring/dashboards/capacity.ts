import type { Dashboard } from '../../../lib/components';

const cluster = 'cluster=~"$cluster"';
const of = `${cluster}, namespace=~"$namespace"`;

export const capacity: Dashboard = {
  uid: 'platform-capacity',
  title: 'Platform: capacity',
  folder: 'Platform',
  description: 'What was asked for, what is used, what is left: for sizing requests, quotas and node pools.',
  variables: [{ name: 'namespace', label: 'Namespace', query: 'label_values(kube_pod_info{cluster=~"$cluster"}, namespace)' }],
  rows: [
    {
      title: 'Cluster',
      panels: [
        {
          title: 'CPU: allocatable, requested, used',
          type: 'timeseries',
          queries: [
            { expr: `sum by (cluster) (kube_node_status_allocatable{${cluster}, resource="cpu"})`, legend: 'allocatable {{cluster}}' },
            { expr: `sum by (cluster) (kube_pod_container_resource_requests{${cluster}, resource="cpu"})`, legend: 'requested {{cluster}}' },
            { expr: `sum by (cluster) (rate(container_cpu_usage_seconds_total{${cluster}, container!=""}[5m]))`, legend: 'used {{cluster}}' },
          ],
        },
        {
          title: 'Memory: allocatable, requested, used',
          type: 'timeseries',
          queries: [
            { expr: `sum by (cluster) (kube_node_status_allocatable{${cluster}, resource="memory"})`, legend: 'allocatable {{cluster}}' },
            { expr: `sum by (cluster) (kube_pod_container_resource_requests{${cluster}, resource="memory"})`, legend: 'requested {{cluster}}' },
            { expr: `sum by (cluster) (container_memory_working_set_bytes{${cluster}, container!=""})`, legend: 'used {{cluster}}' },
          ],
          unit: 'bytes',
        },
        {
          title: 'Nodes',
          type: 'timeseries',
          queries: [{ expr: `count by (cluster) (kube_node_status_condition{${cluster}, condition="Ready", status="true"})`, legend: '{{cluster}}' }],
        },
        { title: 'Pods', type: 'timeseries', queries: [{ expr: `sum by (cluster) (kubelet_running_pods{${cluster}})`, legend: '{{cluster}}' }] },
      ],
    },
    {
      title: 'Namespaces',
      panels: [
        {
          title: 'CPU used',
          type: 'timeseries',
          queries: [{ expr: `topk(15, sum by (namespace) (rate(container_cpu_usage_seconds_total{${of}, container!=""}[5m])))`, legend: '{{namespace}}' }],
        },
        {
          title: 'Memory used',
          type: 'timeseries',
          queries: [{ expr: `topk(15, sum by (namespace) (container_memory_working_set_bytes{${of}, container!=""}))`, legend: '{{namespace}}' }],
          unit: 'bytes',
        },
        {
          title: 'Used of what was requested: CPU',
          description: 'Far below 1: requests are too high. Above 1: too low.',
          type: 'timeseries',
          queries: [
            {
              expr: `sum by (namespace) (rate(container_cpu_usage_seconds_total{${of}, container!=""}[5m])) / sum by (namespace) (kube_pod_container_resource_requests{${of}, resource="cpu"})`,
              legend: '{{namespace}}',
            },
          ],
          unit: 'percentunit',
        },
        {
          title: 'Used of what was requested: memory',
          type: 'timeseries',
          queries: [
            {
              expr: `sum by (namespace) (container_memory_working_set_bytes{${of}, container!=""}) / sum by (namespace) (kube_pod_container_resource_requests{${of}, resource="memory"})`,
              legend: '{{namespace}}',
            },
          ],
          unit: 'percentunit',
        },
        {
          title: 'Quotas, share used',
          type: 'table',
          width: 24,
          queries: [
            {
              expr: `topk(30, kube_resourcequota{${of}, type="used"} / on (cluster, namespace, resourcequota, resource) (kube_resourcequota{${of}, type="hard"} > 0))`,
            },
          ],
          unit: 'percentunit',
          thresholds: { warning: 0.8, critical: 0.95 },
        },
      ],
    },
    {
      title: 'Containers that are too tight',
      panels: [
        {
          title: 'Closest to the memory limit',
          type: 'timeseries',
          queries: [
            {
              expr: `topk(10, sum by (namespace, pod, container) (container_memory_working_set_bytes{${of}, container!=""}) / sum by (namespace, pod, container) (kube_pod_container_resource_limits{${of}, resource="memory"}))`,
              legend: '{{namespace}}/{{pod}} {{container}}',
            },
          ],
          unit: 'percentunit',
          thresholds: { warning: 0.85, critical: 0.95 },
        },
        {
          title: 'Restarts in an hour',
          type: 'timeseries',
          queries: [
            {
              expr: `topk(10, sum by (namespace, pod, container) (increase(kube_pod_container_status_restarts_total{${of}}[1h])) > 0)`,
              legend: '{{namespace}}/{{pod}} {{container}}',
            },
          ],
        },
      ],
    },
  ],
};
