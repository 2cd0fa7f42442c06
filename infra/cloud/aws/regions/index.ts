/** What two regions of the account share: secrets, copies of backups, and the network between them. Nothing where there is one region. */
import type { AwsCluster } from '../../../../lib/model';
import { isLinked } from '../../../../lib/model';
import type { ClusterContext, StackSpec } from '../../../context';
import { copiesStack } from './copies';
import { linkStack } from './link';
import { secretsStack } from './secrets';

/** In the order of their first apply, after the stacks of the clusters. */
export function awsRegionStacks(contexts: readonly ClusterContext<AwsCluster>[]): readonly StackSpec[] {
  const [home, ...others] = contexts;
  if (!home || others.length === 0) return [];
  const regions = { home, others };
  return [secretsStack(regions), ...(isLinked(home.platform) ? [linkStack(regions)] : []), copiesStack(regions)];
}
