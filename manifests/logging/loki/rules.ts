/** What goes wrong with logs, and what to do first. */
import type { Intents } from '../../../lib/components';
import { daemonSetMissing } from '../../../lib/constructs/kube-state';
import { namespaces } from '../../../lib/names';

export const lokiRules: Intents['rules'] = {
  group: 'logs-store',
  alerts: [
    {
      alert: 'LogStoreErrors',
      expr: 'sum by (route) (rate(loki_request_duration_seconds_count{status_code=~"5.."}[5m])) / sum by (route) (rate(loki_request_duration_seconds_count[5m])) > 0.05 and sum by (route) (rate(loki_request_duration_seconds_count[5m])) > 0.1',
      for: '15m',
      severity: 'warning',
      summary: 'Loki fails {{ $value | humanizePercentage }} of its requests to {{ $labels.route }}',
      description:
        'Agents buffer on their nodes meanwhile. Look at the logs of the Loki pods: usually the bucket refuses (identity, network) or a replica is missing from the ring.',
    },
    {
      alert: 'LogsDiscarded',
      expr: 'sum by (tenant, reason) (rate(loki_discarded_samples_total[15m])) > 1',
      for: '30m',
      severity: 'warning',
      summary: 'Lines of tenant {{ $labels.tenant }} are thrown away: {{ $labels.reason }}',
      description: 'Find who writes that much (dashboard "Logs: pipeline"), then raise logging.ingestionMBPerSecond in platform.yaml or quieten the writer.',
    },
    {
      alert: 'LogStoreWriteAheadLogDiskFull',
      expr: 'increase(loki_ingester_wal_disk_full_failures_total[15m]) > 0',
      severity: 'critical',
      summary: 'The disk of {{ $labels.pod }} is full',
      description:
        'This Loki replica acknowledges lines without having them safe on disk. Raise logging.storageGiB in platform.yaml; the volume can grow in place.',
    },
    {
      alert: 'LogStoreReplicaMissing',
      expr: '(count(loki_build_info) or vector(0)) < 3',
      for: '15m',
      severity: 'warning',
      summary: '{{ $value }} of 3 Loki replicas answer',
      description: 'With one replica missing everything works; with two missing nothing is written. Look at the pods and their volumes.',
    },
    {
      alert: 'LogRetentionStopped',
      expr: 'time() - max(loki_compactor_apply_retention_last_successful_run_timestamp_seconds > 0) > 86400',
      for: '1h',
      severity: 'warning',
      summary: 'No old logs have been deleted for {{ $value | humanizeDuration }}',
      description: 'Look for errors of the compactor in the logs of Loki; until it works the bucket grows.',
    },
  ],
};

export const collectorRules: Intents['rules'] = {
  group: 'logs-collection',
  alerts: [
    {
      alert: 'LogsNotDelivered',
      expr: 'sum by (job, exporter) (rate(otelcol_exporter_send_failed_log_records[10m])) > 0',
      for: '15m',
      severity: 'warning',
      summary: 'Log lines that {{ $labels.job }} sends are refused for good (exporter {{ $labels.exporter }})',
      description:
        'They are thrown away, since sending them again would change nothing. The log of the sender has the reason, Loki mostly: too old, too many labels, not to be read.',
    },
    {
      alert: 'LogsWait',
      // One request of a tenant is a mebibyte at most: more than a few of them for minutes is a queue.
      expr: 'max by (job, pod) (min_over_time(otelcol_exporter_queue_size[10m])) > 4e6',
      for: '5m',
      severity: 'warning',
      summary: 'Log lines wait on {{ $labels.pod }}: {{ $value | humanize1024 }}B',
      description:
        'Nothing is lost: agents keep them on disk. Look at Loki first (replicas, bucket, rate of the tenant), then at the gateway (certificate, memory).',
    },
    {
      alert: 'LogQueueNearlyFull',
      expr: 'max by (job, pod) (otelcol_exporter_queue_size / otelcol_exporter_queue_capacity) > 0.8',
      for: '15m',
      severity: 'warning',
      summary: 'The log queue of {{ $labels.pod }} is four fifths full',
      description:
        'When it is full, agents stop reading; lines are lost only when Kubernetes rotates the files away. Find what keeps the gateway or Loki from accepting.',
    },
    {
      alert: 'LogsRefused',
      expr: 'sum by (job) (rate(otelcol_receiver_refused_log_records[10m])) > 0',
      for: '30m',
      severity: 'warning',
      summary: '{{ $labels.job }} refuses log records',
      description: 'The memory limiter pushes back. The gateway scales by CPU up to nine replicas; if it is there already, raise its memory.',
    },
    {
      alert: 'LogAgentMissing',
      expr: `${daemonSetMissing('available', namespaces.agents, 'otel-agent')} > 0`,
      for: '30m',
      severity: 'warning',
      summary: 'Nodes without a log agent: {{ $value }}',
      description: 'kubectl -n observability-agents get pods -o wide. Their logs are read once the agent runs, unless rotated away before.',
    },
  ],
};
