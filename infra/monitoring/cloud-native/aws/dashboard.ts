/** What CloudWatch knows of the cluster by itself, on one page: works when neither the cluster nor Grafana answers. */
import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { awsAccount } from '../../../../lib/model';
import type { AwsContext } from '../../../cloud/aws/kits/stack';
import { usage } from './alarms';
import type { AlertManagerProps } from './alert-manager';
import { topicName } from './topics';

type Metric = readonly (string | object)[];
interface Graph {
  readonly title: string;
  readonly metrics: readonly Metric[];
  /** @default 'Sum' */
  readonly stat?: 'Sum' | 'Average' | 'Maximum';
}

/** Alarms that `<cluster>-monitoring` makes, in the order of the page. */
const alarmIds = [
  'metrics-stopped',
  'alerts-silent',
  'alerts-not-delivered',
  'rules-failing',
  'samples-discarded',
  'messages-critical-failed',
  'messages-warning-failed',
];

export function dashboard(stack: PlatformStack, context: AwsContext, { workspace }: AlertManagerProps): void {
  const { platform, cluster, names } = context;
  const alarm = (id: string) => `arn:aws:cloudwatch:${cluster.region}:${awsAccount(platform).accountId}:alarm:${names.prefix()}-${id}`;
  const graphs = [...ofMetrics(context, workspace.id), ...ofControlPlane(context)];
  const widgets = [
    { type: 'alarm', x: 0, y: 0, width: 24, height: 3, properties: { title: 'What watches the watchers', alarms: alarmIds.map(alarm) } },
    ...graphs.map(({ title, metrics, stat = 'Sum' }, index) => ({
      type: 'metric',
      x: (index % 3) * 8,
      y: 3 + Math.floor(index / 3) * 6,
      width: 8,
      height: 6,
      properties: { title, metrics, stat, period: 300, region: cluster.region, view: 'timeSeries' },
    })),
  ];
  pinned(
    new CloudwatchDashboard(stack, 'metrics_dashboard', { dashboardName: `${names.prefix()}-metrics`, dashboardBody: JSON.stringify({ widgets }) }),
    'metrics',
  );
}

const flat = (dimensions: Readonly<Record<string, string>>): readonly string[] => Object.entries(dimensions).flat();

function ofMetrics(context: AwsContext, workspaceId: string): readonly Graph[] {
  const own = (name: string): Metric => ['AWS/Prometheus', name, 'Workspace', workspaceId];
  const sum = (name: string, label: string): Metric => [{ expression: `SELECT SUM(${name}) FROM "AWS/Prometheus" WHERE Workspace = '${workspaceId}'`, label }];
  const topic = (id: 'critical' | 'warning' | 'heartbeat'): Metric => [
    'AWS/SNS',
    'NumberOfMessagesPublished',
    'TopicName',
    topicName(context, id),
    { label: id },
  ];
  return [
    {
      title: 'Samples a second',
      stat: 'Average',
      metrics: [['AWS/Usage', 'ResourceCount', ...flat(usage(workspaceId, 'IngestionRate'))], sum('DiscardedSamples', 'thrown away')],
    },
    { title: 'Active series', stat: 'Maximum', metrics: [['AWS/Usage', 'ResourceCount', ...flat(usage(workspaceId, 'ActiveSeries'))]] },
    { title: 'Rules', metrics: [sum('RuleEvaluations', 'evaluated'), sum('RuleEvaluationFailures', 'failed'), sum('RuleGroupIterationsMissed', 'late')] },
    { title: 'Alerts', metrics: [own('AlertManagerAlertsReceived'), own('AlertManagerNotificationsFailed')] },
    { title: 'Messages', metrics: (['critical', 'warning', 'heartbeat'] as const).map(topic) },
  ];
}

/** The control plane, as EKS counts it without an agent. */
function ofControlPlane({ names }: AwsContext): readonly Graph[] {
  const eks = (name: string): Metric => ['AWS/EKS', name, 'ClusterName', names.cluster()];
  return [
    { title: 'Kubernetes API: requests', metrics: [eks('apiserver_request_total'), eks('apiserver_request_total_4XX'), eks('apiserver_request_total_5XX')] },
    { title: 'Kubernetes API: database', stat: 'Maximum', metrics: [eks('apiserver_storage_size_bytes')] },
    { title: 'Scheduler: pods that found no node', metrics: [eks('scheduler_schedule_attempts_UNSCHEDULABLE')] },
    { title: 'Pods that wait for a node', stat: 'Maximum', metrics: [eks('scheduler_pending_pods')] },
  ];
}
