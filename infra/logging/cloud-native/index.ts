/** Logs that the clouds keep: one stack for each cluster. */
import type { Cluster } from '../../../lib/model';
import type { AwsContext } from '../../cloud/aws/kits/stack';
import type { AzureContext } from '../../cloud/azure/kits/stack';
import type { ClusterContext, PlatformContext, StackSpec } from '../../context';
import { cloudWatchStack } from './aws';
import { azureMonitorStack } from './azure';

const on = <P extends Cluster['provider']>(context: ClusterContext, provider: P): context is ClusterContext<Extract<Cluster, { readonly provider: P }>> =>
  context.cluster.provider === provider;

/** Before the cluster: on Azure its agent is part of it and names the workspace. */
export const storesBeforeCluster = (context: ClusterContext): readonly StackSpec[] =>
  on(context, 'azure') ? [azureMonitorStack(context satisfies AzureContext)] : [];

/** After everything that is watched: on AWS alarms name a topic, and filters a log group, that other stacks make. */
export const stacks = ({ clusters }: PlatformContext): readonly StackSpec[] =>
  clusters.flatMap((context) => (on(context, 'aws') ? [cloudWatchStack(context satisfies AwsContext)] : []));
