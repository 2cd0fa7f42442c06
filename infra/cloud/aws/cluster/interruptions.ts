/** Tells Karpenter that AWS is about to take a node away, so that it drains it first. */
import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { checked, interruptionQueue } from '../../../../lib/names';
import { denyWithoutTls, policy } from '../kits/policy';
import type { AwsContext } from '../kits/stack';
import { address } from '../names';
import { awsAccount } from '../../../../lib/model';

const events = {
  'scheduled-change': { source: 'aws.health', type: 'AWS Health Event' },
  'spot-interruption': { source: 'aws.ec2', type: 'EC2 Spot Instance Interruption Warning' },
  rebalance: { source: 'aws.ec2', type: 'EC2 Instance Rebalance Recommendation' },
  'state-change': { source: 'aws.ec2', type: 'EC2 Instance State-change Notification' },
  'reservation-interruption': { source: 'aws.ec2', type: 'EC2 Capacity Reservation Instance Interruption Warning' },
} as const;

export function interruptions(stack: PlatformStack, context: AwsContext): void {
  const { platform, cluster, names } = context;
  const name = checked('SQS queue', interruptionQueue(names.prefix()));
  const arn = `arn:aws:sqs:${cluster.region}:${awsAccount(platform).accountId}:${name}`;
  // A warning is worth nothing after five minutes; it holds ids of instances only, so the keys of SQS are enough.
  const queue = pinned(new SqsQueue(stack, 'interruptions', { name, messageRetentionSeconds: 300, sqsManagedSseEnabled: true }));
  const ruleArn = (id: string) => `arn:aws:events:${cluster.region}:${awsAccount(platform).accountId}:rule/${name}-${id}`;
  pinned(
    new SqsQueuePolicy(stack, 'interruptions_policy', {
      queueUrl: queue.url,
      policy: policy([
        {
          sid: 'Events',
          principal: { Service: 'events.amazonaws.com' },
          actions: 'sqs:SendMessage',
          resources: arn,
          conditions: { ArnEquals: { 'aws:SourceArn': Object.keys(events).map(ruleArn).sort() } },
        },
        denyWithoutTls('sqs:*', arn),
      ]),
    }),
    'interruptions',
  );
  for (const [id, { source, type }] of Object.entries(events)) {
    const rule = new CloudwatchEventRule(stack, address(id), {
      name: `${name}-${id}`,
      description: type,
      eventPattern: JSON.stringify({ source: [source], 'detail-type': [type] }),
    });
    pinned(rule);
    pinned(new CloudwatchEventTarget(stack, address(`${id}-target`), { rule: rule.name, targetId: 'karpenter', arn: queue.arn }), address(id));
  }
}
