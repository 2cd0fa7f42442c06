/** Who may connect to the load balancer, and where it may connect to. */
import type { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { awsSubnets, awsZones, ingressSources, type IngressPort } from '../../../../lib/names';
import { slug } from '../kits/cidr';
import type { AwsContext } from '../kits/stack';
import { address } from '../names';

export function ingressRules(stack: PlatformStack, context: AwsContext, group: SecurityGroup, ports: readonly IngressPort[]): void {
  for (const port of ports) {
    admit(stack, context, group, port);
    forward(stack, context, group, port);
  }
}

function admit(stack: PlatformStack, { platform, lock, cluster }: AwsContext, { id: securityGroupId }: SecurityGroup, ingressPort: IngressPort): void {
  const { id, port } = ingressPort;
  for (const { title, cidrs } of ingressSources(platform, lock, cluster, ingressPort))
    for (const cidr of cidrs)
      pinned(
        new VpcSecurityGroupIngressRule(stack, address(`ingress-${id}-${slug(cidr)}`), {
          securityGroupId,
          description: title,
          cidrIpv4: cidr,
          ipProtocol: 'tcp',
          fromPort: port,
          toPort: port,
        }),
      );
}

/** Traffic and health checks go to pods in the private subnets. */
function forward(stack: PlatformStack, { cluster }: AwsContext, { id: securityGroupId }: SecurityGroup, { id, targetPort, status }: IngressPort): void {
  const targets = [
    { purpose: 'traffic', port: targetPort },
    { purpose: 'health', port: status.port },
  ];
  for (const { purpose, port } of targets)
    awsSubnets(cluster).private.forEach((cidr, index) => {
      const rule = { securityGroupId, description: `${id}: ${purpose}`, cidrIpv4: cidr, ipProtocol: 'tcp', fromPort: port, toPort: port };
      pinned(new VpcSecurityGroupEgressRule(stack, address(`ingress-${id}-${purpose}-${awsZones[index]}`), rule));
    });
}
