/** One stack of a cluster in AWS. */
import type { AwsCluster } from '../../../../lib/model';
import { stackSpec, type ClusterStackProps } from '../../../cluster-stack';
import type { ClusterContext, StackSpec } from '../../../context';
import { awsStack } from '../../../providers/aws';

export type AwsContext = ClusterContext<AwsCluster>;

/** One stack of a cluster: `<cluster>-<kind>`. */
export const clusterStack = ({ platform, cluster }: AwsContext, kind: string, { build, parts, ...texts }: ClusterStackProps): StackSpec =>
  stackSpec(`${cluster.name}-${kind}`, { build, ...(parts ? { parts } : {}) }, (scope, id) =>
    awsStack(scope, id, { platform, region: cluster.region, stateRegion: cluster.region, tags: { cluster: cluster.name }, ...texts }),
  );
