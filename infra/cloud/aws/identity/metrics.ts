/** What pods may do with the managed Prometheus and with CloudWatch. */
import { awsAccount, type AwsCluster } from '../../../../lib/model';
import { siblings } from '../../../../lib/names';
import type { Conditions, Statement } from '../kits/policy';
import type { AwsContext } from '../kits/stack';

/** Workspaces have an id only after an apply: their tags say whose they are. */
const workspaces = ({ platform }: AwsContext, { region }: Pick<AwsCluster, 'region'>): string =>
  `arn:aws:aps:${region}:${awsAccount(platform).accountId}:workspace/*`;
const tagged = ({ platform }: AwsContext, clusters: readonly string[]): Conditions => ({
  StringEquals: { 'aws:ResourceTag/cluster': clusters.length === 1 ? (clusters[0] ?? '') : clusters, 'aws:ResourceTag/platform': platform.name },
});

/** Samples into the own workspace, and nothing out of it. */
export const writeMetrics = (context: AwsContext): readonly Statement[] => [
  { sid: 'SendSamples', actions: 'aps:RemoteWrite', resources: workspaces(context, context.cluster), conditions: tagged(context, [context.cluster.name]) },
];

/** Questions to the own workspace and to those of siblings, and to the metrics of CloudWatch; no log line. */
export function readMetrics(context: AwsContext): readonly Statement[] {
  const clusters = [context.cluster, ...siblings(context.platform, context.cluster)];
  return [
    {
      sid: 'AskWorkspaces',
      actions: ['aps:GetLabels', 'aps:GetMetricMetadata', 'aps:GetSeries', 'aps:QueryMetrics'],
      resources: clusters.map((cluster) => workspaces(context, cluster)),
      conditions: tagged(
        context,
        clusters.map(({ name }) => name),
      ),
    },
    {
      sid: 'AskCloudWatch',
      actions: [
        'cloudwatch:DescribeAlarms',
        'cloudwatch:DescribeAlarmsForMetric',
        'cloudwatch:GetMetricData',
        'cloudwatch:ListMetrics',
        'ec2:DescribeRegions',
        'tag:GetResources',
      ],
      resources: '*', // these actions know no resources
      conditions: { StringEquals: { 'aws:RequestedRegion': [...new Set(clusters.map(({ region }) => region))] } },
    },
  ];
}

/**
 * The agent of CloudWatch sends metrics and looks up what it runs on. Of CloudWatchAgentServerPolicy without logs, traces
 * and parameters: the add-on is told to send none and to read none.
 */
export const sendContainerInsights = ({ cluster }: AwsContext): readonly Statement[] => [
  {
    sid: 'SendContainerInsights',
    actions: ['cloudwatch:PutMetricData', 'ec2:DescribeInstances', 'ec2:DescribeTags', 'ec2:DescribeVolumes'],
    resources: '*', // these actions know no resources
    conditions: { StringEquals: { 'aws:RequestedRegion': cluster.region } },
  },
];
