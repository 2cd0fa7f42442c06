/**
 * The cluster's public addresses and the load balancer behind them. They belong to the network and not to the
 * cluster: a cluster can be rebuilt without a change in DNS.
 */
import { Eip } from '@cdktf/provider-aws/lib/eip';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { awsZones, passedPorts } from '../../../../lib/names';
import type { AwsContext } from '../kits/stack';
import { securityGroupName } from '../names';
import { ingressRules } from './ingress-rules';
import { listener } from './listener';
import type { Network } from './vpc';

/** None where nothing passes through: a load balancer of the edge ends HTTPS then, with addresses of its own. */
export function ingress(stack: PlatformStack, context: AwsContext, net: Network): readonly Eip[] {
  const { names, platform, cluster } = context;
  const ports = passedPorts(platform, cluster);
  if (ports.length === 0) return [];
  const addresses = awsZones.map((zone) =>
    pinned(new Eip(stack, `ingress_${zone}`, { domain: 'vpc', tags: { Name: `${names.prefix()}-ingress-${zone}` }, lifecycle: keep })),
  );
  const name = securityGroupName(context, 'ingress');
  const group = pinned(
    new SecurityGroup(stack, 'ingress_group', {
      vpcId: net.vpc.id,
      name,
      description: 'Load balancer: who may connect from outside',
      tags: { Name: name },
      lifecycle: keep,
    }),
    'ingress',
  );
  ingressRules(stack, context, group, ports);
  const balancer = loadBalancer(stack, context, net, addresses, group);
  for (const port of ports) listener(stack, context, net, balancer, port);
  return addresses;
}

/** A network load balancer can get a security group only when it is made. */
function loadBalancer(stack: PlatformStack, { names }: AwsContext, { subnets }: Network, addresses: readonly Eip[], group: SecurityGroup): Lb {
  const balancer = new Lb(stack, 'ingress', {
    name: names.loadBalancer(),
    loadBalancerType: 'network',
    internal: false,
    ipAddressType: 'ipv4',
    securityGroups: [group.id],
    subnetMapping: addresses.map(({ allocationId }, index) => ({ allocationId, subnetId: subnets.public[index]?.id ?? '' })),
    enableCrossZoneLoadBalancing: true,
    enableZonalShift: true,
    enableDeletionProtection: true,
    tags: { Name: names.loadBalancer() },
    lifecycle: keep,
  });
  return pinned(balancer);
}
