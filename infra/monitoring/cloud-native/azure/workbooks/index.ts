/**
 * Dashboards of all components as workbooks of Azure, beside Grafana: they are there when the cluster is not. Queries pass
 * the private endpoint of the workspace, so that they answer in browsers inside the network only.
 */
import { createHash } from 'node:crypto';
import { ApplicationInsightsWorkbook } from '@cdktf/provider-azurerm/lib/application-insights-workbook';
import type { Dashboard } from '../../../../../lib/components';
import { pinned } from '../../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../../lib/constructs/terraform';
import { azureAccount } from '../../../../../lib/model';
import { address, azureIds } from '../../../../cloud/azure/ids';
import type { Place } from '../../../../cloud/azure/kits/group';
import type { AzureContext } from '../../../../cloud/azure/kits/stack';
import { workbook } from './workbook';

export function workbooks(stack: PlatformStack, context: AzureContext, place: Place, dashboards: readonly Readonly<Dashboard>[]): void {
  const { platform, cluster, names } = context;
  const workspaceId = azureIds(context).metricsWorkspace;
  const { subscriptionId } = azureAccount(platform);
  const resourceGroup = names.resourceGroup('monitoring');
  // A dashboard may be stated by several of a kind.
  const unique = [...new Map(dashboards.map((each) => [each.uid, each])).values()].sort((a, b) => (a.uid < b.uid ? -1 : 1));
  for (const dashboard of unique)
    pinned(
      new ApplicationInsightsWorkbook(stack, address(`workbook-${dashboard.uid}`), {
        ...place,
        name: uuid(subscriptionId, names.prefix(), dashboard.uid),
        displayName: `${cluster.name} ${dashboard.title}`,
        description: dashboard.description,
        category: 'workbook',
        sourceId: workspaceId.toLowerCase(), // listed beside the workspace; the provider takes no upper case here
        dataJson: JSON.stringify(workbook(dashboard, { workspaceId, cluster: cluster.name, subscriptionId, resourceGroup })),
      }),
    );
}

/** Names of workbooks are UUIDs; this one is always the same for the same dashboard. */
function uuid(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join('\n')).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
