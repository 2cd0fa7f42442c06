/** What the firewall stopped or counted, for a year; without what would let a reader of the log in. */
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogResourcePolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-resource-policy';
import type { Wafv2WebAcl } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration';
import { keep, pinned } from '../../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../../lib/constructs/terraform';
import { checked } from '../../../../../lib/names';
import { customerKey } from '../../../../cloud/aws/kits/key';
import { policy } from '../../../../cloud/aws/kits/policy';
import type { AwsContext } from '../../../../cloud/aws/kits/stack';
import { logsUseKey } from '../log-key';
import type { EdgeContext } from '../stack';

/** Headers that are credentials. */
const secret = ['authorization', 'cookie'];
/** What is kept: requests that pass are in the log of the load balancer. */
const kept = ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'] as const;

export function firewallLog(stack: PlatformStack, { accountId }: EdgeContext, { cluster, names }: AwsContext, acl: Wafv2WebAcl): void {
  // The prefix is what WAF wants.
  const name = checked('AWS log group', `aws-waf-logs-${names.prefix()}`);
  const arn = `arn:aws:logs:${cluster.region}:${accountId}:log-group:${name}`;
  const key = customerKey(stack, {
    id: 'edge_logs',
    alias: names.keyAlias('edge-logs'),
    accountId,
    description: 'Log of the web application firewall',
    statements: [logsUseKey(cluster.region, arn)],
  });
  const group = pinned(new CloudwatchLogGroup(stack, 'firewall_log', { name, retentionInDays: 365, kmsKeyId: key.arn, lifecycle: keep }), 'firewall');
  const access = pinned(
    new CloudwatchLogResourcePolicy(stack, 'firewall_log_access', {
      policyName: `${names.prefix()}-firewall`,
      policyDocument: policy([
        {
          sid: 'WriteFirewallLog',
          principal: { Service: 'delivery.logs.amazonaws.com' },
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: `${arn}:*`,
          conditions: { StringEquals: { 'aws:SourceAccount': accountId }, ArnLike: { 'aws:SourceArn': `arn:aws:logs:${cluster.region}:${accountId}:*` } },
        },
      ]),
    }),
    'firewall',
  );
  pinned(
    new Wafv2WebAclLoggingConfiguration(stack, 'firewall_logging', {
      resourceArn: acl.arn,
      logDestinationConfigs: [group.arn],
      redactedFields: secret.map((header) => ({ singleHeader: { name: header } })),
      loggingFilter: {
        defaultBehavior: 'DROP',
        filter: [{ behavior: 'KEEP', requirement: 'MEETS_ANY', condition: kept.map((action) => ({ actionCondition: { action } })) }],
      },
      dependsOn: [access],
    }),
    'web',
  );
}
