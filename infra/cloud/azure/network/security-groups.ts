/** Network security groups: what may come in, and with a NAT gateway what may go out. Everything else is denied. */
import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { NetworkSecurityRule, type NetworkSecurityRuleConfig } from '@cdktf/provider-azurerm/lib/network-security-rule';
import { SubnetNetworkSecurityGroupAssociation } from '@cdktf/provider-azurerm/lib/subnet-network-security-group-association';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { azureSubnets, databasePorts, hasTenants } from '../../../../lib/names';
import { address, azureNames, type SubnetId } from '../ids';
import type { Place } from '../kits/group';
import type { AzureContext } from '../kits/stack';
import { ingressPaths } from './ingress';
import { nodeEgressRules } from './node-egress';
import type { NetworkParts } from './profile';

export interface Rule {
  readonly name: string;
  readonly why: string;
  readonly direction?: 'Inbound' | 'Outbound';
  readonly access?: 'Allow' | 'Deny';
  /** @default '*' */
  readonly protocol?: 'Tcp' | 'Udp' | '*';
  /** A service tag or `*`, or a list of ranges. */
  readonly from: string | readonly string[];
  readonly to: string | readonly string[];
  /** @default '*' */
  readonly ports?: readonly number[];
}

const denyInbound: Rule = { name: 'deny-rest', why: 'everything else, other networks that are peered included', access: 'Deny', from: '*', to: '*' };

/** Nodes and pods trust each other here; which pod may reach which is decided by network policies. */
function nodeRules(context: AzureContext, parts: NetworkParts): readonly Rule[] {
  const { cluster } = context;
  const { system, workload } = azureSubnets(cluster);
  const members = [system, workload, cluster.network.pods];
  return [
    { name: 'nodes-and-pods', why: 'nodes and pods of the cluster among themselves', from: members, to: members },
    { name: 'load-balancer-probes', why: 'health probes of the load balancer of Azure', from: 'AzureLoadBalancer', to: '*' },
    ...ingressPaths(context, parts.ingress).map(({ id, why, sources, target, port }): Rule => ({
      name: id,
      why,
      protocol: 'Tcp',
      from: sources,
      to: [target],
      ports: [port],
    })),
    ...databaseRules(context),
    denyInbound,
    ...nodeEgressRules(context),
  ];
}

/**
 * Load balancers of databases. Which client may use which is said by each Service: AKS writes it into the security group
 * of the nodes' interfaces, and the cluster's own network checks it once more. Here are the ports, so that this stack does
 * not change with a tenant. From the internet nodes are reached by no way but a load balancer.
 */
function databaseRules({ platform, cluster }: AzureContext): readonly Rule[] {
  if (!hasTenants(platform)) return [];
  const rule = { protocol: 'Tcp', ports: databasePorts } as const;
  return [
    { ...rule, name: 'databases-private', why: 'private endpoints of databases', from: privateNetworks, to: [azureSubnets(cluster).databases] },
    ...(cluster.network.egress === 'nat-gateway'
      ? [{ ...rule, name: 'databases-public', why: 'public endpoints of databases', from: 'Internet', to: '*' }]
      : []),
  ];
}
const privateNetworks = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'];

const endpointRules = ({ cluster }: AzureContext): readonly Rule[] => [
  {
    name: 'private-endpoints',
    why: 'storage, secrets and Terraform state, from the cluster and from runners in this network',
    protocol: 'Tcp',
    from: [cluster.network.cidr],
    to: [azureSubnets(cluster).endpoints],
    ports: [443],
  },
  denyInbound,
];

/** The subnet holds addresses of load balancers only; rules for what passes them count at the nodes. */
const ingressRules: readonly Rule[] = [denyInbound];

/** Each rule is a resource of its own: a plan then shows the one line that changes, not the whole set. */
export function securityGroups(stack: PlatformStack, context: AzureContext, place: Place, parts: NetworkParts): void {
  const group = (id: string, rules: readonly Rule[], subnets: readonly SubnetId[]) => {
    const made = pinned(new NetworkSecurityGroup(stack, `nsg_${id}`, { ...place, name: azureNames(context).nsg(id) }));
    for (const rule of numbered(rules)) {
      const { resourceGroupName } = place;
      pinned(new NetworkSecurityRule(stack, address(`rule-${id}-${rule.name}`), { resourceGroupName, networkSecurityGroupName: made.name, ...rule }));
    }
    for (const subnet of subnets) {
      pinned(
        new SubnetNetworkSecurityGroupAssociation(stack, `nsg_of_${subnet}`, { subnetId: parts.network.subnet(subnet).id, networkSecurityGroupId: made.id }),
      );
    }
  };
  group('nodes', nodeRules(context, parts), ['system', 'workload']);
  group('endpoints', endpointRules(context), ['endpoints']);
  group('ingress', ingressRules, hasTenants(context.platform) ? ['ingress', 'databases'] : ['ingress']);
}

type NumberedRule = Omit<NetworkSecurityRuleConfig, 'resourceGroupName' | 'networkSecurityGroupName'>;

/** Priorities in steps of ten; a denial comes last of its direction. */
const numbered = (rules: readonly Rule[]): readonly NumberedRule[] =>
  (['Inbound', 'Outbound'] as const).flatMap((direction) =>
    rules
      .filter((rule) => (rule.direction ?? 'Inbound') === direction)
      .map((rule, index) => securityRule(rule, direction, rule.access === 'Deny' ? 4096 : 100 + 10 * index)),
  );

const securityRule = (
  { name, why, access = 'Allow', protocol = '*', from, to, ports }: Rule,
  direction: 'Inbound' | 'Outbound',
  priority: number,
): NumberedRule => ({
  name,
  description: why,
  priority,
  direction,
  access,
  protocol,
  sourcePortRange: '*',
  ...(typeof from === 'string' ? { sourceAddressPrefix: from } : { sourceAddressPrefixes: [...from] }),
  ...(typeof to === 'string' ? { destinationAddressPrefix: to } : { destinationAddressPrefixes: [...to] }),
  ...(ports === undefined ? { destinationPortRange: '*' } : { destinationPortRanges: ports.map(String) }),
});
