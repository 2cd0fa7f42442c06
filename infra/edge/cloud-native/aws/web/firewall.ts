/** Web application firewall of one load balancer. */
import { Wafv2IpSet } from '@cdktf/provider-aws/lib/wafv2-ip-set';
import { Wafv2WebAcl, type Wafv2WebAclRule } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import { pinned } from '../../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../../lib/constructs/terraform';
import type { AwsContext } from '../../../../cloud/aws/kits/stack';
import type { EdgeContext } from '../stack';
import { rules, type Rule } from './rules';

export function firewall(stack: PlatformStack, edge: EdgeContext, context: AwsContext, resourceArn: string): Wafv2WebAcl {
  const name = context.names.webLoadBalancer();
  const admin = pinned(
    new Wafv2IpSet(stack, 'admin_ranges', {
      name: `${name}-admin`,
      description: 'Ranges of the company: hosts of the platform itself are open for them only',
      scope: 'REGIONAL',
      ipAddressVersion: 'IPV4',
      addresses: [...edge.edge.adminRanges].sort(),
    }),
  );
  const list = rules(edge, context, admin.arn);
  const acl = pinned(
    new Wafv2WebAcl(stack, 'web_acl', {
      name,
      description: `Requests to ${context.cluster.name}`,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visibility(name),
      rule: list.map((each, priority) => rule(each, priority)),
    }),
    'web',
  );
  pinned(new Wafv2WebAclAssociation(stack, 'web_acl_association', { resourceArn, webAclArn: acl.arn }), 'web');
  return acl;
}

const visibility = (metricName: string) => ({ cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName });

function rule({ name, statement, action, status = 403 }: Rule, priority: number): Wafv2WebAclRule {
  const base = { name, priority, statement, visibilityConfig: visibility(name) };
  if (action === 'group') return { ...base, overrideAction: { none: {} } };
  if (action === 'allow') return { ...base, action: { allow: {} } };
  return { ...base, action: { block: status === 403 ? {} : { customResponse: { responseCode: status } } } };
}
