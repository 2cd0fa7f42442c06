/**
 * The cluster's public addresses and the load balancer behind them. They belong to the network and not to the
 * cluster: a cluster can be rebuilt without a change in DNS.
 */
import { Eip } from '@cdktf/provider-aws/lib/eip';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { awsZones, ingressPorts, type IngressPort } from '../../../../lib/names';
import type { AwsContext } from '../kits/stack';
import { address, securityGroupName } from '../names';
import { ingressRules } from './ingress-rules';
import type { Network } from './vpc';

export function ingress(stack: PlatformStack, context: AwsContext, net: Network): readonly Eip[] {
  const { names, platform } = context;
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
  ingressRules(stack, context, group);
  const balancer = loadBalancer(stack, context, net, addresses, group);
  for (const port of ingressPorts(platform)) listener(stack, context, net, balancer, port);
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

/** TLS passes through to the pods. Pods register by the name of the target group. */
function listener(stack: PlatformStack, { names }: AwsContext, { vpc }: Network, balancer: Lb, { id, port, targetPort, status }: IngressPort): void {
  const group = pinned(
    new LbTargetGroup(stack, address(`ingress-${id}-targets`), {
      name: names.targetGroup(port),
      vpcId: vpc.id,
      targetType: 'ip',
      protocol: 'TCP',
      port: targetPort,
      // Pods see the load balancer's own addresses (lib/names/load-balancer.ts): who the client was is in the edge's header.
      preserveClientIp: 'false',
      deregistrationDelay: '120',
      healthCheck: {
        enabled: true,
        protocol: 'HTTP',
        port: String(status.port),
        path: status.path,
        matcher: '200',
        interval: 10,
        timeout: 6,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
      tags: { Name: names.targetGroup(port) },
      lifecycle: keep,
    }),
    address(`ingress-${id}`),
  );
  pinned(
    new LbListener(stack, address(`ingress-${id}`), {
      loadBalancerArn: balancer.arn,
      port,
      protocol: 'TCP',
      defaultAction: [{ type: 'forward', targetGroupArn: group.arn }],
    }),
  );
}
