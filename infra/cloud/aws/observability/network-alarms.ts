/** The ways in and out. */
import { DataAwsLb } from '@cdktf/provider-aws/lib/data-aws-lb';
import { DataAwsLbTargetGroup } from '@cdktf/provider-aws/lib/data-aws-lb-target-group';
import { DataAwsNatGateway } from '@cdktf/provider-aws/lib/data-aws-nat-gateway';
import type { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { awsZones, passedPorts, privatePorts, type IngressPort } from '../../../../lib/names';
import { findVpcId } from '../kits/lookup';
import type { AwsContext } from '../kits/stack';
import { address, natName } from '../names';
import { alarm } from '../kits/alarm';

export function natAlarms(stack: PlatformStack, context: AwsContext, topic: SnsTopic): void {
  const vpcId = findVpcId(stack, context);
  for (const zone of awsZones) {
    const nat = new DataAwsNatGateway(stack, `nat_${zone}`, { vpcId, state: 'available', filter: [{ name: 'tag:Name', values: [natName(context, zone)] }] });
    const metric = (name: string) => ({ namespace: 'AWS/NATGateway', name, statistic: 'Sum' as const, dimensions: { NatGatewayId: nat.id } });
    alarm(stack, context, topic, {
      id: `nat-${zone}-ports`,
      description: `NAT gateway of zone ${zone} has no free port for a destination: connections of pods to it fail. Find the destination in the flow logs; add addresses to the gateway, or make clients reuse connections.`,
      metric: metric('ErrorPortAllocation'),
      when: { above: 0 },
      times: 2,
    });
    alarm(stack, context, topic, {
      id: `nat-${zone}-drops`,
      description: `NAT gateway of zone ${zone} drops packets for more than ten minutes. Look at the AWS Health dashboard of the zone; a zonal shift moves traffic away from it.`,
      metric: metric('PacketsDropCount'),
      when: { above: 100 },
      times: 2,
    });
  }
}

export function ingressAlarms(stack: PlatformStack, context: AwsContext, topic: SnsTopic): void {
  const { platform, cluster, names } = context;
  const passed = passedPorts(platform, cluster);
  if (passed.length > 0) balancedAlarms(stack, context, topic, new DataAwsLb(stack, 'ingress', { name: names.loadBalancer() }), passed);
  const inner = privatePorts(platform);
  if (inner.length > 0) balancedAlarms(stack, context, topic, new DataAwsLb(stack, 'inner', { name: names.innerLoadBalancer() }), inner);
}

function balancedAlarms(stack: PlatformStack, context: AwsContext, topic: SnsTopic, balancer: DataAwsLb, ports: readonly IngressPort[]): void {
  for (const { id, port } of ports) {
    const group = new DataAwsLbTargetGroup(stack, address(`ingress-${id}`), { name: context.names.targetGroup(port) });
    const metric = (name: string, statistic: 'Minimum' | 'Maximum') => ({
      namespace: 'AWS/NetworkELB',
      name,
      statistic,
      dimensions: { LoadBalancer: balancer.arnSuffix, TargetGroup: group.arnSuffix },
    });
    alarm(stack, context, topic, {
      id: `ingress-${id}-down`,
      description: `No healthy pod behind port ${port} of the load balancer: nobody reaches it. Look at the pods behind it and at the load balancer controller (it registers them); the edge fails over by itself.`,
      metric: metric('HealthyHostCount', 'Maximum'),
      when: { below: 1 },
      minutes: 1,
      times: 3,
      missingIsBad: true,
    });
    alarm(stack, context, topic, {
      id: `ingress-${id}-unhealthy`,
      description: `Pods behind port ${port} of the load balancer have failed their health checks for 15 minutes. Look at their logs, and whether the network policy lets the load balancer's subnets in.`,
      metric: metric('UnHealthyHostCount', 'Minimum'),
      when: { above: 0 },
      times: 3,
    });
  }
}
