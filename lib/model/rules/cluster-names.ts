import type { Cluster } from '../cloud';
import { relation, repeated, rule } from './rule';

/** Clusters are told apart by name, in folders, labels, roles and buckets. */
export const clusterNames = rule(['cloud'], ({ cloud }) =>
  repeated<Cluster>(cloud.clusters, ({ name }) => name).map(({ index, first, item }) =>
    relation(
      `cloud.clusters.${index}.name`,
      [`cloud.clusters.${first}.name`],
      `'${item.name}' is also the name of cloud.clusters.${first}`,
      `Give each cluster its own name, for example by cloud and region. Write: name: ${item.provider === 'aws' ? 'aws' : 'az'}-${item.region.replaceAll(/[^a-z0-9]/g, '').slice(0, 6)}`,
    ),
  ),
);
