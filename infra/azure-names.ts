/** Names and ids of Azure that stacks of several aspects share: computed, so that none reads the state of another. */
import { azureAccount, type AzureCluster } from '../lib/model';
import { azureIngress, checked } from '../lib/names';
import type { ClusterContext } from './context';

type Context = Pick<ClusterContext<AzureCluster>, 'platform' | 'cluster' | 'names'>;

/** Log Analytics workspace with the logs of a cluster's region, and the action group that tells the owner (observability stack). */
export const workspaceName = (prefix: string): string => checked('Azure resource', `log-${prefix}`);
export const actionGroupName = (prefix: string): string => checked('Azure resource', `ag-${prefix}`);

const id = ({ platform, names }: Context, stack: string, type: string, name: string): string =>
  `/subscriptions/${azureAccount(platform).subscriptionId}/resourceGroups/${names.resourceGroup(stack)}/providers/${type}/${name}`;

export const workspaceId = (context: Context): string =>
  id(context, 'observability', 'Microsoft.OperationalInsights/workspaces', workspaceName(context.names.prefix()));
export const actionGroupId = (context: Context): string =>
  id(context, 'observability', 'Microsoft.Insights/actionGroups', actionGroupName(context.names.prefix()));
/** Public address of a cluster's ingress (network stack). */
export const ingressAddressId = (context: Context): string =>
  id(context, 'network', 'Microsoft.Network/publicIPAddresses', azureIngress.publicAddress(context.cluster));
