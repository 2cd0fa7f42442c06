import type { Intents } from '../../../../lib/components';
import { logstash } from '../names';

const share = 'max by (pod, pipeline) (logstash_pipeline_queue_size_bytes / logstash_pipeline_queue_max_size_bytes)';
const through = (side: 'in' | 'out') => `sum by (pipeline) (rate(logstash_pipeline_events_${side}_total{pipeline!="intake"}[10m]))`;

export const collectionRules: Intents['rules'] = {
  group: 'logs-collection',
  alerts: [
    {
      alert: 'LogsNotStored',
      expr: `${through('in')} > 0 and ${through('out')} == 0`,
      for: '10m',
      severity: 'warning',
      summary: 'No line of the tenant {{ $labels.pipeline }} is stored',
      description: `Lines wait on the disks of Logstash, for hours. kubectl -n ${logstash.namespace} logs statefulset/${logstash.name} -c logstash: Elasticsearch is away, full, or refuses the user.`,
    },
    {
      alert: 'LogsWait',
      expr: `${share} > 0.25`,
      for: '10m',
      severity: 'warning',
      summary: 'Lines wait on {{ $labels.pod }}: the queue {{ $labels.pipeline }} is {{ $value | humanizePercentage }} full',
      description: 'Nothing is lost. Look at Elasticsearch first (health, disks, refused writes), then at the CPU of Logstash.',
    },
    {
      alert: 'LogQueueNearlyFull',
      expr: `${share} > 0.8`,
      for: '10m',
      severity: 'critical',
      summary: 'The queue {{ $labels.pipeline }} of {{ $labels.pod }} is four fifths full',
      description:
        'When it is full, agents stop reading for every tenant; lines are lost only when Kubernetes rotates the files away. Find what keeps Elasticsearch from taking them.',
    },
    {
      alert: 'LogsRejected',
      expr: 'max by (pipeline) (delta(logstash_pipeline_rejected_size_bytes[30m])) > 0',
      // Shorter than what it looks back: lines that are refused only once would never ring otherwise.
      for: '5m',
      severity: 'warning',
      summary: 'Elasticsearch refuses lines of the tenant {{ $labels.pipeline }} for good',
      description:
        'They are kept aside for two weeks. The log of Logstash has the reason, mostly a field of another type than before. docs/runbooks/elasticsearch.md, "Rejected lines", reads them.',
    },
    {
      alert: 'LogstashReplicaMissing',
      expr: `(count(up{job="logstash"} == 1) or vector(0)) < ${logstash.replicas}`,
      for: '15m',
      severity: 'warning',
      summary: `{{ $value }} of ${logstash.replicas} replicas of Logstash answer`,
      description: `The other one takes all lines; those on the disk of the missing one wait. kubectl -n ${logstash.namespace} get pods -o wide, then its log and its volume.`,
    },
    {
      alert: 'LogstashHeapFull',
      expr: 'max by (pod) (logstash_jvm_heap_used_percent) > 90',
      for: '30m',
      severity: 'warning',
      summary: 'The heap of {{ $labels.pod }} is {{ $value }} % full',
      description: 'Very long lines, or a pattern that does not end: GET localhost:9600/_node/hot_threads in the pod.',
    },
  ],
};
