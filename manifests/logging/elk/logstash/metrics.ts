import type { JsonMetric } from '../json-metrics';
import { intake, tenantNames } from './pipelines';

export const apiPort = 9600;
/** State of a node: one document for everything. */
export const stateAddress = `http://localhost:${apiPort}/_node/stats`;

const ofPipeline = (pipeline: string): readonly JsonMetric[] => [
  {
    name: 'logstash_pipeline_events',
    help: 'Lines that came in and went out.',
    path: `.pipelines.${pipeline}`,
    labels: { pipeline },
    kind: 'counter',
    values: { in_total: '.events.in', out_total: '.events.out' },
  },
  {
    name: 'logstash_pipeline_queue',
    help: 'Queue on disk.',
    path: `.pipelines.${pipeline}`,
    labels: { pipeline },
    kind: 'gauge',
    values: { size_bytes: '.queue.queue_size_in_bytes', max_size_bytes: '.queue.max_queue_size_in_bytes', events: '.queue.events_count' },
  },
];

/** The intake stores nothing: it rejects nothing either. */
const ofStoring = (pipeline: string): JsonMetric => ({
  name: 'logstash_pipeline_rejected',
  help: 'Lines that Elasticsearch refused for good.',
  path: `.pipelines.${pipeline}`,
  labels: { pipeline },
  kind: 'gauge',
  values: { size_bytes: '.dead_letter_queue.queue_size_in_bytes' },
});

export const logstashMetrics: readonly JsonMetric[] = [
  ...[intake, ...tenantNames].flatMap(ofPipeline),
  ...tenantNames.map(ofStoring),
  { name: 'logstash_jvm', help: 'The virtual machine.', path: '.jvm', kind: 'gauge', values: { heap_used_percent: '.mem.heap_used_percent' } },
];
