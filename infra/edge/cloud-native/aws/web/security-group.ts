import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { keep, pinned } from '../../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../../lib/constructs/terraform';
import { awsSubnets, awsZones, edgeIngress, ingressPort } from '../../../../../lib/names';
import type { AwsContext } from '../../../../cloud/aws/kits/stack';
import { securityGroupName } from '../../../../cloud/aws/names';

/** Everybody may come, over HTTPS and to be sent there; from here it goes to pods in the private subnets and nowhere else. */
export function webGroup(stack: PlatformStack, context: AwsContext, vpcId: string): SecurityGroup {
  const { platform, cluster } = context;
  const name = securityGroupName(context, 'web');
  const group = pinned(
    new SecurityGroup(stack, 'web_group', {
      vpcId,
      name,
      description: 'Load balancer for HTTPS: open to everybody, behind its firewall',
      tags: { Name: name },
      lifecycle: keep,
    }),
    'web',
  );
  const { title, ipv4 } = edgeIngress(platform, cluster);
  for (const [id, port] of [
    ['https', 443],
    ['http', 80],
  ] as const)
    for (const cidrIpv4 of ipv4)
      pinned(
        new VpcSecurityGroupIngressRule(stack, `web_${id}`, {
          securityGroupId: group.id,
          description: id === 'https' ? title : `${title}: redirect to HTTPS`,
          cidrIpv4,
          ipProtocol: 'tcp',
          fromPort: port,
          toPort: port,
        }),
      );
  const { targetPort, status } = ingressPort(platform, 'https');
  for (const [purpose, port] of [
    ['traffic', targetPort],
    ['health', status.port],
  ] as const)
    awsSubnets(cluster).private.forEach((cidrIpv4, index) => {
      const rule = { securityGroupId: group.id, description: `gateway: ${purpose}`, cidrIpv4, ipProtocol: 'tcp', fromPort: port, toPort: port };
      pinned(new VpcSecurityGroupEgressRule(stack, `web_${purpose}_${awsZones[index]}`, rule));
    });
  return group;
}
