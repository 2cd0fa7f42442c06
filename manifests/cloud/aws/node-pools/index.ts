/** Autoscaled capacity of an EKS cluster. */
import { namespaces } from '../../../../lib/names';
import type { Factory } from '../../../context';
import { nodeClass } from './node-class';
import { nodePool } from './node-pool';

export const nodePools: Factory = (context) => {
  const { platform, cluster } = context;
  if (cluster.provider !== 'aws') return undefined;
  return {
    name: 'node-pools',
    summary: 'Karpenter node pool and node class for everything but controllers',
    namespace: namespaces.autoscaling,
    needs: ['crds', 'node-autoscaling'],
    provides: ['node-autoscaling'],
    // Deleting a pool drains all of its nodes at once.
    keep: true,
    content: {
      kind: 'manifests',
      build(chart) {
        nodeClass(chart, context);
        nodePool(chart, cluster, platform.owner.team);
      },
    },
  };
};
