/** Egress profile `firewall`: nothing leaves that is not on the allow list, and what comes in is seen by the same firewall. */
import { Firewall } from '@cdktf/provider-azurerm/lib/firewall';
import { FirewallPolicy } from '@cdktf/provider-azurerm/lib/firewall-policy';
import type { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip';
import { RouteTable } from '@cdktf/provider-azurerm/lib/route-table';
import { SubnetRouteTableAssociation } from '@cdktf/provider-azurerm/lib/subnet-route-table-association';
import { VirtualNetworkDnsServers } from '@cdktf/provider-azurerm/lib/virtual-network-dns-servers';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { azureZones } from '../../../../lib/names';
import type { AzureCluster } from '../../../../lib/model';
import { azureNames } from '../ids';
import type { Place } from '../kits/group';
import type { AzureContext } from '../kits/stack';
import { egressAddress, egressPrefix } from './addresses';
import { firewallRules } from './firewall-rules';
import type { EgressProfile, NetworkParts } from './profile';
import { nodeSubnets } from './subnets';

export const firewallEgress: EgressProfile = (stack, context, place, parts) => {
  const policy = firewallPolicy(stack, context, place);
  const addresses = leavingAddresses(stack, context, place);
  const firewall = pinned(
    new Firewall(stack, 'firewall', {
      ...place,
      name: azureNames(context).firewall,
      skuName: 'AZFW_VNet',
      skuTier: 'Premium',
      firewallPolicyId: policy.id,
      zones: [...azureZones],
      ipConfiguration: [
        { name: 'ingress', subnetId: parts.network.subnet('firewall').id, publicIpAddressId: parts.ingress.id },
        ...addresses.map(({ id }, index) => ({ name: `egress-${index}`, publicIpAddressId: id })),
      ],
      lifecycle: keep,
    }),
  );
  firewallRules(stack, context, { policyId: policy.id, ingress: parts.ingress });
  routes(stack, context, place, parts, firewall.ipConfiguration.get(0).privateIpAddress);
  // Connections leave by any of its addresses, that of the ingress included.
  return [parts.ingress, ...addresses].map(({ ipAddress }) => ipAddress);
};

/** Premium, since only that stops known attacks (`intrusionDetection`); without TLS inspection, which would need every pod to trust its authority. */
const firewallPolicy = (stack: PlatformStack, context: AzureContext, place: Place): FirewallPolicy =>
  pinned(
    new FirewallPolicy(stack, 'firewall_policy', {
      ...place,
      name: azureNames(context).firewallPolicy,
      sku: 'Premium',
      threatIntelligenceMode: 'Deny',
      intrusionDetection: { mode: 'Deny' },
      dns: { proxyEnabled: true },
      lifecycle: keep,
    }),
  );

/**
 * Addresses beside that of the ingress. A firewall of two instances has 2 x 2,496 ports for each address and
 * destination; a node is counted with 1,024 connections to the busiest one (a registry, the edge).
 */
function leavingAddresses(stack: PlatformStack, context: AzureContext, place: Place): readonly PublicIp[] {
  const bits = egressPrefixBits(context.cluster);
  const prefix = egressPrefix(stack, context, place, bits);
  return Array.from({ length: 2 ** (32 - bits) }, (_, index) => egressAddress(stack, context, place, prefix, index));
}

export function egressPrefixBits({ nodePools: { system, workload } }: AzureCluster): 28 | 29 | 30 {
  const nodes = azureZones.length * (system.max + workload.max);
  const needed = Math.ceil((nodes * 1024) / (2 * 2496)) - 1;
  if (needed <= 4) return 30;
  return needed <= 8 ? 29 : 28;
}

/** Nodes send everything to the firewall and ask it for names, so that rules by name and the nodes agree on addresses. */
function routes(stack: PlatformStack, context: AzureContext, place: Place, { network }: NetworkParts, firewallAddress: string): void {
  const table = pinned(
    new RouteTable(stack, 'routes', {
      ...place,
      name: azureNames(context).routeTable,
      bgpRoutePropagationEnabled: false,
      route: [{ name: 'internet', addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', nextHopInIpAddress: firewallAddress }],
    }),
  );
  for (const id of nodeSubnets) pinned(new SubnetRouteTableAssociation(stack, `routes_of_${id}`, { subnetId: network.subnet(id).id, routeTableId: table.id }));
  pinned(new VirtualNetworkDnsServers(stack, 'dns_servers', { virtualNetworkId: network.vnet.id, dnsServers: [firewallAddress] }));
}
