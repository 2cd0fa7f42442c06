/** Customer managed keys of a cluster, one per kind of thing, so that reading one kind never gives another. */
import type { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { customerKey, useKey } from '../kits/key';
import type { Statement } from '../kits/policy';
import type { AwsContext } from '../kits/stack';
import { fromWorkspaces, pagedByAlertManager } from './alert-manager';
import { clusterLogGroup, flowLogGroup, metricsLogGroup, type KeyPurpose } from '../names';
import { awsAccount, choose, cloudLogsOf, type Monitoring } from '../../../../lib/model';
import { logGroup, logTenants } from '../../../../lib/names';

export type Keys = Readonly<Record<KeyPurpose, KmsKey>>;

export function clusterKeys(stack: PlatformStack, context: AwsContext): Keys {
  const { platform, names } = context;
  const key = (purpose: KeyPurpose, description: string, statements: readonly Statement[] = []) =>
    customerKey(stack, { id: purpose, alias: names.keyAlias(purpose), accountId: awsAccount(platform).accountId, description, statements });
  return {
    cluster: key('cluster', 'Kubernetes Secrets in etcd'),
    data: key('data', 'Buckets and backups'),
    ebs: key('ebs', 'Volumes of nodes and pods', volumeStatements(context)),
    observability: key('observability', 'Log groups and the alarm topic', logStatements(context)),
    secrets: key('secrets', 'Values in Secrets Manager', pagerStatements(context)),
  };
}

/**
 * EC2 Auto Scaling starts the nodes of managed node groups with its service-linked role, which no IAM policy of ours
 * can reach. The principal is a condition, because a key policy that names a role which does not exist yet is refused,
 * and this role appears with the account's first node group.
 */
function volumeStatements({ platform }: AwsContext): readonly Statement[] {
  const account = awsAccount(platform).accountId;
  const starter = {
    StringEquals: { 'kms:CallerAccount': account },
    ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling` },
  };
  return [
    { sid: 'NodeGroupsUseVolumes', principal: { AWS: '*' }, actions: useKey, resources: '*', conditions: starter },
    {
      sid: 'NodeGroupsAttachVolumes',
      principal: { AWS: '*' },
      actions: 'kms:CreateGrant',
      resources: '*',
      conditions: { ...starter, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}

/** CloudWatch encrypts the platform's own log groups, and alarms reach the encrypted topic. */
function logStatements(context: AwsContext): readonly Statement[] {
  const { region } = context.cluster;
  const account = awsAccount(context.platform).accountId;
  const own = cloudLogsOf(context.platform.logging) ? Object.values(logTenants).map((tenant) => logGroup(context.names, tenant)) : [];
  const groups = [clusterLogGroup(context), flowLogGroup(context), ...monitoringLogGroups(context), ...own].map(
    (name) => `arn:aws:logs:${region}:${account}:log-group:${name}`,
  );
  return [
    {
      sid: 'LogGroups',
      principal: { Service: `logs.${region}.amazonaws.com` },
      actions: useKey,
      resources: '*',
      conditions: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': groups } },
    },
    {
      sid: 'Alarms',
      principal: { Service: 'cloudwatch.amazonaws.com' },
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: '*',
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    },
    ...monitoringStatements(context),
  ];
}

const monitoringLogGroups = (context: AwsContext): readonly string[] =>
  choose<Monitoring, readonly string[]>(context.platform.monitoring, { prometheus: () => [], 'cloud-native': () => [metricsLogGroup(context)] });

/** The managed Prometheus sends alerts to encrypted topics. */
const monitoringStatements = ({ platform, cluster }: AwsContext): readonly Statement[] =>
  choose<Monitoring, readonly Statement[]>(platform.monitoring, {
    prometheus: () => [],
    'cloud-native': () => [
      {
        sid: 'Alerts',
        principal: { Service: 'aps.amazonaws.com' },
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: '*',
        conditions: fromWorkspaces(platform, cluster.region),
      },
    ],
  });

/** Reads the key of PagerDuty, where it sends there. */
const pagerStatements = ({ platform, cluster }: AwsContext): readonly Statement[] =>
  pagedByAlertManager(platform).length === 0
    ? []
    : [
        {
          sid: 'AlertManagerReadsKeysOfReceivers',
          principal: { Service: 'aps.amazonaws.com' },
          actions: 'kms:Decrypt',
          resources: '*',
          conditions: fromWorkspaces(platform, cluster.region),
        },
      ];
