/** Stacks of monitoring in the clouds: one for each cluster, in its own cloud and region. */
import type { Cluster } from '../../../lib/model';
import type { ClusterContext, PlatformContext, StackSpec } from '../../context';
import { awsMonitoring } from './aws';
import { azureMonitoring } from './azure';

type Narrow = (context: ClusterContext) => readonly StackSpec[];
const byProvider = {
  aws: awsMonitoring as Narrow, // called with clusters of its own provider only, see below
  azure: azureMonitoring as Narrow,
} satisfies Record<Cluster['provider'], Narrow>;

export const stacks = ({ clusters }: PlatformContext): readonly StackSpec[] => clusters.flatMap((context) => byProvider[context.cluster.provider](context));
