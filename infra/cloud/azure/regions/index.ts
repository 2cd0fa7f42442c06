/** What two regions of the subscription share: copies of backups, and the network between them. Nothing where there is one region. */
import { isLinked, type AzureCluster } from '../../../../lib/model';
import type { ClusterContext, StackSpec } from '../../../context';
import { copiesStack } from './copies';
import { linkStack } from './link';

/**
 * In the order of their first apply, after the stacks of the clusters. Secrets have none: a vault belongs to its region and
 * network, so that a secret of all clusters is put into each vault.
 */
export function azureRegionStacks(contexts: readonly ClusterContext<AzureCluster>[]): readonly StackSpec[] {
  const [home, ...others] = contexts;
  if (!home || others.length === 0) return [];
  const regions = { home, others };
  return [...(isLinked(home.platform) ? [linkStack(regions)] : []), copiesStack(regions)];
}
