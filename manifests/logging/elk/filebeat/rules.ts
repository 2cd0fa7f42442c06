import type { Intents } from '../../../../lib/components';
import { daemonSetMissing } from '../../../../lib/constructs/kube-state';
import { filebeat } from './workload';

export const agentRules: Intents['rules'] = {
  group: 'logs-agents',
  alerts: [
    {
      alert: 'LogAgentMissing',
      expr: `${daemonSetMissing('available', filebeat.namespace, filebeat.name)} > 0`,
      for: '30m',
      severity: 'warning',
      summary: 'Nodes without a log agent: {{ $value }}',
      description: `kubectl -n ${filebeat.namespace} get pods -o wide. Their logs are read once the agent runs, unless rotated away before.`,
    },
    {
      alert: 'LogAgentStuck',
      expr: 'max by (pod) (min_over_time(filebeat_pipeline_events_active[10m])) > 0 and sum by (pod) (rate(filebeat_output_events_acked_total[10m])) == 0',
      for: '15m',
      severity: 'warning',
      summary: '{{ $labels.pod }} has lines that Logstash does not take',
      description:
        'Files wait on the node until they are rotated away. One agent: its certificate or the network of its node. All of them: Logstash, or its full queue.',
    },
    {
      alert: 'LogLinesLost',
      expr: 'sum by (pod) (increase(filebeat_output_events_dropped_total[15m])) > 0',
      severity: 'warning',
      summary: '{{ $labels.pod }} has thrown lines away',
      description: 'Lines that cannot be encoded, or a bug: its log says which. Everything else waits instead.',
    },
  ],
};
