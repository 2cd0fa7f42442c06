/** One stack of a cluster in Azure. */
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import type { AzureCluster } from '../../../../lib/model';
import type { ClusterContext, StackSpec } from '../../../context';
import { azureStack } from '../../../providers/azure';

export type AzureContext = ClusterContext<AzureCluster>;

export interface ClusterStackProps {
  readonly summary: string;
  readonly readme?: string;
  /** Adds the resources. */
  readonly build: (stack: PlatformStack) => void;
}

/** One stack of a cluster: `<cluster>-<kind>`. */
export const clusterStack = ({ platform, cluster }: AzureContext, kind: string, { build, ...texts }: ClusterStackProps): StackSpec => ({
  id: `${cluster.name}-${kind}`,
  build: (scope, id) => {
    const stack = azureStack(scope, id, { platform, stateRegion: cluster.region, tags: { cluster: cluster.name }, ...texts });
    build(stack);
    return stack;
  },
});
