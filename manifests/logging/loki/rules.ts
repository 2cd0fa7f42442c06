/** What goes wrong with logs, and what to do first. */
import type { Intents } from '../../../lib/components';

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
