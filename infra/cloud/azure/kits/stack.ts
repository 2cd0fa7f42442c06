/** One stack of a cluster in Azure. */
import type { AzureCluster } from '../../../../lib/model';
import { stackSpec, type ClusterStackProps } from '../../../cluster-stack';
import type { ClusterContext, StackSpec } from '../../../context';
import { azureStack } from '../../../providers/azure';

export type AzureContext = ClusterContext<AzureCluster>;

/** One stack of a cluster: `<cluster>-<kind>`. */
export const clusterStack = ({ platform, cluster }: AzureContext, kind: string, { build, parts, ...texts }: ClusterStackProps): StackSpec =>
  stackSpec(`${cluster.name}-${kind}`, { build, ...(parts ? { parts } : {}) }, (scope, id) =>
    azureStack(scope, id, { platform, stateRegion: cluster.region, tags: { cluster: cluster.name }, ...texts }),
  );
