import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { assign } from '../kits/role';
import type { AzureContext } from '../kits/stack';
import { azureAccount } from '../../../../lib/model';

/** The administrators are cluster-admin already (`admin_group_object_ids`); this lets them fetch the cluster's address. */
export function administrators(stack: PlatformStack, { platform }: AzureContext, clusterId: string): void {
  for (const group of azureAccount(platform).adminGroupIds) {
    assign(stack, {
      id: `administrators_${group.slice(0, 8)}`,
      scope: clusterId,
      role: 'Azure Kubernetes Service Cluster User Role',
      principalId: group,
      principalType: 'Group',
      why: 'Administrators fetch the kubeconfig',
    });
  }
}
