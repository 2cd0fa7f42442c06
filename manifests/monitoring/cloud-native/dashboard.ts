import type { Dashboard } from '../../../lib/components';

const of = 'cluster=~"$cluster"';

export const metrics: Dashboard = {
  uid: 'observability-metrics',
  title: 'Observability: metrics',
  folder: 'Observability',
  description: 'Whether metrics can be believed: what is scraped, and whether it arrives in the store of the cloud.',
  rows: [
    {
      title: 'Targets',
      panels: [
        { title: 'Targets down', type: 'timeseries', width: 8, queries: [{ expr: `count by (cluster, job) (up{${of}} == 0)`, legend: '{{job}} {{cluster}}' }] },
        { title: 'Largest targets', type: 'table', width: 8, queries: [{ expr: `topk(15, sum by (cluster, job) (scrape_samples_scraped{${of}}))` }] },
        {
          title: 'Slowest targets',
          type: 'table',
          width: 8,
          queries: [{ expr: `topk(15, max by (cluster, job) (scrape_duration_seconds{${of}}))` }],
          unit: 's',
          thresholds: { warning: 5, critical: 9 },
        },
      ],
    },
    {
      title: 'On the way',
      panels: [
        {
          title: 'Active series',
          description: 'What the store counts and bills.',
          type: 'timeseries',
          width: 8,
          queries: [{ expr: `prometheus_agent_active_series{${of}}`, legend: '{{pod}} {{cluster}}' }],
        },
        {
          title: 'Samples sent',
          type: 'timeseries',
          width: 8,
          queries: [{ expr: `sum by (cluster, pod) (rate(prometheus_remote_storage_samples_total{${of}}[5m]))`, legend: '{{pod}} {{cluster}}' }],
          unit: 'cps',
        },
        {
          title: 'Samples lost',
          type: 'timeseries',
          width: 8,
          queries: [
            { expr: `sum by (cluster, pod) (rate(prometheus_remote_storage_samples_failed_total{${of}}[5m]))`, legend: 'refused {{pod}} {{cluster}}' },
            {
              expr: `sum by (cluster, pod, reason) (rate(prometheus_remote_storage_samples_dropped_total{${of}}[5m]))`,
              legend: '{{reason}} {{pod}} {{cluster}}',
            },
          ],
          unit: 'cps',
        },
        {
          title: 'Behind',
          description: 'Alerts come late by as much.',
          type: 'timeseries',
          queries: [
            {
              expr: `max by (cluster, pod) (prometheus_remote_storage_queue_highest_timestamp_seconds{${of}}) - max by (cluster, pod) (prometheus_remote_storage_queue_highest_sent_timestamp_seconds{${of}})`,
              legend: '{{pod}} {{cluster}}',
            },
          ],
          unit: 's',
          thresholds: { warning: 60, critical: 120 },
        },
        {
          title: 'Senders in use',
          type: 'timeseries',
          queries: [
            {
              expr: `max by (cluster, pod) (prometheus_remote_storage_shards{${of}}) / max by (cluster, pod) (prometheus_remote_storage_shards_max{${of}})`,
              legend: '{{pod}} {{cluster}}',
            },
          ],
          unit: 'percentunit',
          thresholds: { warning: 0.7, critical: 0.95 },
        },
      ],
    },
  ],
};
