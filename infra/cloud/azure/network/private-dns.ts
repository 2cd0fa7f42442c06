/** Names of services behind private endpoints, as the cluster's network answers them. */
import { PrivateDnsZone } from '@cdktf/provider-azurerm/lib/private-dns-zone';
import { PrivateDnsZoneVirtualNetworkLink } from '@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { azureStateAccountId, stateRegions } from '../../../state';
import { privateServices, privateServicesOf } from '../ids';
import { privateEndpoint } from '../kits/endpoint';
import type { Place } from '../kits/group';
import type { AzureContext } from '../kits/stack';
import type { Network } from './subnets';

/** One zone for each kind of service. Names of other people's endpoints are asked of public DNS instead of failing. */
export const privateDns = (
  stack: PlatformStack,
  context: AzureContext,
  { resourceGroupName }: Place,
  { vnet }: Network,
): readonly PrivateDnsZoneVirtualNetworkLink[] =>
  privateServicesOf(context).map((id) => {
    const name = privateServices[id].zone(context.cluster.region);
    const zone = pinned(new PrivateDnsZone(stack, `zone_${id}`, { resourceGroupName, name, lifecycle: keep }));
    return pinned(
      new PrivateDnsZoneVirtualNetworkLink(stack, `zone_link_${id}`, {
        resourceGroupName,
        name: context.names.prefix(),
        privateDnsZoneName: zone.name,
        virtualNetworkId: vnet.id,
        registrationEnabled: false,
        resolutionPolicy: 'NxDomainRedirect',
      }),
    );
  });

export interface StateEndpointProps {
  readonly network: Network;
  readonly zones: readonly PrivateDnsZoneVirtualNetworkLink[];
}

/** Terraform's states inside the network, of every region: runners there need no public address. */
export function stateEndpoint(stack: PlatformStack, context: AzureContext, place: Place, { network, zones }: StateEndpointProps): void {
  for (const region of stateRegions(context.platform, 'azure'))
    privateEndpoint(stack, context, place, {
      id: region === context.cluster.region ? 'state' : `state-${region}`,
      target: azureStateAccountId(context.platform, region),
      service: 'blob',
      dependsOn: [network.subnet('endpoints'), ...zones],
    });
}
