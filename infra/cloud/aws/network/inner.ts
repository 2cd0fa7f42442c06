/**
 * The load balancer that the other clusters reach through a private network, at addresses that both sides compute. It
 * stands in the public subnets: pods see the same sources there as behind the balancer of the edge.
 */
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { awsInnerAddresses, privatePorts } from '../../../../lib/names';
import type { AwsContext } from '../kits/stack';
import { securityGroupName } from '../names';
import { ingressRules } from './ingress-rules';
import { listener } from './listener';
import type { Network } from './vpc';

export function inner(stack: PlatformStack, context: AwsContext, net: Network): void {
  const { names, platform, cluster } = context;
  const ports = privatePorts(platform);
  if (ports.length === 0) return;
  const name = securityGroupName(context, 'inner');
  const group = pinned(
    new SecurityGroup(stack, 'inner_group', {
      vpcId: net.vpc.id,
      name,
      description: 'Private load balancer: which other cluster may connect',
      tags: { Name: name },
      lifecycle: keep,
    }),
    'inner',
  );
  ingressRules(stack, context, group, ports);
  const balancer = new Lb(stack, 'inner', {
    name: names.innerLoadBalancer(),
    loadBalancerType: 'network',
    internal: true,
    ipAddressType: 'ipv4',
    securityGroups: [group.id],
    subnetMapping: awsInnerAddresses(cluster).map((privateIpv4Address, index) => ({ privateIpv4Address, subnetId: net.subnets.public[index]?.id ?? '' })),
    enableCrossZoneLoadBalancing: true,
    enableZonalShift: true,
    enableDeletionProtection: true,
    tags: { Name: names.innerLoadBalancer() },
    lifecycle: keep,
  });
  pinned(balancer);
  for (const port of ports) listener(stack, context, net, balancer, port);
}
