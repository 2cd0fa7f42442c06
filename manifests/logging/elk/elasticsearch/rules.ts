/** What goes wrong with the store, and what to do first. docs/runbooks/elasticsearch.md goes on from there. */
import type { Intents } from '../../../../lib/components';
import { repository, snapshotPolicy, store } from '../names';
import { nodes } from './resource';

const runbook = 'docs/runbooks/elasticsearch.md';
const free = 'min by (name) (elasticsearch_filesystem_data_available_bytes / elasticsearch_filesystem_data_size_bytes)';
const snapshotAge = `time() - max(elasticsearch_snapshot_stats_latest_snapshot_timestamp_seconds{repository="${repository}"})`;

export const storeRules: Intents['rules'] = {
  group: 'logs-store',
  alerts: [
    {
      alert: 'LogStoreDown',
      expr: 'absent(elasticsearch_cluster_health_number_of_nodes > 0)',
      for: '10m',
      severity: 'critical',
      summary: 'Elasticsearch does not answer',
      description: `Logstash keeps lines for hours on its disks, then agents wait with theirs. kubectl -n ${store.namespace} get elasticsearch,pods; two of three nodes must be up to choose a master. ${runbook}, "Red".`,
    },
    {
      alert: 'LogStoreRed',
      expr: 'max(elasticsearch_cluster_health_status{color="red"}) == 1',
      for: '5m',
      severity: 'critical',
      summary: 'Elasticsearch is red: lines cannot be read, or not be written',
      description: `Both copies of a shard are away. Which and why: GET _cluster/allocation/explain. ${runbook}, "Red".`,
    },
    {
      alert: 'LogStoreYellow',
      expr: 'max(elasticsearch_cluster_health_status{color="yellow"}) == 1',
      for: '1h',
      severity: 'warning',
      summary: 'Lines in Elasticsearch have had no second copy for an hour',
      description:
        'Usual reasons: a node that is away, a disk above its watermark. GET _cluster/allocation/explain names it. Losing another node now loses lines.',
    },
    {
      alert: 'LogStoreNodeMissing',
      expr: `max(elasticsearch_cluster_health_number_of_nodes) < ${nodes}`,
      for: '15m',
      severity: 'warning',
      summary: `{{ $value }} of ${nodes} nodes of Elasticsearch are there`,
      description: `With one away everything works; with two nothing is written. kubectl -n ${store.namespace} get pods -o wide: usually a volume in a zone without room.`,
    },
    {
      alert: 'LogStoreDiskLow',
      expr: `${free} < 0.2`,
      for: '15m',
      severity: 'warning',
      summary: 'The disk of {{ $labels.name }} has {{ $value | humanizePercentage }} left',
      description:
        'Below 15 % it gets no new shards. Raise logging.storageGiB in platform.yaml, which grows the volumes in place, or lower logging.retentionDays. The dashboard "Logs: pipeline" says which stream is large.',
    },
    {
      alert: 'LogStoreDiskFull',
      expr: `${free} < 0.1`,
      for: '5m',
      severity: 'critical',
      summary: 'The disk of {{ $labels.name }} has {{ $value | humanizePercentage }} left',
      description: `At 5 % its indices become read-only and nothing is stored any more. ${runbook}, "Disk".`,
    },
    {
      alert: 'LogStoreHeapFull',
      expr: 'max by (name) (elasticsearch_jvm_memory_used_bytes{area="heap"} / elasticsearch_jvm_memory_max_bytes{area="heap"}) > 0.9',
      for: '15m',
      severity: 'warning',
      summary: 'The heap of {{ $labels.name }} is {{ $value | humanizePercentage }} full',
      description: 'It answers slowly and will refuse searches. Too many shards or too wide searches: GET _cat/shards; then raise logging.memoryGiB.',
    },
    {
      alert: 'LogStoreRefusesWrites',
      expr: 'sum by (name) (increase(elasticsearch_thread_pool_rejected_count{type="write"}[15m])) > 0',
      for: '30m',
      severity: 'warning',
      summary: '{{ $labels.name }} refuses writes: it has more to do than it can',
      description:
        'Logstash asks again, nothing is lost. More memory and CPU (logging.memoryGiB), or fewer lines: the dashboard "Logs: pipeline" says who writes them.',
    },
    {
      alert: 'LogSnapshotOld',
      expr: `${snapshotAge} > 129600 or absent(elasticsearch_snapshot_stats_latest_snapshot_timestamp_seconds{repository="${repository}"})`,
      for: '1h',
      severity: 'warning',
      summary: 'The newest copy of the logs in the bucket is older than a day and a half',
      description: `Audit logs are not deleted until one is made. GET _slm/policy/${snapshotPolicy} has the last failure: usually the bucket refuses (identity, network). ${runbook}, "Snapshots".`,
    },
    {
      alert: 'LogSnapshotFailed',
      expr: `increase(elasticsearch_slm_stats_snapshots_failed_total{policy="${snapshotPolicy}"}[1d]) > 0`,
      severity: 'warning',
      summary: 'A snapshot of the logs failed within the last day',
      description: `GET _slm/policy/${snapshotPolicy} says why. The next one is tried at night; POST _slm/policy/${snapshotPolicy}/_execute tries at once.`,
    },
    {
      alert: 'LogRetentionStopped',
      expr: 'max(elasticsearch_health_report_ilm_stagnating_indices) > 0 or max(elasticsearch_ilm_status{operation_mode="RUNNING"}) == 0',
      for: '6h',
      severity: 'warning',
      summary: 'Old logs are not deleted: the lifecycle stands still',
      description: 'GET logs-*/_ilm/explain?only_errors=true says where; POST _ilm/start where somebody has stopped it. Until then the disks fill.',
    },
  ],
};
