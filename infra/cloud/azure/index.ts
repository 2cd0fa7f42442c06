import type { AzureCluster } from '../../../lib/model';
import type { ClusterContext, StackSpec } from '../../context';
import { aksStack } from './cluster';
import { dataStack } from './data';
import { identityStack } from './identity';
import { networkStack } from './network';
import { observabilityStack } from './observability';

export { azureBootstrap } from './bootstrap';
export { azureRegionStacks } from './regions';
export { azureTenantStacks } from './tenants';

/** Stacks of one AKS cluster, in the order in which they are applied. */
export const azureStacks = (context: ClusterContext<AzureCluster>): readonly StackSpec[] => [
  networkStack(context),
  identityStack(context),
  aksStack(context),
  dataStack(context),
  observabilityStack(context),
];
