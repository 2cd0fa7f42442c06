import type { Dashboard } from '../../../lib/components';

const of = 'cluster=~"$cluster"';

export const metrics: Dashboard = {
  uid: 'observability-metrics',
  title: 'Observability: metrics',
  folder: 'Observability',
  description: 'Whether Prometheus, Alertmanager and Thanos can be believed.',
  rows: [
    {
      title: 'Prometheus',
      panels: [
        { title: 'Series in memory', type: 'timeseries', width: 8, queries: [{ expr: `prometheus_tsdb_head_series{${of}}`, legend: '{{pod}} {{cluster}}' }] },
        { title: 'Targets down', type: 'timeseries', width: 8, queries: [{ expr: `count by (cluster, job) (up{${of}} == 0)`, legend: '{{job}} {{cluster}}' }] },
        {
          title: 'Rule failures',
          type: 'timeseries',
          width: 8,
          queries: [
            { expr: `sum by (cluster, rule_group) (rate(prometheus_rule_evaluation_failures_total{${of}}[5m])) > 0`, legend: '{{rule_group}} {{cluster}}' },
          ],
        },
        {
          title: 'Slowest rule groups',
          type: 'table',
          width: 8,
          queries: [{ expr: `topk(15, max by (cluster, rule_group) (prometheus_rule_group_last_duration_seconds{${of}}))` }],
          unit: 's',
          thresholds: { warning: 10, critical: 30 },
        },
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
      title: 'Alertmanager',
      panels: [
        {
          title: 'Peers',
          type: 'stat',
          width: 6,
          queries: [{ expr: `min by (cluster) (alertmanager_cluster_members{${of}})`, legend: '{{cluster}}' }],
          thresholds: { warning: 3, critical: 2 },
        },
        {
          title: 'Messages',
          type: 'timeseries',
          width: 8,
          queries: [{ expr: `sum by (cluster, integration) (rate(alertmanager_notifications_total{${of}}[5m]))`, legend: '{{integration}} {{cluster}}' }],
        },
        {
          title: 'Failed messages',
          type: 'timeseries',
          width: 8,
          queries: [
            { expr: `sum by (cluster, integration) (rate(alertmanager_notifications_failed_total{${of}}[5m]))`, legend: '{{integration}} {{cluster}}' },
          ],
        },
      ],
    },
    {
      title: 'Thanos',
      panels: [
        {
          title: 'Age of the newest upload',
          type: 'timeseries',
          width: 8,
          queries: [
            {
              // A sidecar that was just started has not uploaded anything itself.
              expr: `time() - max by (cluster, pod) (max_over_time(thanos_objstore_bucket_last_successful_upload_time{${of}, job="thanos-sidecar"}[6h]))`,
              legend: '{{pod}} {{cluster}}',
            },
          ],
          unit: 's',
          thresholds: { warning: 9000, critical: 14400 },
        },
        {
          title: 'Compactor halted',
          type: 'stat',
          width: 4,
          queries: [{ expr: `max by (cluster) (thanos_compact_halted{${of}})`, legend: '{{cluster}}' }],
          thresholds: { critical: 1 },
        },
        {
          title: 'Queries in flight',
          type: 'timeseries',
          width: 12,
          queries: [{ expr: `sum by (cluster, job) (thanos_query_concurrent_gate_queries_in_flight{${of}})`, legend: '{{job}} {{cluster}}' }],
        },
        {
          title: 'Bucket operations',
          type: 'timeseries',
          queries: [
            {
              expr: `sum by (cluster, job, operation) (rate(thanos_objstore_bucket_operations_total{${of}}[5m]))`,
              legend: '{{job}} {{operation}} {{cluster}}',
            },
          ],
          unit: 'ops',
        },
        {
          title: 'Failed bucket operations',
          type: 'timeseries',
          queries: [
            {
              expr: `sum by (cluster, job, operation) (rate(thanos_objstore_bucket_operation_failures_total{${of}}[5m])) > 0`,
              legend: '{{job}} {{operation}} {{cluster}}',
            },
          ],
          unit: 'ops',
        },
        {
          title: 'Answers of stores by result',
          type: 'timeseries',
          queries: [
            {
              expr: `sum by (cluster, job, grpc_code) (rate(grpc_server_handled_total{${of}, job=~"thanos-.*", grpc_method="Series"}[5m]))`,
              legend: '{{job}} {{grpc_code}} {{cluster}}',
            },
          ],
          unit: 'reqps',
        },
        {
          title: 'Time that reads wait at the store gateway, 99th percentile',
          type: 'timeseries',
          queries: [
            {
              expr: `histogram_quantile(0.99, sum by (le, cluster) (rate(thanos_bucket_store_series_gate_queries_duration_seconds_bucket{${of}}[5m])))`,
              legend: '{{cluster}}',
            },
          ],
          unit: 's',
        },
      ],
    },
  ],
};
