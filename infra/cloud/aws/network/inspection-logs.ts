/** What the firewall stopped, and every connection that it saw, for a year. */
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogResourcePolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-resource-policy';
import { NetworkfirewallLoggingConfiguration } from '@cdktf/provider-aws/lib/networkfirewall-logging-configuration';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { awsAccount } from '../../../../lib/model';
import { checked } from '../../../../lib/names';
import { policy } from '../kits/policy';
import type { AwsContext } from '../kits/stack';

const kinds = ['alert', 'flow'] as const;

const groupName = ({ names }: AwsContext, kind: string): string => `/aws/vpc/${names.prefix()}/firewall-${kind}`;
export const inspectionLogArn = (context: AwsContext, kind: string): string =>
  `arn:aws:logs:${context.cluster.region}:${awsAccount(context.platform).accountId}:log-group:${groupName(context, kind)}`;

export function inspectionLogs(stack: PlatformStack, context: AwsContext, firewallArn: string, kmsKeyId: string): void {
  const { platform, cluster, names } = context;
  const { accountId } = awsAccount(platform);
  const access = pinned(
    new CloudwatchLogResourcePolicy(stack, 'firewall_log_access', {
      policyName: `${names.prefix()}-network-firewall`,
      policyDocument: policy([
        {
          sid: 'WriteFirewallLogs',
          principal: { Service: 'delivery.logs.amazonaws.com' },
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: `${inspectionLogArn(context, '*')}:*`,
          conditions: { StringEquals: { 'aws:SourceAccount': accountId }, ArnLike: { 'aws:SourceArn': `arn:aws:logs:${cluster.region}:${accountId}:*` } },
        },
      ]),
    }),
    'firewall',
  );
  const groups = kinds.map((kind) =>
    pinned(
      new CloudwatchLogGroup(stack, `firewall_${kind}`, {
        name: checked('AWS log group', groupName(context, kind)),
        retentionInDays: 365,
        kmsKeyId,
        lifecycle: keep,
      }),
    ),
  );
  pinned(
    new NetworkfirewallLoggingConfiguration(stack, 'firewall_logging', {
      firewallArn,
      loggingConfiguration: {
        logDestinationConfig: kinds.map((kind, index) => ({
          logType: kind.toUpperCase(),
          logDestinationType: 'CloudWatchLogs',
          logDestination: { logGroup: groups[index]?.name ?? '' }, // one for each kind
        })),
      },
      dependsOn: [access],
    }),
    'main',
  );
}
