/** Settings of the account that close what nobody should ever open by accident. */
import { AccessanalyzerAnalyzer } from '@cdktf/provider-aws/lib/accessanalyzer-analyzer';
import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget';
import { EbsEncryptionByDefault } from '@cdktf/provider-aws/lib/ebs-encryption-by-default';
import { EbsSnapshotBlockPublicAccess } from '@cdktf/provider-aws/lib/ebs-snapshot-block-public-access';
import { Ec2ImageBlockPublicAccess } from '@cdktf/provider-aws/lib/ec2-image-block-public-access';
import { Ec2InstanceMetadataDefaults } from '@cdktf/provider-aws/lib/ec2-instance-metadata-defaults';
import { IamAccountPasswordPolicy } from '@cdktf/provider-aws/lib/iam-account-password-policy';
import { S3AccountPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-account-public-access-block';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import type { Platform } from '../../../../lib/model';
import { address } from '../names';

export function accountSettings(stack: PlatformStack, platform: Platform, regions: readonly string[]): void {
  pinned(new S3AccountPublicAccessBlock(stack, 'account_buckets', { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true }), 'account');
  // People come in by federation; this is for the users that should not exist.
  pinned(
    new IamAccountPasswordPolicy(stack, 'account_passwords', {
      minimumPasswordLength: 14,
      requireLowercaseCharacters: true,
      requireUppercaseCharacters: true,
      requireNumbers: true,
      requireSymbols: true,
      allowUsersToChangePassword: true,
      maxPasswordAge: 90,
      passwordReusePrevention: 24,
    }),
    'account',
  );
  for (const region of regions) regionSettings(stack, platform, region);
}

function regionSettings(stack: PlatformStack, platform: Platform, region: string): void {
  const id = address(region);
  pinned(new EbsEncryptionByDefault(stack, `encryption_${id}`, { region, enabled: true }), id);
  pinned(new EbsSnapshotBlockPublicAccess(stack, `snapshots_${id}`, { region, state: 'block-all-sharing' }), id);
  pinned(new Ec2ImageBlockPublicAccess(stack, `images_${id}`, { region, state: 'block-new-sharing' }), id);
  pinned(new Ec2InstanceMetadataDefaults(stack, `metadata_${id}`, { region, httpTokens: 'required', httpPutResponseHopLimit: 1 }), id);
  pinned(new AccessanalyzerAnalyzer(stack, `analyzer_${id}`, { region, analyzerName: `${platform.name}-external-access`, type: 'ACCOUNT' }), id);
}

/** Mails the owner when a month costs more than the three before it. The limit follows the platform, nobody has to guess it. */
export function budget(stack: PlatformStack, { name, owner }: Platform): void {
  const notification = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({ notificationType, comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE', subscriberEmailAddresses: [owner.email] });
  pinned(
    new BudgetsBudget(stack, 'monthly', {
      name: `${name}-monthly`,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      autoAdjustData: { autoAdjustType: 'HISTORICAL', historicalOptions: { budgetAdjustmentPeriod: 3 } },
      notification: [notification('FORECASTED', 115), notification('ACTUAL', 100), notification('ACTUAL', 130)],
    }),
  );
}
