/**
 * `link-azure`: the network between the regions. Peering both ways, which brings its routes along (past the firewall), and
 * the names that only make sense inside it. What may be reached is said elsewhere: security groups of the network stacks.
 */
import { PrivateDnsARecord } from '@cdktf/provider-azurerm/lib/private-dns-a-record';
import { PrivateDnsZone } from '@cdktf/provider-azurerm/lib/private-dns-zone';
import { PrivateDnsZoneVirtualNetworkLink } from '@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link';
import { VirtualNetworkPeering } from '@cdktf/provider-azurerm/lib/virtual-network-peering';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { metricsPeerHost, privateAddresses, privatePorts } from '../../../../lib/names';
import type { StackSpec } from '../../../context';
import { address, azureIds, azureNames } from '../ids';
import type { AzureContext } from '../kits/stack';
import { linkReadme } from './link-readme';
import { allOf, pairsOf, regionsStack, type Regions } from './stack';

export const linkStack = (regions: Regions): StackSpec =>
  regionsStack(regions, 'link', {
    summary: `Peering of the VNets and private names. ${privatePorts(regions.home.platform).length > 0 ? 'Without it metrics of the other cluster and joined meshes stop; serving does not.' : 'No option of this platform needs it.'}`,
    readme: linkReadme(regions),
    build: (stack) => {
      for (const [from, to] of pairsOf(regions)) peering(stack, from, to);
      for (const port of privatePorts(regions.home.platform))
        if (port.id === 'metrics') for (const context of allOf(regions)) metricsName(stack, regions, context);
    },
  });

/** Addresses of the other VNet and nothing else: no traffic that somebody else forwards, no gateway. */
function peering(stack: PlatformStack, from: AzureContext, to: AzureContext): void {
  const id = address(`${from.cluster.name}-${to.cluster.name}`);
  pinned(
    new VirtualNetworkPeering(stack, `peering_${id}`, {
      name: to.names.prefix(),
      resourceGroupName: from.names.resourceGroup('network'),
      virtualNetworkName: azureNames(from).vnet,
      remoteVirtualNetworkId: azureIds(to).vnet,
      allowVirtualNetworkAccess: true,
      allowForwardedTraffic: false,
      allowGatewayTransit: false,
      useRemoteGateways: false,
    }),
    id,
  );
}

/** The name under which a cluster's metrics are read, known in the peered networks alone. Its address is fixed, see lib/names/network.ts. */
function metricsName(stack: PlatformStack, regions: Regions, { platform, cluster, names }: AzureContext): void {
  const resourceGroupName = names.resourceGroup('network');
  const id = address(`metrics-${cluster.name}`);
  const zone = pinned(new PrivateDnsZone(stack, `zone_${id}`, { resourceGroupName, name: metricsPeerHost(platform, cluster) }), id);
  for (const context of allOf(regions))
    pinned(
      new PrivateDnsZoneVirtualNetworkLink(stack, `zone_${id}_in_${address(context.cluster.name)}`, {
        resourceGroupName,
        name: context.names.prefix(),
        privateDnsZoneName: zone.name,
        virtualNetworkId: azureIds(context).vnet,
        registrationEnabled: false,
      }),
    );
  const records = [...privateAddresses(cluster, { id: 'metrics' })];
  pinned(new PrivateDnsARecord(stack, `record_${id}`, { resourceGroupName, zoneName: zone.name, name: '@', ttl: 300, records }), id);
}
