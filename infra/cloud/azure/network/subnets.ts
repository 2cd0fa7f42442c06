import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { azureSubnets, ddosPlanId, hasTenants } from '../../../../lib/names';
import { azureNames, subnetName, type SubnetId } from '../ids';
import type { Place } from '../kits/group';
import type { AzureContext } from '../kits/stack';

export interface Network {
  readonly vnet: VirtualNetwork;
  readonly subnet: (id: SubnetId) => Subnet;
}

/** Subnets of nodes: their traffic to the internet leaves by the egress profile. */
export const nodeSubnets = ['system', 'workload'] as const satisfies readonly SubnetId[];

/** VNet and its subnets. A DDoS protection plan only where somebody agreed to pay for it: it is several thousand a month. */
export function subnets(stack: PlatformStack, context: AzureContext, { location, resourceGroupName }: Place): Network {
  const { cluster, platform } = context;
  const plan = ddosPlanId(platform);
  const vnet = pinned(
    new VirtualNetwork(stack, 'vnet', {
      location,
      resourceGroupName,
      name: azureNames(context).vnet,
      addressSpace: [cluster.network.cidr],
      ...(plan === undefined ? {} : { ddosProtectionPlan: { enable: true, id: plan } }),
      lifecycle: keep,
    }),
  );
  const ranges = azureSubnets(cluster);
  const subnet = (id: SubnetId): Subnet =>
    pinned(
      new Subnet(stack, `subnet_${id}`, {
        resourceGroupName,
        virtualNetworkName: vnet.name,
        name: subnetName(id),
        addressPrefixes: [ranges[id]],
        ...(id === 'firewall' ? {} : { defaultOutboundAccessEnabled: false }),
        // Security groups count for private endpoints only where the subnet says so.
        privateEndpointNetworkPolicies: id === 'endpoints' ? 'NetworkSecurityGroupEnabled' : 'Disabled',
        lifecycle: keep,
      }),
    );
  const made = {
    firewall: cluster.network.egress === 'firewall' ? subnet('firewall') : undefined,
    ingress: subnet('ingress'),
    endpoints: subnet('endpoints'),
    system: subnet('system'),
    workload: subnet('workload'),
    databases: hasTenants(platform) ? subnet('databases') : undefined,
  };
  return {
    vnet,
    subnet: (id) => {
      const found = made[id];
      if (!found) throw new RangeError(`${cluster.name} has no subnet '${id}' (egress ${cluster.network.egress})`);
      return found;
    },
  };
}
