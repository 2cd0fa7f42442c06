/** The ways in from the cluster's network: samples through the network's private link to Azure Monitor, queries through an endpoint of the workspace. */
import { MonitorPrivateLinkScopedService } from '@cdktf/provider-azurerm/lib/monitor-private-link-scoped-service';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { azureNames } from '../../../cloud/azure/ids';
import { privateEndpoint } from '../../../cloud/azure/kits/endpoint';
import type { Place } from '../../../cloud/azure/kits/group';
import type { AzureContext } from '../../../cloud/azure/kits/stack';
import type { Metrics } from './workspace';

export function privateAccess(stack: PlatformStack, context: AzureContext, place: Place, { workspace, endpoint }: Metrics): void {
  const names = azureNames(context);
  pinned(
    new MonitorPrivateLinkScopedService(stack, 'ingestion_link', {
      name: names.ingestionEndpoint,
      resourceGroupName: context.names.resourceGroup('network'),
      scopeName: names.monitorLink,
      linkedResourceId: endpoint.id,
    }),
  );
  privateEndpoint(stack, context, place, { id: 'metrics', target: workspace.id, service: 'metrics' });
}
