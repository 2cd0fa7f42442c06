/** Who may search the logs, of the identities of the name contract. */
import { DataAzurermUserAssignedIdentity } from '@cdktf/provider-azurerm/lib/data-azurerm-user-assigned-identity';
import type { LogAnalyticsWorkspace } from '@cdktf/provider-azurerm/lib/log-analytics-workspace';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { identities } from '../../../../lib/names';
import { address } from '../../../cloud/azure/ids';
import { assign } from '../../../cloud/azure/kits/role';
import type { AzureContext } from '../../../cloud/azure/kits/stack';

export function grants(stack: PlatformStack, { platform, cluster, names }: AzureContext, workspace: LogAnalyticsWorkspace): void {
  for (const { id } of identities(platform, cluster).filter((each) => each.grants.some(({ to }) => to === 'log-read'))) {
    const identity = new DataAzurermUserAssignedIdentity(stack, address(`identity-${id}`), {
      name: names.managedIdentity(id),
      resourceGroupName: names.resourceGroup('identity'),
    });
    assign(stack, {
      id: address(`logs-to-${id}`),
      scope: workspace.id,
      role: 'Log Analytics Reader',
      principalId: identity.principalId,
      why: 'Searches the logs of the cluster',
    });
  }
}
