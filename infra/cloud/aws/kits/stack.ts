/** One stack of a cluster in AWS. */
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import type { AwsCluster } from '../../../../lib/model';
import type { ClusterContext, StackSpec } from '../../../context';
import { awsStack } from '../../../providers/aws';

export type AwsContext = ClusterContext<AwsCluster>;

export interface ClusterStackProps {
  readonly summary: string;
  readonly readme?: string;
  /** Adds the resources. */
  readonly build: (stack: PlatformStack) => void;
}

/** One stack of a cluster: `<cluster>-<kind>`. */
export const clusterStack = ({ platform, cluster }: AwsContext, kind: string, { summary, readme, build }: ClusterStackProps): StackSpec => ({
  id: `${cluster.name}-${kind}`,
  build: (scope, id) => {
    const stack = awsStack(scope, id, {
      platform,
      region: cluster.region,
      stateRegion: cluster.region,
      tags: { cluster: cluster.name },
      summary,
      ...(readme === undefined ? {} : { readme }),
    });
    build(stack);
    return stack;
  },
});
