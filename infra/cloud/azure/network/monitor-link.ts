import { MonitorPrivateLinkScope } from '@cdktf/provider-azurerm/lib/monitor-private-link-scope';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { azureMonitorServices } from '../../../../lib/names';
import { azureNames } from '../ids';
import { privateEndpoint } from '../kits/endpoint';
import type { Place } from '../kits/group';
import type { AzureContext } from '../kits/stack';
import type { StateEndpointProps } from './private-dns';

/**
 * The network's way into Azure Monitor, where pods send something there. A network has one at most, whatever is sent
 * through it: stacks put their data collection endpoints behind this one, and no other endpoint takes anything from this
 * network. Queries of logs that people make from here go where they like.
 * @see https://learn.microsoft.com/azure/azure-monitor/logs/private-link-design
 */
export function monitorLink(stack: PlatformStack, context: AzureContext, place: Place, { network, zones }: StateEndpointProps): void {
  if (!azureMonitorServices(context.platform).includes('monitor')) return;
  const scope = pinned(
    new MonitorPrivateLinkScope(stack, 'monitor_link', {
      name: azureNames(context).monitorLink,
      resourceGroupName: place.resourceGroupName,
      ingestionAccessMode: 'PrivateOnly',
      queryAccessMode: 'Open',
    }),
  );
  privateEndpoint(stack, context, place, {
    id: 'monitor',
    target: scope.id,
    service: 'monitor',
    alsoIn: azureMonitorServices(context.platform).filter((each) => each === 'ods' || each === 'oms'),
    dependsOn: [network.subnet('endpoints'), ...zones],
  });
}
