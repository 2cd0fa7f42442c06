import { relation, rule } from './rule';

/** One Argo CD for all clusters must reach every API server; these have private ones, in networks that nothing joins. */
export const deliveryTopology = rule(['cloud', 'delivery'], ({ cloud, delivery }) =>
  delivery.topology === 'hub'
    ? [
        relation(
          'delivery.topology',
          ['cloud.use'],
          `'hub' would have to reach the API server of ${cloud.clusters[1].name}, which is private, and cloud.use (${cloud.use}) links no networks`,
          'Each cluster delivers to itself, so that either cloud may die. Write: topology: per-cluster',
        ),
      ]
    : [],
);
