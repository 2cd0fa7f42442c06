/** Topics that alerts and alarms are sent to, and who has subscribed to them. */
import type { PrometheusWorkspace } from '@cdktf/provider-aws/lib/prometheus-workspace';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { pinned } from '../../../../lib/constructs/stateful';
import { TerraformVariable, type PlatformStack } from '../../../../lib/constructs/terraform';
import { awsAccount, cloudNativeSettings, type CloudNativeSettings, type Platform } from '../../../../lib/model';
import { findKeyArn } from '../../../cloud/aws/kits/lookup';
import { denyWithoutTls, policy } from '../../../cloud/aws/kits/policy';
import type { AwsContext } from '../../../cloud/aws/kits/stack';
import { address } from '../../../cloud/aws/names';

export const receiverIds = ['critical', 'warning'] as const;
export type ReceiverId = (typeof receiverIds)[number];
type Receiver = CloudNativeSettings['alerts'][ReceiverId];
/** A topic for each receiver, and the one whose silence is heard. */
export type Topics = Readonly<Record<ReceiverId | 'heartbeat', SnsTopic>>;

export const topicName = ({ names }: AwsContext, id: keyof Topics): string => `${names.prefix()}-alerts-${id}`;
/** Variable with the URL of a receiver that has one. */
export const receiverVariable = (id: ReceiverId): string => `alerts_${id}_url`;

/** Where a person gets the URL; nothing for receivers that have none. */
const urlSources: Readonly<Record<Receiver['type'], string | undefined>> = {
  email: undefined,
  pagerduty: 'PagerDuty, Services, Integrations, "Amazon CloudWatch": the Integration URL, for alarms of CloudWatch',
  webhook: 'the receiving service; it must confirm the subscription that SNS sends first',
};
/** Receivers whose URL is asked for at the apply, with where it comes from. */
export const receiverUrls = (platform: Platform): readonly { readonly id: ReceiverId; readonly variable: string; readonly source: string }[] =>
  receiverIds.flatMap((id) => {
    const source = urlSources[cloudNativeSettings(platform).alerts[id].type];
    return source === undefined ? [] : [{ id, variable: receiverVariable(id), source }];
  });

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

/** The URL is a secret: it is kept in the state of this stack, which only those may read who apply it. */
function subscribe(stack: PlatformStack, id: ReceiverId, to: Receiver, { arn: topicArn }: SnsTopic): void {
  const subscription = (config: { readonly protocol: string; readonly endpoint: string; readonly endpointAutoConfirms?: boolean }) =>
    pinned(new SnsTopicSubscription(stack, `subscription_${id}`, { topicArn, ...config }), id);
  if (to.type === 'email') {
    subscription({ protocol: 'email', endpoint: to.address });
    return;
  }
  const url = new TerraformVariable(stack, receiverVariable(id), {
    type: 'string',
    nullable: false,
    sensitive: true,
    description: `URL that messages of severity ${id} are posted to (${to.type}). It is kept in the state of this stack`,
  });
  url.addValidation({
    condition: `\${can(regex("^https://[^[:space:]]+$", var.${receiverVariable(id)}))}`,
    errorMessage: 'An address that starts with https://.',
  });
  subscription({ protocol: 'https', endpoint: url.stringValue, endpointAutoConfirms: true });
}
