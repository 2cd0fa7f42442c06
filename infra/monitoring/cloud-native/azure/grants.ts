/** What workloads may do with the metrics: the agent sends, Grafana asks. */
import { DataAzurermUserAssignedIdentity } from '@cdktf/provider-azurerm/lib/data-azurerm-user-assigned-identity';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { identities, type Grant } from '../../../../lib/names';
import { address, azureIds } from '../../../cloud/azure/ids';
import { assign, type Role } from '../../../cloud/azure/kits/role';
import type { AzureContext } from '../../../cloud/azure/kits/stack';
import { siblingMetrics } from './siblings';
import type { Metrics } from './workspace';

interface Right {
  readonly id: string;
  readonly role: Role;
  readonly scope: string;
  readonly why: string;
}

/** Rights by what is granted; what other stacks grant has none here. */
function rights(to: Grant['to'], context: AzureContext, { workspace, rule }: Metrics): readonly Right[] {
  if (to === 'metrics-write')
    return [{ id: 'send', role: 'Monitoring Metrics Publisher', scope: rule.id, why: 'Sends samples into the workspace of the cluster' }];
  if (to !== 'metrics-read') return [];
  const platformMetrics = 'Draws metrics that Azure keeps of the cluster itself';
  return [
    { id: 'ask', role: 'Monitoring Data Reader', scope: workspace.id, why: 'Asks the workspace of the cluster' },
    ...siblingMetrics(context).map(({ cluster, workspaceId }): Right => ({
      id: `ask-${cluster.name}`,
      role: 'Monitoring Data Reader',
      scope: workspaceId,
      why: `Asks the workspace of ${cluster.name}`,
    })),
    { id: 'ask-azure', role: 'Monitoring Reader', scope: azureIds(context).cluster, why: platformMetrics },
  ];
}

export function grants(stack: PlatformStack, context: AzureContext, metrics: Metrics): void {
  const { platform, cluster, names } = context;
  for (const { id, grants: granted } of identities(platform, cluster)) {
    const wanted = granted.flatMap(({ to }) => rights(to, context, metrics));
    if (wanted.length === 0) continue;
    const identity = new DataAzurermUserAssignedIdentity(stack, address(`identity-${id}`), {
      name: names.managedIdentity(id),
      resourceGroupName: names.resourceGroup('identity'),
    });
    for (const { id: does, role, scope, why } of wanted) assign(stack, { id: address(`${id}-${does}`), scope, role, principalId: identity.principalId, why });
  }
}
