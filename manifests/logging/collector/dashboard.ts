import type { Dashboard } from '../../../lib/components';

/** What agents and gateway do, whatever the store. */
export const collectionRow: Dashboard['rows'][number] = {
  title: 'Collection',
  panels: [
    {
      title: 'Read and delivered',
      type: 'timeseries',
      queries: [
        { expr: 'sum by (cluster, job) (rate(otelcol_receiver_accepted_log_records{cluster=~"$cluster"}[5m]))', legend: 'read {{job}}' },
        { expr: 'sum by (cluster, job) (rate(otelcol_exporter_sent_log_records{cluster=~"$cluster"}[5m]))', legend: 'delivered {{job}}' },
      ],
      unit: 'cps',
    },
    {
      title: 'Queues',
      type: 'timeseries',
      queries: [
        {
          expr: 'max by (cluster, job) (otelcol_exporter_queue_size{cluster=~"$cluster"} / otelcol_exporter_queue_capacity{cluster=~"$cluster"})',
          legend: '{{cluster}} {{job}}',
        },
      ],
      unit: 'percentunit',
      thresholds: { warning: 0.5, critical: 0.8 },
    },
    {
      title: 'Memory of collectors',
      type: 'timeseries',
      queries: [{ expr: 'max by (cluster, job) (otelcol_process_memory_rss{cluster=~"$cluster"})', legend: '{{cluster}} {{job}}' }],
      unit: 'bytes',
    },
  ],
};
