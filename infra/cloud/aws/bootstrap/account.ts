/** Settings of the account that close what nobody should ever open by accident. */
import { AccessanalyzerAnalyzer } from '@cdktf/provider-aws/lib/accessanalyzer-analyzer';
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
  pinned(
    new S3AccountPublicAccessBlock(stack, 'account_buckets', {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    }),
    'account',
  );
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
