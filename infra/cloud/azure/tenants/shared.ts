import { DataAzurermKubernetesCluster } from '@cdktf/provider-azurerm/lib/data-azurerm-kubernetes-cluster';
import { DataAzurermUserAssignedIdentity } from '@cdktf/provider-azurerm/lib/data-azurerm-user-assigned-identity';
import { TerraformOutput, type PlatformStack } from '../../../../lib/constructs/terraform';
import { tenantsStack } from '../../../../lib/names';
import { stackOutputs } from '../../../state';
import { stackGroup, type Place } from '../kits/group';
import { assign } from '../kits/role';
import type { AzureContext } from '../kits/stack';

/** What every tenant of a shard names. A shard is the same whatever its tenants ask for. */
export function shared(stack: PlatformStack, context: AzureContext, shard: string): void {
  const { cluster, names } = context;
  stackGroup(stack, context, tenantsStack(shard));
  new DataAzurermKubernetesCluster(stack, 'aks', { name: names.cluster(), resourceGroupName: names.resourceGroup('cluster') });
  const controlPlane = new DataAzurermUserAssignedIdentity(stack, 'control_plane', {
    name: names.managedIdentity('control-plane'),
    resourceGroupName: names.resourceGroup('identity'),
  });
  assign(stack, {
    id: 'control_plane_addresses',
    scope: '${azurerm_resource_group.group.id}',
    role: 'Network Contributor',
    principalId: controlPlane.principalId,
    why: 'Puts public addresses of databases on the load balancer',
  });
  new TerraformOutput(stack, stackOutputs.cluster, { value: cluster.name, description: 'Cluster that these outputs belong to.' });
}

/** The same from the file of a tenant. */
export const found = {
  place: ({ cluster }: AzureContext): Place => ({ location: cluster.region, resourceGroupName: '${azurerm_resource_group.group.name}' }),
  issuer: '${data.azurerm_kubernetes_cluster.aks.oidc_issuer_url}',
} as const;
