import { bySimilarity } from '../mistakes/nearest';
import type { Platform } from '../platform';
import { ownIdentity } from '../security';
import { relation, rule } from './rule';

const namesOf = (cloud: Platform['cloud']): readonly string[] => [...new Set(cloud.clusters.map(({ name }) => name))];
const choices = (name: string, cloud: Platform['cloud']): string => bySimilarity(name, namesOf(cloud)).join(', ');

/** A workload runs in clusters that exist. */
export const workloadClusters = rule(['cloud', 'workloads'], ({ cloud, workloads }) =>
  workloads.flatMap(({ clusters = [] }, index) =>
    clusters.flatMap((name, place) =>
      namesOf(cloud).includes(name)
        ? []
        : [
            relation(
              `workloads.${index}.clusters.${place}`,
              ['cloud.clusters'],
              `no cluster is called '${name}'`,
              `Clusters: ${choices(name, cloud)}. Without the key clusters the workload runs in both.`,
            ),
          ],
    ),
  ),
);

/** The identity provider is active in a cluster that exists. */
export const activeClusterExists = rule(['cloud', 'security'], ({ cloud, security }) => {
  const activeCluster = ownIdentity(security)?.activeCluster;
  return activeCluster === undefined || namesOf(cloud).includes(activeCluster)
    ? []
    : [
        relation(
          'security.activeCluster',
          ['cloud.clusters'],
          `no cluster is called '${activeCluster}'`,
          `Clusters: ${choices(activeCluster, cloud)}. Without the key the first cluster is active.`,
        ),
      ];
});
