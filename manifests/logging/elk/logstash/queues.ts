/** What Logstash keeps on its disks: lines that Elasticsearch has not got yet, and lines that it will not take. */
import { settingsOf, type Platform } from '../../../../lib/model';
import { logstash } from '../names';

/** Hours of an average day's lines that the replicas hold together, before agents have to wait with theirs. */
const hours = 4;

/** Largest queue of one pipeline of one replica. Any tenant may be the one that writes most. */
export const tenantQueueGiB = ({ logging }: Pick<Platform, 'logging'>): number =>
  Math.max(2, Math.ceil((settingsOf(logging, 'elk').ingestionGBPerDay * hours) / 24 / logstash.replicas));
/** The pipeline that only sorts is empty unless another one is full. */
export const intakeQueueGiB = 1;
export const rejectedGiB = 1;
/** Disk of a replica: three queues with their rejected lines, the intake, and room for what a page more takes. */
export const queueGiB = (platform: Pick<Platform, 'logging'>): number => 3 * (tenantQueueGiB(platform) + rejectedGiB) + intakeQueueGiB + 1;
