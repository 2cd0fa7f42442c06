/** Everything in AWS: the account's bootstrap and five stacks for each cluster, in the order of their first apply. */
import type { AwsCluster } from '../../../lib/model';
import type { ClusterContext, PlatformContext, StackSpec } from '../../context';
import { bootstrap } from './bootstrap';
import { eksStack } from './cluster';
import { dataStack } from './data';
import { identityStack } from './identity';
import { networkStack } from './network';
import { observabilityStack } from './observability';

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
