/** What goes wrong on the way to the store, and what to do first. */
import type { Intents } from '../../../lib/components';
import { daemonSetMissing } from '../../../lib/constructs/kube-state';
import { namespaces } from '../../../lib/names';
import type { CollectedStore } from './store';

export const collectorRules = ({ advice }: Pick<CollectedStore, 'advice'>): Intents['rules'] => ({
  group: 'logs-collection',
  alerts: [
    {
      alert: 'LogsNotDelivered',
      expr: 'sum by (job, exporter) (rate(otelcol_exporter_send_failed_log_records[10m])) > 0',
      for: '15m',
      severity: 'warning',
      summary: 'Log lines that {{ $labels.job }} sends are refused for good (exporter {{ $labels.exporter }})',
      description: `They are thrown away, since sending them again would change nothing. The log of the sender has the reason, ${advice.refused}.`,
    },
    {
      alert: 'LogsWait',
      // One request of a tenant is a mebibyte at most: more than a few of them for minutes is a queue.
      expr: 'max by (job, pod) (min_over_time(otelcol_exporter_queue_size[10m])) > 4e6',
      for: '5m',
      severity: 'warning',
      summary: 'Log lines wait on {{ $labels.pod }}: {{ $value | humanize1024 }}B',
      description: `Nothing is lost: agents keep them on disk. Look at ${advice.waiting}, then at the gateway (certificate, memory).`,
    },
    {
      alert: 'LogQueueNearlyFull',
      expr: 'max by (job, pod) (otelcol_exporter_queue_size / otelcol_exporter_queue_capacity) > 0.8',
      for: '15m',
      severity: 'warning',
      summary: 'The log queue of {{ $labels.pod }} is four fifths full',
      description: `When it is full, agents stop reading; lines are lost only when Kubernetes rotates the files away. Find what keeps the gateway or ${advice.full} from accepting.`,
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
});
