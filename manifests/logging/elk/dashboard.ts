import type { Dashboard, MetricsPanel } from '../../../lib/components';

const of = 'cluster=~"$cluster"';
const line = (title: string, unit: string, ...queries: readonly (readonly [expr: string, legend: string])[]): MetricsPanel => ({
  title,
  type: 'timeseries',
  unit,
  queries: queries.map(([expr, legend]) => ({ expr, legend })),
});

export const pipelineDashboard: Dashboard = {
  uid: 'logs-pipeline',
  title: 'Logs: pipeline',
  folder: 'Platform',
  description: 'From the node to the store and its copies: what comes in, what waits where, what is kept.',
  rows: [
    {
      title: 'Now',
      panels: [
        {
          title: 'Nodes of Elasticsearch',
          type: 'stat',
          width: 6,
          thresholds: { warning: 3, critical: 2 },
          queries: [{ expr: `min(elasticsearch_cluster_health_number_of_nodes{${of}})` }],
        },
        {
          title: 'Shards without a place',
          type: 'stat',
          width: 6,
          thresholds: { warning: 1, critical: 10 },
          queries: [{ expr: `sum(elasticsearch_cluster_health_unassigned_shards{${of}})` }],
        },
        {
          title: 'Least disk left',
          type: 'stat',
          unit: 'percentunit',
          width: 6,
          thresholds: { warning: 0.2, critical: 0.1 },
          queries: [{ expr: `min(elasticsearch_filesystem_data_available_bytes{${of}} / elasticsearch_filesystem_data_size_bytes{${of}})` }],
        },
        {
          title: 'Age of the newest copy',
          type: 'stat',
          unit: 's',
          width: 6,
          thresholds: { warning: 93600, critical: 129600 },
          queries: [{ expr: `time() - min(max by (cluster) (elasticsearch_snapshot_stats_latest_snapshot_timestamp_seconds{${of}, repository="logs"}))` }],
        },
      ],
    },
    {
      title: 'Collection',
      panels: [
        line('Lines that agents delivered', 'cps', [`sum by (cluster) (rate(filebeat_output_events_acked_total{${of}}[5m]))`, '{{cluster}}']),
        line('Lines stored, by tenant', 'cps', [
          `sum by (cluster, pipeline) (rate(logstash_pipeline_events_out_total{${of}, pipeline!="intake"}[5m]))`,
          '{{cluster}} {{pipeline}}',
        ]),
        line('Queues of Logstash, share of their limit', 'percentunit', [
          `max by (cluster, pipeline) (logstash_pipeline_queue_size_bytes{${of}} / logstash_pipeline_queue_max_size_bytes{${of}})`,
          '{{cluster}} {{pipeline}}',
        ]),
        line(
          'Lines that wait',
          'short',
          [`sum by (cluster, pipeline) (logstash_pipeline_queue_events{${of}})`, '{{cluster}} {{pipeline}}'],
          [`sum by (cluster) (filebeat_pipeline_events_active{${of}})`, '{{cluster}} with agents'],
        ),
        line('Lines rejected, on the disks of Logstash', 'bytes', [
          `sum by (cluster, pipeline) (logstash_pipeline_rejected_size_bytes{${of}})`,
          '{{cluster}} {{pipeline}}',
        ]),
        line('Files that are read', 'short', [`sum by (cluster) (filebeat_harvester_open_files{${of}})`, '{{cluster}}']),
      ],
    },
    {
      title: 'Store',
      panels: [
        line('Size of each data stream', 'bytes', [
          `max by (cluster, data_stream) (elasticsearch_data_stream_store_size_bytes{${of}, data_stream=~"logs-.*"})`,
          '{{cluster}} {{data_stream}}',
        ]),
        line('Disk left', 'percentunit', [
          `min by (cluster, name) (elasticsearch_filesystem_data_available_bytes{${of}} / elasticsearch_filesystem_data_size_bytes{${of}})`,
          '{{cluster}} {{name}}',
        ]),
        line('Heap', 'percentunit', [
          `max by (cluster, name) (elasticsearch_jvm_memory_used_bytes{${of}, area="heap"} / elasticsearch_jvm_memory_max_bytes{${of}, area="heap"})`,
          '{{cluster}} {{name}}',
        ]),
        line('CPU', 'percent', [`max by (cluster, name) (elasticsearch_process_cpu_percent{${of}})`, '{{cluster}} {{name}}']),
        line('Time of a search', 's', [
          `sum by (cluster) (rate(elasticsearch_indices_search_query_time_seconds{${of}}[5m])) / sum by (cluster) (rate(elasticsearch_indices_search_query_total{${of}}[5m]))`,
          '{{cluster}}',
        ]),
        line('Refused for want of time', 'ops', [
          `sum by (cluster, type) (rate(elasticsearch_thread_pool_rejected_count{${of}, type=~"write|search"}[5m]))`,
          '{{cluster}} {{type}}',
        ]),
      ],
    },
    {
      title: 'Errors',
      panels: [{ title: 'Errors of the platform', type: 'logs', width: 24, search: { words: ['error', 'fatal', 'panic'] } }],
    },
  ],
};
