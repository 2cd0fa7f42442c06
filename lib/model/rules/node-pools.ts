import { parseCidr } from '../addresses';
import type { AzureCluster, Cluster } from '../cloud';
import type { Problem } from '../problem';
import { relation, rule } from './rule';

/** Smallest and largest numbers of nodes go together, and every node finds a /24 for its pods. */
export const nodePools = rule(['cloud'], ({ cloud }) => {
  const clusters: readonly Cluster[] = cloud.clusters;
  return [...clusters.flatMap(order), ...clusters.flatMap((cluster, index) => (cluster.provider === 'azure' ? podRange(cluster, index) : []))];
});

/** Pools whose smallest and largest number of nodes a user writes. */
const pools = (cluster: Cluster): readonly (readonly [name: string, pool: { readonly min: number; readonly max: number }])[] =>
  cluster.provider === 'aws'
    ? [['system', cluster.nodePools.system]]
    : [
        ['system', cluster.nodePools.system],
        ['workload', cluster.nodePools.workload],
      ];

const order = (cluster: Cluster, index: number): readonly Problem[] =>
  pools(cluster)
    .filter(([, pool]) => pool.min > pool.max)
    .map(([name, pool]) => {
      const path = `cloud.clusters.${index}.nodePools.${name}`;
      return relation(
        `${path}.min`,
        [`${path}.max`],
        `${pool.min} must not exceed ${path}.max (${pool.max})`,
        `Write max: ${pool.min} or higher, or min: ${pool.max} or lower.`,
      );
    });

function podRange({ nodePools: { system, workload }, network }: AzureCluster, index: number): readonly Problem[] {
  const nodes = 3 * (system.max + workload.max);
  const { bits } = parseCidr(network.pods);
  const room = 2 ** (24 - bits);
  if (bits > 18 || nodes <= room) return [];
  const needed = 24 - Math.ceil(Math.log2(nodes));
  const path = `cloud.clusters.${index}`;
  return [
    relation(
      `${path}.network.pods`,
      [`${path}.nodePools.system.max`, `${path}.nodePools.workload.max`],
      `${network.pods} has room for ${room} nodes, but the pools may grow to ${nodes} (3 zones × (${system.max} system + ${workload.max} workload))`,
      `Each AKS node takes a /24 of the pod range. Use a /${needed} or larger, or lower nodePools.system.max or nodePools.workload.max.`,
    ),
  ];
}
