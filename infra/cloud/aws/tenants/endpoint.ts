/**
 * The way from outside to a database: a network load balancer of its own, internal or of the internet, whose security
 * group is the allow list. It stands in the public subnets, as every balancer of the cluster; TLS ends in the database.
 */
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { awsSubnets, awsZones, databasePort, databaseTargetGroup, type ExposedDatabase } from '../../../../lib/names';
import { addressOf } from '../../../tenants';
import { slug } from '../kits/cidr';
import type { AwsContext } from '../kits/stack';
import { found } from './shared';

export function endpoint(stack: PlatformStack, context: AwsContext, tenant: string, database: ExposedDatabase): Lb {
  const { cluster } = context;
  const id = addressOf(tenant, database.name);
  const name = databaseTargetGroup(cluster, tenant, database.name);
  const tags = { Name: name, database: database.name };
  const group = pinned(
    new SecurityGroup(stack, `group_${id}`, {
      vpcId: found.vpc,
      name,
      description: `Database ${tenant}/${database.name}: who may connect`,
      tags,
      lifecycle: keep,
    }),
    id,
  );
  rules(stack, context, id, group, database);
  const balancer = pinned(
    new Lb(stack, `balancer_${id}`, {
      name,
      loadBalancerType: 'network',
      internal: database.endpoint.kind === 'private',
      ipAddressType: 'ipv4',
      securityGroups: [group.id],
      subnets: awsZones.map(found.subnet),
      enableCrossZoneLoadBalancing: true,
      enableZonalShift: true,
      enableDeletionProtection: true,
      tags,
      lifecycle: keep,
    }),
    id,
  );
  listener(stack, id, balancer, targets(stack, id, name, database, tags), databasePort(database));
  return balancer;
}

/** Pods register by the name of the target group, as `TargetGroupBinding` of the database says. */
const targets = (stack: PlatformStack, id: string, name: string, database: ExposedDatabase, tags: Readonly<Record<string, string>>): LbTargetGroup =>
  pinned(
    new LbTargetGroup(stack, `targets_${id}`, {
      name,
      vpcId: found.vpc,
      targetType: 'ip',
      protocol: 'TCP',
      port: databasePort(database),
      // Pods see the balancer's own addresses, which the network policy admits.
      preserveClientIp: 'false',
      // The pod that was the primary takes no more writes: its clients shall connect anew, and not wait.
      deregistrationDelay: '15',
      connectionTermination: true,
      healthCheck: { enabled: true, protocol: 'TCP', port: 'traffic-port', interval: 10, timeout: 6, healthyThreshold: 2, unhealthyThreshold: 2 },
      tags,
      lifecycle: keep,
    }),
    id,
  );

const listener = (stack: PlatformStack, id: string, balancer: Lb, group: LbTargetGroup, port: number): LbListener =>
  pinned(
    new LbListener(stack, `listener_${id}`, {
      loadBalancerArn: balancer.arn,
      port,
      protocol: 'TCP',
      defaultAction: [{ type: 'forward', targetGroupArn: group.arn }],
    }),
    id,
  );

/** Clients by the allow list; pods, and their health, in the private subnets. */
function rules(stack: PlatformStack, { cluster }: AwsContext, id: string, { id: securityGroupId }: SecurityGroup, database: ExposedDatabase): void {
  const port = databasePort(database);
  const open = { securityGroupId, ipProtocol: 'tcp', fromPort: port, toPort: port };
  for (const cidr of database.endpoint.allow) {
    const rule = new VpcSecurityGroupIngressRule(stack, `from_${id}__${slug(cidr)}`, { ...open, description: 'allow list', cidrIpv4: cidr });
    pinned(rule, `${id}__${slug(cidr)}`);
  }
  awsSubnets(cluster).private.forEach((cidr, index) => {
    const zone = awsZones[index] ?? '';
    const rule = new VpcSecurityGroupEgressRule(stack, `to_${id}__${zone}`, { ...open, description: `instances in zone ${zone}`, cidrIpv4: cidr });
    pinned(rule, `${id}__${zone}`);
  });
}
