import { isLinked } from '../accounts';
import { relation, rule } from './rule';

/** One Argo CD for all clusters must reach every API server, which are private, and what it delivers to dies with it. */
export const deliveryTopology = rule(['cloud', 'delivery'], ({ cloud, delivery }) => {
  if (!('topology' in delivery) || delivery.topology !== 'hub') return [];
  const [first, second] = cloud.clusters;
  const reason = isLinked({ cloud })
    ? `'hub' would keep administrator rights of ${second.name} in ${first.name}, and ${second.name} would get nothing new while ${first.region} is gone`
    : `'hub' would have to reach the API server of ${second.name}, which is private, and cloud.use (${cloud.use}) links no networks`;
  return [relation('delivery.topology', ['cloud.use'], reason, 'Each cluster delivers to itself, so that either one may die. Write: topology: per-cluster')];
});
