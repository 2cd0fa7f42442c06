/** What is ready, what is not, and how busy the controllers are. */
import type { Dashboard } from '../../../lib/components';
import { namespace } from './names';

const states = (filter: string): string => `count(gotk_resource_info{cluster=~"$cluster", ${filter}}) or vector(0)`;
const ours = `cluster=~"$cluster", namespace="${namespace}"`;

export const dashboard: Dashboard = {
  uid: 'delivery-flux',
  title: 'Delivery: Flux',
  folder: 'Platform',
  description: 'What is ready, what is not, and how busy the controllers are.',
  rows: [
    {
      title: 'Objects',
      panels: [
        { title: 'Failed', type: 'stat', width: 6, queries: [{ expr: states('ready="False", reason!="DependencyNotReady"') }], thresholds: { warning: 1 } },
        { title: 'Waiting for others', type: 'stat', width: 6, queries: [{ expr: states('reason="DependencyNotReady"') }], thresholds: { warning: 1 } },
        { title: 'Suspended', type: 'stat', width: 6, queries: [{ expr: states('suspended="true"') }], thresholds: { warning: 1 } },
        { title: 'All', type: 'stat', width: 6, queries: [{ expr: states('name!=""') }] },
        {
          title: 'Objects',
          type: 'table',
          width: 24,
          queries: [{ expr: 'sum by (cluster, customresource_kind, name, ready, reason, suspended) (gotk_resource_info{cluster=~"$cluster"})' }],
        },
      ],
    },
    {
      title: 'Controllers',
      panels: [
        {
          title: 'Reconciliation, 95th percentile',
          type: 'timeseries',
          queries: [
            {
              expr: 'histogram_quantile(0.95, sum by (le, cluster, kind) (rate(gotk_reconcile_duration_seconds_bucket{cluster=~"$cluster"}[15m])))',
              legend: '{{cluster}} {{kind}}',
            },
          ],
          unit: 's',
        },
        {
          title: 'Reconciliations by result',
          type: 'timeseries',
          queries: [
            {
              expr: `sum by (controller, result) (rate(controller_runtime_reconcile_total{${ours}}[5m]))`,
              legend: '{{controller}} {{result}}',
            },
          ],
          unit: 'ops',
        },
        {
          title: 'Waiting in queues',
          type: 'timeseries',
          queries: [{ expr: `sum by (cluster, name) (workqueue_depth{${ours}})`, legend: '{{cluster}} {{name}}' }],
        },
        {
          title: 'Memory',
          type: 'timeseries',
          queries: [{ expr: `sum by (cluster, pod) (process_resident_memory_bytes{${ours}})`, legend: '{{cluster}} {{pod}}' }],
          unit: 'bytes',
        },
      ],
    },
  ],
};
