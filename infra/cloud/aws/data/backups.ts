/**
 * AWS Backup: a second copy of what cannot be made again, under a lock of its own. Databases restore from their own
 * base backups and WAL first; this is for the day when those, or the right to write them, are gone.
 */
import { BackupPlan } from '@cdktf/provider-aws/lib/backup-plan';
import { BackupSelection } from '@cdktf/provider-aws/lib/backup-selection';
import { BackupVault } from '@cdktf/provider-aws/lib/backup-vault';
import { BackupVaultLockConfiguration } from '@cdktf/provider-aws/lib/backup-vault-lock-configuration';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { backupTag, buckets } from '../../../../lib/names';
import { cloudRoles } from '../identity/roles';
import type { AwsContext } from '../kits/stack';
import { backupVault, bucketArn } from '../names';
import { awsAccount } from '../../../../lib/model';

/** Days that a recovery point is kept. */
const retentionDays = 35;

export function backups(stack: PlatformStack, context: AwsContext, kmsKeyArn: string): void {
  const { platform, cluster, names } = context;
  const vault = pinned(new BackupVault(stack, 'main', { name: backupVault(context), kmsKeyArn, lifecycle: keep }));
  // Without a cooling-off date the lock is in governance mode: only roles with the right to change the vault's lock can end it.
  pinned(new BackupVaultLockConfiguration(stack, 'main_lock', { backupVaultName: vault.name, minRetentionDays: 7, maxRetentionDays: 365 }), 'main');
  const plan = new BackupPlan(stack, 'daily', {
    name: `${names.prefix()}-daily`,
    rule: [
      {
        ruleName: 'daily',
        targetVaultName: vault.name,
        schedule: 'cron(0 2 * * ? *)',
        startWindow: 60,
        completionWindow: 720,
        lifecycle: { deleteAfter: retentionDays },
      },
    ],
  });
  pinned(plan);
  const iamRoleArn = names.roleArn(cloudRoles.backup);
  const precious = buckets(platform).filter((bucket) => bucket.precious);
  pinned(
    new BackupSelection(stack, 'buckets', { name: 'buckets', planId: plan.id, iamRoleArn, resources: precious.map(({ id }) => bucketArn(names.bucket(id))) }),
  );
  pinned(
    new BackupSelection(stack, 'volumes', {
      name: 'volumes',
      planId: plan.id,
      iamRoleArn,
      resources: [`arn:aws:ec2:${cluster.region}:${awsAccount(platform).accountId}:volume/*`],
      condition: [
        {
          stringEquals: [
            { key: `aws:ResourceTag/${backupTag.key}`, value: backupTag.value },
            { key: 'aws:ResourceTag/cluster', value: cluster.name },
            { key: 'aws:ResourceTag/platform', value: platform.name },
          ],
        },
      ],
    }),
  );
}
