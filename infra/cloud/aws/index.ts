/** Everything in AWS: the account's bootstrap, five stacks for each cluster and those between regions, in the order of their first apply. */
import type { AwsCluster } from '../../../lib/model';
import type { ClusterContext, PlatformContext, StackSpec } from '../../context';
import { bootstrap } from './bootstrap';
import { eksStack } from './cluster';
import { dataStack } from './data';
import { identityStack } from './identity';
import { networkStack } from './network';
import { observabilityStack } from './observability';

export { awsRegionStacks } from './regions';
export { awsTenantStacks } from './tenants';

/** State, keys and CI identity of the AWS account. */
export const awsBootstrap = (context: PlatformContext): StackSpec => bootstrap(context);

/** Stacks of one EKS cluster. Identity comes first: the network's flow logs use its key and its role. */
export const awsStacks = (context: ClusterContext<AwsCluster>): readonly StackSpec[] => [
  identityStack(context),
  networkStack(context),
  eksStack(context),
  dataStack(context),
  observabilityStack(context),
];
