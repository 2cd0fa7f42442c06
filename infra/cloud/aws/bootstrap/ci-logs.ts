/** What applying the logs of a cluster needs, where CloudWatch keeps them. Deleting a group or its policies is left to people. */
import { awsAccount, cloudLogsOf, type AwsCluster, type Platform } from '../../../../lib/model';
import { logGroup, logTenants, namesOf } from '../../../../lib/names';
import type { Statement } from '../kits/policy';
import { actions, inRegions } from './ci-statements';

export function applyLogs(platform: Platform, clusters: readonly AwsCluster[]): Readonly<Record<string, readonly Statement[]>> {
  if (!cloudLogsOf(platform.logging)) return {};
  const { accountId } = awsAccount(platform);
  const groups = clusters.flatMap((each) =>
    Object.values(logTenants).map((tenant) => `arn:aws:logs:${each.region}:${accountId}:log-group:${logGroup(namesOf(platform, each), tenant)}`),
  );
  return {
    logs: [
      {
        sid: 'TenantGroups',
        actions: actions('logs', [
          'AssociateKmsKey',
          'CreateLogGroup',
          'CreateLogStream',
          'DeleteMetricFilter',
          'PutDataProtectionPolicy',
          'PutIndexPolicy',
          'PutMetricFilter',
          'PutRetentionPolicy',
          'TagResource',
          'UntagResource',
        ]),
        resources: groups.flatMap((arn) => [arn, `${arn}:*`]),
      },
      // Saved queries know no resources.
      { sid: 'SavedQueries', actions: actions('logs', ['DeleteQueryDefinition', 'PutQueryDefinition']), resources: '*', conditions: inRegions(platform) },
    ],
  };
}
