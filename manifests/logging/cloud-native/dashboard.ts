import type { Dashboard } from '../../../lib/components';
import { collectionRow } from '../collector/dashboard';

const common = {
  uid: 'logs-pipeline',
  title: 'Logs: pipeline',
  folder: 'Platform',
} as const;
const errors: Dashboard['rows'][number] = {
  title: 'Errors',
  panels: [{ title: 'Errors of the platform', type: 'logs', width: 24, search: { words: ['error', 'fatal', 'panic'] } }],
};

/** Our own agents and gateway: they say what they read, deliver and keep. */
export const pipelineDashboard: Dashboard = {
  ...common,
  description: 'From the node to CloudWatch: what is read, what is delivered, where it waits.',
  rows: [collectionRow, errors],
};

/** Azure's agent says nothing of itself to Prometheus: whether it runs, and what it uses. */
export const agentDashboard: Dashboard = {
  ...common,
  description: 'The log agent of Azure on every node, and what the platform has to say.',
  rows: [
    {
      title: 'Agent',
      panels: [
        {
          title: 'Nodes with an agent, and nodes',
          type: 'timeseries',
          queries: [
            { expr: 'sum by (cluster) (kube_daemonset_status_number_available{cluster=~"$cluster", daemonset="ama-logs"})', legend: '{{cluster}} available' },
            {
              expr: 'sum by (cluster) (kube_daemonset_status_desired_number_scheduled{cluster=~"$cluster", daemonset="ama-logs"})',
              legend: '{{cluster}} wanted',
            },
          ],
        },
        {
          title: 'Memory of agents',
          type: 'timeseries',
          queries: [
            {
              expr: 'max by (cluster) (container_memory_working_set_bytes{cluster=~"$cluster", namespace="kube-system", pod=~"ama-logs.*", container="ama-logs"})',
              legend: '{{cluster}}',
            },
          ],
          unit: 'bytes',
        },
      ],
    },
    errors,
  ],
};
