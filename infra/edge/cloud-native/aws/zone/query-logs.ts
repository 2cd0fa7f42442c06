/** Every question that the zones answer, kept for a year. */
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogResourcePolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-resource-policy';
import type { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Route53QueryLog } from '@cdktf/provider-aws/lib/route53-query-log';
import type { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { keep, pinned } from '../../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../../lib/constructs/terraform';
import { checked } from '../../../../../lib/names';
import { customerKey } from '../../../../cloud/aws/kits/key';
import { policy } from '../../../../cloud/aws/kits/policy';
import { edgeRegion } from '../../../../satellites';
import { logsUseKey } from '../log-key';
import { edgeName, type EdgeContext } from '../stack';

/** Prefix that Route 53 wants. */
const groupName = (id: string, { platform }: EdgeContext): string => checked('AWS log group', `/aws/route53/${edgeName(platform, id)}`);

/** Key of logs and of the topic with alarms. */
export const logKey = (stack: PlatformStack, { platform, accountId }: EdgeContext): KmsKey =>
  customerKey(stack, {
    id: 'logs',
    alias: `alias/${edgeName(platform, 'logs')}`,
    accountId,
    description: 'Logs of queries and the alarm topic of the edge',
    statements: [
      logsUseKey(edgeRegion, `arn:aws:logs:${edgeRegion}:${accountId}:log-group:/aws/route53/${edgeName(platform)}-*`),
      {
        sid: 'Alarms',
        principal: { Service: 'cloudwatch.amazonaws.com' },
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: '*',
        conditions: { StringEquals: { 'aws:SourceAccount': accountId } },
      },
    ],
  });

export function queryLogs(stack: PlatformStack, context: EdgeContext, kmsKeyId: string, zones: Readonly<Record<string, Route53Zone>>): void {
  const { platform, accountId } = context;
  const access = pinned(
    new CloudwatchLogResourcePolicy(stack, 'query_log_access', {
      policyName: edgeName(platform, 'queries'),
      policyDocument: policy([
        {
          sid: 'WriteQueries',
          principal: { Service: 'route53.amazonaws.com' },
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: `arn:aws:logs:${edgeRegion}:${accountId}:log-group:/aws/route53/${edgeName(platform)}-*:*`,
          conditions: { StringEquals: { 'aws:SourceAccount': accountId }, ArnLike: { 'aws:SourceArn': 'arn:aws:route53:::hostedzone/*' } },
        },
      ]),
    }),
    'queries',
  );
  for (const [id, { zoneId }] of Object.entries(zones)) {
    const group = pinned(new CloudwatchLogGroup(stack, `queries_${id}`, { name: groupName(id, context), retentionInDays: 365, kmsKeyId, lifecycle: keep }), id);
    pinned(new Route53QueryLog(stack, `query_log_${id}`, { zoneId, cloudwatchLogGroupArn: group.arn, dependsOn: [access] }), id);
  }
}
