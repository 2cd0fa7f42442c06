/** The cluster's network: a VPC over three zones, private nodes, one way out per zone. */
import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { Eip } from '@cdktf/provider-aws/lib/eip';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { awsSubnets, awsZones, discoveryTag, networkFirewallOf } from '../../../../lib/names';
import type { AwsContext } from '../kits/stack';
import { inspected } from './inspection';
import { address, natName, routeTableName, subnetName, vpcTag, zoneName, type TableId, type Tier } from '../names';

/** What routes are made of. */
export interface Parts {
  readonly vpc: Vpc;
  readonly subnets: Network['subnets'];
  readonly internet: InternetGateway;
}

export interface Network {
  readonly vpc: Vpc;
  /** In zone order. */
  readonly subnets: Readonly<Record<Tier, readonly Subnet[]>>;
  /** Of subnets that do not lead to the internet gateway. */
  readonly innerRouteTables: readonly RouteTable[];
  /** Addresses by which nodes and pods leave, in zone order. */
  readonly egress: readonly Eip[];
}

export function network(stack: PlatformStack, context: AwsContext): Network {
  const vpc = pinned(
    new Vpc(stack, 'main', {
      cidrBlock: context.cluster.network.cidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: vpcTag(context) },
      lifecycle: keep,
    }),
  );
  pinned(new DefaultSecurityGroup(stack, 'default', { vpcId: vpc.id, tags: { Name: `${vpcTag(context)}-default-unused` } })); // no rules: whoever forgets to name a group reaches nothing
  const subnets = allSubnets(stack, context, vpc);
  const internet = pinned(new InternetGateway(stack, 'internet', { vpcId: vpc.id, tags: { Name: vpcTag(context) } }));
  publicRoutes(stack, context, { vpc, subnets, internet });
  const controlPlaneTable = table(stack, context, vpc, 'control-plane', subnets['control-plane']); // no way out: network interfaces of the API and of endpoints only
  const { egress, tables } = waysOut(stack, context, vpc, subnets, internet);
  return { vpc, subnets, innerRouteTables: [controlPlaneTable, ...tables], egress };
}

/** Straight to the internet, or through the firewall of the zone. */
function publicRoutes(stack: PlatformStack, context: AwsContext, parts: Parts): void {
  if (networkFirewallOf(context.platform)) return inspected(stack, context, parts);
  const publicTable = table(stack, context, parts.vpc, 'public', parts.subnets.public);
  pinned(new Route(stack, 'public_internet', { routeTableId: publicTable.id, destinationCidrBlock: '0.0.0.0/0', gatewayId: parts.internet.id }));
}

function allSubnets(stack: PlatformStack, context: AwsContext, vpc: Vpc): Network['subnets'] {
  const ranges = awsSubnets(context.cluster);
  const tier = (name: Tier, cidrs: readonly string[], tags: Readonly<Record<string, string>> = {}) =>
    awsZones.map((zone, index) =>
      pinned(
        new Subnet(stack, address(`${name}-${zone}`), {
          vpcId: vpc.id,
          availabilityZone: zoneName(context, zone),
          cidrBlock: cidrs[index] ?? '', // as many ranges as zones, see awsSubnets
          mapPublicIpOnLaunch: false,
          tags: { Name: subnetName(context, name, zone), ...tags },
          lifecycle: keep,
        }),
      ),
    );
  return {
    public: tier('public', ranges.public, { 'kubernetes.io/role/elb': '1' }),
    'control-plane': tier('control-plane', ranges.controlPlane),
    private: tier('private', ranges.private, { 'kubernetes.io/role/internal-elb': '1', [discoveryTag]: context.names.cluster() }),
    firewall: networkFirewallOf(context.platform) ? tier('firewall', ranges.firewall) : [],
  };
}

export function table(stack: PlatformStack, context: AwsContext, vpc: Vpc, name: TableId, subnets: readonly Subnet[]): RouteTable {
  const made = pinned(new RouteTable(stack, address(`table-${name}`), { vpcId: vpc.id, tags: { Name: routeTableName(context, name) } }), address(name));
  for (const subnet of subnets)
    pinned(new RouteTableAssociation(stack, `${subnet.node.id}_table`, { routeTableId: made.id, subnetId: subnet.id }), subnet.node.id);
  return made;
}

/** A NAT gateway per zone: losing a zone takes away no other zone's way out, and no traffic pays for crossing zones. */
function waysOut(stack: PlatformStack, context: AwsContext, vpc: Vpc, subnets: Network['subnets'], internet: InternetGateway) {
  const zones = awsZones.map((zone, index) => {
    const ip = pinned(new Eip(stack, `nat_${zone}_address`, { domain: 'vpc', tags: { Name: natName(context, zone) }, lifecycle: keep }), `nat_${zone}`); // peers admit these addresses
    const nat = pinned(
      new NatGateway(stack, `nat_${zone}`, {
        connectivityType: 'public',
        allocationId: ip.allocationId,
        subnetId: subnets.public[index]?.id ?? '',
        tags: { Name: natName(context, zone) },
        dependsOn: [internet],
      }),
    );
    const privateSubnet = subnets.private[index];
    const zoneTable = table(stack, context, vpc, `private-${zone}`, privateSubnet ? [privateSubnet] : []);
    pinned(new Route(stack, `private_${zone}_internet`, { routeTableId: zoneTable.id, destinationCidrBlock: '0.0.0.0/0', natGatewayId: nat.id }));
    return { ip, zoneTable };
  });
  return { egress: zones.map(({ ip }) => ip), tables: zones.map(({ zoneTable }) => zoneTable) };
}
