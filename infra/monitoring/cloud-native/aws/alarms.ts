/**
 * Who watches the watchers: alarms of CloudWatch on what AWS itself says of the workspace, its rules and its messages.
 * They need neither the agent nor the rules, so that they ring when those are silent.
 */
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { alarm, type AlarmProps } from '../../../cloud/aws/kits/alarm';
import type { AwsContext } from '../../../cloud/aws/kits/stack';
import { heartbeatSeconds, type AlertManagerProps } from './alert-manager';
import type { ReceiverId } from '../receivers';
import { topicName } from './topics';

/** Usage of a workspace as CloudWatch counts it. */
export const usage = (workspaceId: string, resource: 'IngestionRate' | 'ActiveSeries'): Readonly<Record<string, string>> => ({
  Class: 'None',
  Resource: resource,
  ResourceId: workspaceId,
  Service: 'Prometheus',
  Type: 'Resource',
});

export function alarms(stack: PlatformStack, context: AwsContext, { workspace, receivers }: AlertManagerProps): void {
  const heard = (id: ReceiverId, props: AlarmProps) => alarm(stack, context, receivers[id], props);
  const ofWorkspace = (name: string, statistic: 'Sum' | 'Maximum' = 'Sum') => ({
    namespace: 'AWS/Prometheus',
    name,
    statistic,
    dimensions: { Workspace: workspace.id },
  });
  const ofTopic = (id: keyof typeof receivers, name: string) => ({
    namespace: 'AWS/SNS',
    name,
    statistic: 'Sum' as const,
    dimensions: { TopicName: topicName(context, id) },
  });
  heard('critical', {
    id: 'metrics-stopped',
    description:
      'No sample has arrived for 15 minutes: alerts about the cluster are blind. Are the agents running (kubectl -n observability get pods)? Their log tells a 403 (identity metrics-agent), a timeout (endpoint aps-workspaces, network policy) and a 429 (limit of the workspace) apart.',
    metric: { namespace: 'AWS/Usage', name: 'ResourceCount', statistic: 'Maximum', dimensions: usage(workspace.id, 'IngestionRate') },
    when: { below: 1 },
    times: 3,
    missingIsBad: true,
  });
  heard('critical', {
    id: 'alerts-silent',
    description:
      'The sign of life that rules and alert manager send all the time has been missing for 15 minutes: no alert reaches anybody. If metrics-stopped rings too, begin there; else the log group /aws/vendedlogs/prometheus of the workspace says which rule or receiver fails.',
    metric: ofTopic('heartbeat', 'NumberOfMessagesPublished'),
    when: { below: 1 },
    minutes: heartbeatSeconds / 60,
    times: 3,
    missingIsBad: true,
  });
  heard('critical', {
    id: 'alerts-not-delivered',
    description:
      'The alert manager could not hand over messages: alerts fire and nobody hears them. The log group of the workspace has the answer of the receiver.',
    metric: ofWorkspace('AlertManagerNotificationsFailed'),
    when: { above: 0 },
    times: 2,
  });
  heard('warning', {
    id: 'rules-failing',
    description:
      'Rules could not be evaluated: their alerts cannot fire. The log group of the workspace names each rule and why; usually two series match where one is expected.',
    // A metric for each group: only their sum says whether any fails.
    metric: [
      {
        id: 'failures',
        expression: `SELECT SUM(RuleEvaluationFailures) FROM "AWS/Prometheus" WHERE Workspace = '${workspace.id}'`,
        label: 'rules that failed',
        period: 300,
        returnData: true,
      },
    ],
    when: { above: 0 },
    times: 3,
  });
  heard('warning', {
    id: 'samples-discarded',
    description:
      'AWS throws samples away: a limit of the workspace, labels that are too long, samples that are too old. The metric DiscardedSamples has the reason; quotas are raised in Service Quotas.',
    metric: [
      {
        id: 'discarded',
        expression: `SELECT SUM(DiscardedSamples) FROM "AWS/Prometheus" WHERE Workspace = '${workspace.id}'`,
        label: 'samples thrown away',
        period: 300,
        returnData: true,
      },
    ],
    when: { above: 0 },
    times: 3,
  });
  // Each is told of the other's failures: a receiver that cannot be reached hears nothing of it.
  for (const [id, other] of [
    ['critical', 'warning'],
    ['warning', 'critical'],
  ] as const)
    heard(other, {
      id: `messages-${id}-failed`,
      description: `SNS could not deliver messages of severity ${id}. Look at the subscription of topic ${topicName(context, id)}: is it confirmed, does its address answer?`,
      metric: ofTopic(id, 'NumberOfNotificationsFailed'),
      when: { above: 0 },
    });
}
