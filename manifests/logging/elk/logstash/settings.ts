/** logstash.yml and pipelines.yml. */
import type { Context } from '../../../context';
import { apiPort } from './metrics';
import { intake, intakePipeline, tenantNames, tenantPipeline, type Tenancy } from './pipelines';
import { intakeQueueGiB, rejectedGiB, tenantQueueGiB } from './queues';

export const dataFolder = '/usr/share/logstash/data';

export const settings: object = {
  'api.http.host': '0.0.0.0',
  'api.http.port': apiPort,
  'log.format': 'json',
  'path.data': dataFolder,
  'path.dead_letter_queue': `${dataFolder}/dead_letter_queue`,
  // What is acknowledged is on disk: nothing is lost with a process, and a broken page is repaired instead of stopping the pipeline.
  'queue.type': 'persisted',
  'queue.checkpoint.retry': true,
  // Ends when its queues have taken what is under way; the rest stays on the volume for the next one.
  'queue.drain': false,
  'config.support_escapes': false,
  'xpack.monitoring.enabled': false,
  'xpack.management.enabled': false,
};

export const pipelineSettings = ({ platform }: Context, tenancy: Tenancy): readonly object[] => [
  {
    'pipeline.id': intake,
    'config.string': intakePipeline(tenancy),
    'queue.max_bytes': `${intakeQueueGiB}gb`,
    'pipeline.workers': 1,
  },
  ...tenantNames.map((tenant) => ({
    'pipeline.id': tenant,
    'config.string': tenantPipeline(tenant),
    'queue.max_bytes': `${tenantQueueGiB(platform)}gb`,
    'dead_letter_queue.enable': true,
    'dead_letter_queue.max_bytes': `${rejectedGiB}gb`,
    // A full one makes room by giving up the oldest: rejected lines of last month stop nothing.
    'dead_letter_queue.storage_policy': 'drop_older',
    'dead_letter_queue.retain.age': '14d',
  })),
];
