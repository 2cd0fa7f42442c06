/** What applying the stacks needs that keep metrics in AWS. Left to people: deleting a workspace, which holds more than a year of them. */
import { awsAccount, type AwsCluster, type Platform } from '../../../../lib/model';
import { namesOf } from '../../../../lib/names';
import { oneOrMany, type Statement } from '../kits/policy';
import { actions, inRegions, prefixes } from './ci-statements';

export function managedMetrics(platform: Platform, clusters: readonly AwsCluster[]): readonly Statement[] {
  const { accountId } = awsAccount(platform);
  const aps = (kind: string) => clusters.map(({ region }) => `arn:aws:aps:${region}:${accountId}:${kind}`);
  const own = { StringEquals: { 'aws:ResourceTag/platform': platform.name } };
  return [
    {
      sid: 'NewWorkspaces',
      actions: actions('aps', ['CreateWorkspace', 'TagResource']),
      resources: '*', // a workspace has no id before it exists
      conditions: { StringEquals: { 'aws:RequestTag/platform': platform.name } },
    },
    {
      sid: 'Workspaces',
      actions: actions('aps', [
        'CreateAlertManagerDefinition',
        'CreateLoggingConfiguration',
        'CreateRuleGroupsNamespace',
        'DeleteAlertManagerDefinition',
        'DeleteLoggingConfiguration',
        'PutAlertManagerDefinition',
        'TagResource',
        'UntagResource',
        'UpdateLoggingConfiguration',
        'UpdateWorkspaceAlias',
        'UpdateWorkspaceConfiguration',
      ]),
      resources: aps('workspace/*'),
      conditions: own,
    },
    {
      sid: 'RuleGroups',
      actions: actions('aps', ['CreateRuleGroupsNamespace', 'DeleteRuleGroupsNamespace', 'PutRuleGroupsNamespace', 'TagResource', 'UntagResource']),
      resources: aps('rulegroupsnamespace/*'),
    },
    // With the key of the cluster the workspace is encrypted on behalf of who makes it.
    {
      sid: 'GiveKeyToWorkspace',
      actions: actions('kms', ['CreateGrant', 'Decrypt', 'DescribeKey', 'GenerateDataKey']),
      resources: clusters.map(({ region }) => `arn:aws:kms:${region}:${accountId}:key/*`),
      conditions: { StringEquals: { ...own.StringEquals, 'kms:ViaService': clusters.map(({ region }) => `aps.${region}.amazonaws.com`) } },
    },
    {
      sid: 'MetricsLogGroups',
      actions: actions('logs', ['AssociateKmsKey', 'CreateLogGroup', 'PutRetentionPolicy', 'TagResource', 'UntagResource']),
      resources: clusters.map((each) => `arn:aws:logs:${each.region}:${accountId}:log-group:/aws/vendedlogs/prometheus/${namesOf(platform, each).prefix()}*`),
    },
    {
      sid: 'DeliverLogs',
      actions: actions('logs', ['CreateLogDelivery', 'DeleteLogDelivery', 'DescribeResourcePolicies', 'PutResourcePolicy', 'UpdateLogDelivery']),
      resources: '*', // these actions know no resources
      conditions: inRegions(platform),
    },
    {
      sid: 'Dashboards',
      actions: actions('cloudwatch', ['DeleteDashboards', 'PutDashboard']),
      resources: oneOrMany(prefixes(platform, clusters).map((prefix) => `arn:aws:cloudwatch::${accountId}:dashboard/${prefix}-*`)),
    },
  ];
}
