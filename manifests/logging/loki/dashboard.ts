import type { Dashboard } from '../../../lib/components';
import { collectionRow } from '../collector/dashboard';

export const lokiDashboard: Dashboard = {
  uid: 'logs-pipeline',
  title: 'Logs: pipeline',
  folder: 'Platform',
  description: 'From the node to the bucket: what comes in, what is kept, where it waits.',
  rows: [
    {
      title: 'Inflow',
      panels: [
        {
          title: 'Bytes by tenant',
          type: 'timeseries',
          queries: [
            { expr: 'sum by (cluster, tenant) (rate(loki_distributor_bytes_received_total{cluster=~"$cluster"}[5m]))', legend: '{{cluster}} {{tenant}}' },
          ],
          unit: 'Bps',
        },
        {
          title: 'Lines by tenant',
          type: 'timeseries',
          queries: [
            { expr: 'sum by (cluster, tenant) (rate(loki_distributor_lines_received_total{cluster=~"$cluster"}[5m]))', legend: '{{cluster}} {{tenant}}' },
          ],
          unit: 'cps',
        },
        {
          title: 'Thrown away',
          type: 'timeseries',
          queries: [
            { expr: 'sum by (cluster, tenant, reason) (rate(loki_discarded_samples_total{cluster=~"$cluster"}[5m]))', legend: '{{tenant}} {{reason}}' },
          ],
          unit: 'cps',
        },
        {
          title: 'Streams in memory',
          type: 'timeseries',
          queries: [{ expr: 'sum by (cluster) (loki_ingester_memory_streams{cluster=~"$cluster"})', legend: '{{cluster}}' }],
        },
      ],
    },
    collectionRow,
    {
      title: 'Store',
      panels: [
        {
          title: 'Latency, 99th percentile',
          type: 'timeseries',
          queries: [
            {
              expr: 'histogram_quantile(0.99, sum by (le, cluster, route) (rate(loki_request_duration_seconds_bucket{cluster=~"$cluster"}[5m])))',
              legend: '{{cluster}} {{route}}',
            },
          ],
          unit: 's',
        },
        {
          title: 'Chunks flushed',
          type: 'timeseries',
          queries: [{ expr: 'sum by (cluster) (rate(loki_ingester_chunks_flushed_total{cluster=~"$cluster"}[5m]))', legend: '{{cluster}}' }],
          unit: 'ops',
        },
      ],
    },
    {
      title: 'Errors',
      panels: [
        {
          title: 'Errors of the platform',
          type: 'logs',
          width: 24,
          search: { words: ['error', 'fatal', 'panic'] },
        },
      ],
    },
  ],
};
