/** Control plane, interruptions, backups, and who was in. */
import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import type { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { interruptionQueue } from '../../../../lib/names';
import type { AwsContext } from '../kits/stack';
import { backupVault, clusterLogGroup } from '../names';
import { alarm } from '../kits/alarm';
import { awsAccount } from '../../../../lib/model';

export function controlPlaneAlarms(stack: PlatformStack, context: AwsContext, topic: SnsTopic): void {
  const dimensions = { ClusterName: context.names.cluster() };
  const sum = (id: string, metricName: string) => ({
    id,
    returnData: false,
    metric: { namespace: 'AWS/EKS', metricName, dimensions, period: 300, stat: 'Sum' },
  });
  alarm(stack, context, topic, {
    id: 'api-errors',
    description:
      'More than 5 % of requests to the Kubernetes API fail on its side (5xx). Look at failing webhooks first (they answer for many of these), then at the AWS Health dashboard.',
    metric: [
      sum('failed', 'apiserver_request_total_5XX'),
      sum('total', 'apiserver_request_total'),
      { id: 'rate', expression: '100 * failed / total', label: 'failed requests in percent', returnData: true },
    ],
    when: { above: 5 },
    times: 3,
  });
  alarm(stack, context, topic, {
    id: 'etcd-size',
    description:
      'The database of the Kubernetes API is above 6 of 8 GiB; when full it accepts no more writes. Look for a controller that makes objects without end: kubectl get --raw /metrics | grep apiserver_storage_objects.',
    metric: { namespace: 'AWS/EKS', name: 'apiserver_storage_size_bytes', statistic: 'Maximum', dimensions },
    when: { above: 6 * 2 ** 30 },
    times: 3,
  });
  alarm(stack, context, topic, {
    id: 'interruptions-unread',
    description: 'Karpenter does not read the interruption queue: nodes that AWS takes away are not drained. Look at the pods in namespace karpenter.',
    metric: {
      namespace: 'AWS/SQS',
      name: 'ApproximateAgeOfOldestMessage',
      statistic: 'Maximum',
      dimensions: { QueueName: interruptionQueue(context.names.prefix()) },
    },
    when: { above: 180 },
    times: 3,
  });
}

export function backupAlarms(stack: PlatformStack, context: AwsContext, topic: SnsTopic): void {
  const dimensions = { BackupVaultName: backupVault(context) };
  alarm(stack, context, topic, {
    id: 'backup-failed',
    description: "A job of AWS Backup failed. Its reason is in the console of AWS Backup, Jobs; the databases' own backups are not affected.",
    metric: { namespace: 'AWS/Backup', name: 'NumberOfBackupJobsFailed', statistic: 'Sum', dimensions },
    when: { above: 0 },
    minutes: 60,
  });
  alarm(stack, context, topic, {
    id: 'backup-missing',
    description: "No job of AWS Backup was completed for a day. Look at the plan, its role and the region's service settings (S3 and EBS opted in).",
    metric: { namespace: 'AWS/Backup', name: 'NumberOfBackupJobsCompleted', statistic: 'Sum', dimensions },
    when: { below: 1 },
    minutes: 24 * 60,
    missingIsBad: true,
  });
}

/** Administrators come in by IAM when logins are down; whenever one changes something, everybody hears of it. */
export function breakGlassAlarm(stack: PlatformStack, context: AwsContext, topic: SnsTopic): void {
  const { platform, names } = context;
  const { accountId, adminRoles } = awsAccount(platform);
  const anyOf = (field: string, test: (value: string) => string, values: readonly string[]) =>
    `(${values.map((value) => `${field} ${test(value)}`).join(' || ')})`;
  const people = anyOf('$.user.username', (name) => `= "arn:aws:sts::${accountId}:assumed-role/${name}/*"`, adminRoles);
  const writes = anyOf('$.verb', (verb) => `= "${verb}"`, ['create', 'update', 'patch', 'delete', 'deletecollection']);
  const name = 'AdministratorWrites';
  const namespace = `Platform/${names.prefix()}`;
  pinned(
    new CloudwatchLogMetricFilter(stack, 'administrator_writes', {
      name: `${names.prefix()}-administrator-writes`,
      logGroupName: clusterLogGroup(context),
      pattern: `{ ${people} && ${writes} }`,
      metricTransformation: { namespace, name, value: '1', unit: 'Count' },
    }),
  );
  alarm(stack, context, topic, {
    id: 'break-glass',
    description: `An administrator role (${adminRoles.join(', ')}) changed something in the cluster, past git. Ask who and why; the audit log has every request.`,
    metric: { namespace, name, statistic: 'Sum', dimensions: {} },
    when: { above: 0 },
  });
}
