/** Whether the nodes of Elasticsearch can hold what is to be kept, and have somewhere to run. */
import type { Cluster } from '../cloud';
import type { Logging } from '../platform';
import { relation, rule } from './rule';

type Elk = Extract<Logging, { use: 'elk' }>;
const nodes = 3;
/** Every line has a copy on another node. */
const copies = 2;
/** Size of a stored line, with its index, to that of the line: Elasticsearch compresses about so well. */
const stored = 0.5;
/** A twentieth of all lines are audit. */
const auditShare = 0.05;
/** Above 85 % a disk gets no new shards. */
const usable = 0.8;
/** GiB of disk that a GiB of memory serves: twice what Elastic advises for much searched data, since logs are searched little. */
const diskPerMemory = 64;

/** GiB that each node needs for the given days. */
export const neededGiB = ({
  retentionDays,
  auditRetentionDays,
  ingestionGBPerDay,
}: Pick<Elk, 'retentionDays' | 'auditRetentionDays' | 'ingestionGBPerDay'>): number =>
  Math.ceil((ingestionGBPerDay * ((1 - auditShare) * retentionDays + auditShare * auditRetentionDays) * copies * stored) / nodes / usable);

/** What comes in over the days that it is kept fits on the disks. */
export const logDisks = rule(['logging'], ({ logging }) => {
  if (logging.use !== 'elk') return [];
  const needed = neededGiB(logging);
  return needed <= logging.storageGiB
    ? []
    : [
        relation(
          'logging.storageGiB',
          ['logging.ingestionGBPerDay', 'logging.retentionDays', 'logging.auditRetentionDays'],
          `${logging.storageGiB} GiB for each of ${nodes} nodes do not hold logging.ingestionGBPerDay (${logging.ingestionGBPerDay}) for logging.retentionDays (${logging.retentionDays}) and, of audit, logging.auditRetentionDays (${logging.auditRetentionDays})`,
          `Lines take half of their size, are kept twice, and a disk may be ${usable * 100} % full. Write: storageGiB: ${needed} or more, or keep less.`,
        ),
      ];
});

/** A node with much disk and little memory answers no search. */
export const logMemory = rule(['logging'], ({ logging }) => {
  if (logging.use !== 'elk' || logging.storageGiB <= logging.memoryGiB * diskPerMemory) return [];
  return [
    relation(
      'logging.memoryGiB',
      ['logging.storageGiB'],
      `${logging.memoryGiB} GiB of memory do not serve logging.storageGiB (${logging.storageGiB})`,
      `A GiB serves about ${diskPerMemory} GiB of disk. Write: memoryGiB: ${Math.ceil(logging.storageGiB / diskPerMemory)} or more, or a smaller disk.`,
    ),
  ];
});

/** The autoscaler of AWS makes nodes up to a limit: the nodes of Elasticsearch must not take all of it. */
export const logNodes = rule(['cloud', 'logging'], ({ cloud, logging }) => {
  if (logging.use !== 'elk') return [];
  const asked = nodes * logging.memoryGiB;
  return (cloud.clusters as readonly Cluster[]).flatMap((cluster, index) => {
    if (cluster.provider !== 'aws') return [];
    const limit = cluster.nodePools.workload.memoryLimitGiB;
    return asked <= limit / 2
      ? []
      : [
          relation(
            'logging.memoryGiB',
            [`cloud.clusters.${index}.nodePools.workload.memoryLimitGiB`],
            `${nodes} nodes of ${logging.memoryGiB} GiB take more than half of cloud.clusters.${index}.nodePools.workload.memoryLimitGiB (${limit})`,
            `The rest of the platform needs nodes as well. Write there: memoryLimitGiB: ${asked * 2} or more, or a smaller memoryGiB.`,
          ),
        ];
  });
});
