import { parseCidr } from '../addresses';
import { relation, rule } from './rule';

/** Smallest and largest numbers of nodes go together, and every node finds a /24 for its pods. */
export const nodePools = rule(['cloud'], ({ cloud }) => {
  const [aws, azure] = cloud.clusters;
  const pools = [
    { path: 'cloud.clusters.0.nodePools.system', pool: aws.nodePools.system },
    { path: 'cloud.clusters.1.nodePools.system', pool: azure.nodePools.system },
    { path: 'cloud.clusters.1.nodePools.workload', pool: azure.nodePools.workload },
  ];
  const order = pools
    .filter(({ pool }) => pool.min > pool.max)
    .map(({ path, pool }) =>
      relation(
        `${path}.min`,
        [`${path}.max`],
        `${pool.min} must not exceed ${path}.max (${pool.max})`,
        `Write max: ${pool.min} or higher, or min: ${pool.max} or lower.`,
      ),
    );
  const { system, workload } = azure.nodePools;
  const nodes = 3 * (system.max + workload.max);
  const { bits } = parseCidr(azure.network.pods);
  const room = 2 ** (24 - bits);
  if (bits > 18 || nodes <= room) return order;
  const needed = 24 - Math.ceil(Math.log2(nodes));
  return [
    ...order,
    relation(
      'cloud.clusters.1.network.pods',
      ['cloud.clusters.1.nodePools.system.max', 'cloud.clusters.1.nodePools.workload.max'],
      `${azure.network.pods} has room for ${room} nodes, but the pools may grow to ${nodes} (3 zones × (${system.max} system + ${workload.max} workload))`,
      `Each AKS node takes a /24 of the pod range. Use a /${needed} or larger, or lower nodePools.system.max or nodePools.workload.max.`,
    ),
  ];
});
