/** Alarms of the edge: an encrypted topic that mails the platform's owner, and what the signing of the zones says. */
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { pinned } from '../../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../../lib/constructs/terraform';
import { denyWithoutTls, policy } from '../../../../cloud/aws/kits/policy';
import { address, edgeName, topicArn, topicName, type EdgeContext } from '../stack';

export function alarmTopic(stack: PlatformStack, context: EdgeContext, kmsMasterKeyId: string): SnsTopic {
  const { platform, accountId } = context;
  const name = topicName(platform);
  const topic = pinned(new SnsTopic(stack, 'alarms', { name, displayName: name, kmsMasterKeyId }));
  const statement = {
    sid: 'Alarms',
    principal: { Service: 'cloudwatch.amazonaws.com' },
    actions: 'sns:Publish',
    resources: topicArn(context),
    conditions: { StringEquals: { 'aws:SourceAccount': accountId } },
  };
  pinned(
    new SnsTopicPolicy(stack, 'alarms_policy', { arn: topic.arn, policy: policy([statement, denyWithoutTls('sns:Publish', topicArn(context))]) }),
    'alarms',
  );
  pinned(new SnsTopicSubscription(stack, 'owner', { topicArn: topic.arn, protocol: 'email', endpoint: platform.owner.email }));
  return topic;
}

/** Both mean the same to a resolver that checks: the zone is gone. */
const troubles = {
  DNSSECInternalFailure: 'Route 53 cannot sign the zone. Look at its DNSSEC page: the key in KMS is disabled, or its policy was changed.',
  DNSSECKeySigningKeysNeedingAction:
    'The key that signs the zone needs somebody: Route 53 can no longer use the key in KMS. Give it back within the lifetime of the signatures.',
} as const;

export function signingAlarms(stack: PlatformStack, { platform }: EdgeContext, topic: SnsTopic, zones: Readonly<Record<string, Route53Zone>>): void {
  for (const [id, { zoneId }] of Object.entries(zones))
    for (const [metricName, alarmDescription] of Object.entries(troubles))
      pinned(
        new CloudwatchMetricAlarm(stack, address('signing', id, metricName), {
          alarmName: `${edgeName(platform)}-${id}-${metricName}`,
          alarmDescription,
          namespace: 'AWS/Route53',
          metricName,
          dimensions: { HostedZoneId: zoneId },
          statistic: 'Maximum',
          // Route 53 reports once in four hours.
          period: 14_400,
          evaluationPeriods: 1,
          comparisonOperator: 'GreaterThanThreshold',
          threshold: 0,
          treatMissingData: 'notBreaching',
          alarmActions: [topic.arn],
          okActions: [topic.arn],
        }),
      );
}
