import type { JsonMetric } from '../json-metrics';
import { statePort } from './config';

export const stateAddress = `http://localhost:${statePort}/stats`;

export const filebeatMetrics: readonly JsonMetric[] = [
  { name: 'filebeat_harvester', help: 'Files that are read.', path: '.filebeat.harvester', kind: 'gauge', values: { open_files: '.open_files' } },
  {
    name: 'filebeat_output_events',
    help: 'Lines that Logstash has taken, or that were lost on the way.',
    path: '.libbeat.output.events',
    kind: 'counter',
    values: { acked_total: '.acked', failed_total: '.failed', dropped_total: '.dropped' },
  },
  { name: 'filebeat_pipeline_events', help: 'Lines that wait for Logstash.', path: '.libbeat.pipeline.events', kind: 'gauge', values: { active: '.active' } },
];
