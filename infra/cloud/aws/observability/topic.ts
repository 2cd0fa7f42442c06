/** Where alarms go: an encrypted topic that mails the platform's owner. */
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { findKeyArn } from '../kits/lookup';
import { denyWithoutTls, policy } from '../kits/policy';
import type { AwsContext } from '../kits/stack';
import { alarmTopicArn, alarmTopicName } from '../names';
import { awsAccount } from '../../../../lib/model';

export function alarmTopic(stack: PlatformStack, context: AwsContext): SnsTopic {
  const { platform } = context;
  const name = alarmTopicName(context);
  const account = awsAccount(platform).accountId;
  const arn = alarmTopicArn(context);
  const topic = pinned(new SnsTopic(stack, 'alarms', { name, displayName: name, kmsMasterKeyId: findKeyArn(stack, context, 'observability') }));
  pinned(
    new SnsTopicPolicy(stack, 'alarms_policy', {
      arn: topic.arn,
      policy: policy([
        {
          sid: 'Alarms',
          principal: { Service: 'cloudwatch.amazonaws.com' },
          actions: 'sns:Publish',
          resources: arn,
          conditions: { StringEquals: { 'aws:SourceAccount': account } },
        },
        denyWithoutTls('sns:Publish', arn),
      ]),
    }),
    'alarms',
  );
  pinned(new SnsTopicSubscription(stack, 'owner', { topicArn: topic.arn, protocol: 'email', endpoint: platform.owner.email }));
  return topic;
}
