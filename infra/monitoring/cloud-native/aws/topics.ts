/** Topics that alerts and alarms are sent to, and who has subscribed to them. */
import type { PrometheusWorkspace } from '@cdktf/provider-aws/lib/prometheus-workspace';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { awsAccount, cloudNativeSettings } from '../../../../lib/model';
import { findKeyArn } from '../../../cloud/aws/kits/lookup';
import { denyWithoutTls, policy } from '../../../cloud/aws/kits/policy';
import type { AwsContext } from '../../../cloud/aws/kits/stack';
import { address } from '../../../cloud/aws/names';
import { receiverIds, receiverUrl, type Receiver, type ReceiverId, type UrlSources } from '../receivers';

/** A topic for each receiver, and the one whose silence is heard. */
export type Topics = Readonly<Record<ReceiverId | 'heartbeat', SnsTopic>>;

export const topicName = ({ names }: AwsContext, id: keyof Topics): string => `${names.prefix()}-alerts-${id}`;
export const urlSources: UrlSources = {
  email: undefined,
  pagerduty: 'PagerDuty, Services, Integrations, "Amazon CloudWatch": the Integration URL, for alarms of CloudWatch',
  webhook: 'the receiving service; it must confirm the subscription that SNS sends first',
};
export function topics(stack: PlatformStack, context: AwsContext, workspace: PrometheusWorkspace): Topics {
  const kmsMasterKeyId = findKeyArn(stack, context, 'observability', { id: 'topics' });
  const topic = (id: keyof Topics) => {
    const name = topicName(context, id);
    const made = pinned(new SnsTopic(stack, address(`alerts-${id}`), { name, displayName: name, kmsMasterKeyId }));
    pinned(new SnsTopicPolicy(stack, address(`alerts-${id}-policy`), { arn: made.arn, policy: senders(context, made, workspace) }), address(`alerts-${id}`));
    return made;
  };
  const made: Topics = { critical: topic('critical'), warning: topic('warning'), heartbeat: topic('heartbeat') };
  const { alerts } = cloudNativeSettings(context.platform);
  for (const id of receiverIds) subscribe(stack, id, alerts[id], made[id]);
  return made;
}

/** The alert manager of this workspace, and alarms of this account. */
function senders({ platform }: AwsContext, { arn }: SnsTopic, workspace: PrometheusWorkspace): string {
  const own = { 'aws:SourceAccount': awsAccount(platform).accountId };
  return policy([
    {
      sid: 'Alerts',
      principal: { Service: 'aps.amazonaws.com' },
      actions: ['sns:GetTopicAttributes', 'sns:Publish'],
      resources: arn,
      conditions: { StringEquals: own, ArnEquals: { 'aws:SourceArn': workspace.arn } },
    },
    { sid: 'Alarms', principal: { Service: 'cloudwatch.amazonaws.com' }, actions: 'sns:Publish', resources: arn, conditions: { StringEquals: own } },
    denyWithoutTls('sns:Publish', arn),
  ]);
}

function subscribe(stack: PlatformStack, id: ReceiverId, to: Receiver, { arn: topicArn }: SnsTopic): void {
  const subscription = (config: { readonly protocol: string; readonly endpoint: string; readonly endpointAutoConfirms?: boolean }) =>
    pinned(new SnsTopicSubscription(stack, `subscription_${id}`, { topicArn, ...config }), id);
  if (to.type === 'email') {
    subscription({ protocol: 'email', endpoint: to.address });
    return;
  }
  subscription({ protocol: 'https', endpoint: receiverUrl(stack, id, to, 'messages'), endpointAutoConfirms: true });
}
