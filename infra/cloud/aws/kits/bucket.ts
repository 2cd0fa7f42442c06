/** Buckets with everything that a bucket must have. */
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import { S3BucketNotification } from '@cdktf/provider-aws/lib/s3-bucket-notification';
import { S3BucketObjectLockConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { denyWithoutTls, policy, type Statement } from './policy';
import { keep, pinned } from '../../../../lib/constructs/stateful';

export interface HardenedBucketProps {
  readonly id: string;
  readonly name: string;
  /** @default - the stack's own region */
  readonly region?: string;
  /** Customer managed key. @default - keys of S3: server access logs can be delivered to nothing else */
  readonly keyArn?: string;
  /** Days for which no version can be deleted (governance mode: only by somebody with `s3:BypassGovernanceRetention`). @default - none */
  readonly lockDays?: number;
  /** Days after which an object is deleted. @default - never */
  readonly expireDays?: number;
  /** Days for which an overwritten or deleted object can be brought back. */
  readonly undeleteDays: number;
  /** Name of the bucket in the same region that gets the access log, under `<id>/`. @default - none */
  readonly logsTo?: string;
  /** Further statements of the bucket policy. */
  readonly statements?: readonly Statement[];
}

export interface HardenedBucket {
  readonly bucket: S3Bucket;
  /** Replication from or to the bucket waits for it. */
  readonly versioning: S3BucketVersioningA;
}

/** Where the bucket and all of its satellites are. */
const placeOf = ({ region }: HardenedBucketProps) => (region === undefined ? {} : { region });

/**
 * A private, encrypted, versioned bucket that only speaks TLS and is never destroyed by an apply.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export function hardenedBucket(stack: PlatformStack, props: HardenedBucketProps): HardenedBucket {
  const { id, name, lockDays } = props;
  const bucket = pinned(
    new S3Bucket(stack, `${id}_bucket`, { ...placeOf(props), bucket: name, ...(lockDays === undefined ? {} : { objectLockEnabled: true }), lifecycle: keep }),
    id,
  );
  guard(stack, bucket, props);
  const versioning = retain(stack, bucket, props);
  observe(stack, bucket, props);
  return { bucket, versioning };
}

/** Who may do what: nobody from outside, nobody without TLS, nothing unencrypted. */
function guard(stack: PlatformStack, { id: bucket }: S3Bucket, props: HardenedBucketProps): void {
  const { id, name, keyArn, statements = [] } = props;
  const place = placeOf(props);
  const pab = new S3BucketPublicAccessBlock(stack, `${id}_public_access`, {
    ...place,
    bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  const ownership = new S3BucketOwnershipControls(stack, `${id}_ownership`, { ...place, bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } });
  const arn = `arn:aws:s3:::${name}`;
  const access = new S3BucketPolicy(stack, `${id}_policy`, {
    ...place,
    bucket,
    policy: policy([denyWithoutTls('s3:*', [arn, `${arn}/*`]), ...statements]),
    dependsOn: [pab],
  });
  const encryption = new S3BucketServerSideEncryptionConfigurationA(stack, `${id}_encryption`, {
    ...place,
    bucket,
    rule: [
      keyArn === undefined
        ? { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }
        : { bucketKeyEnabled: true, applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn } },
    ],
  });
  for (const satellite of [pab, ownership, access, encryption]) pinned(satellite, id);
}

/** How long what stays. */
function retain(stack: PlatformStack, { id: bucket }: S3Bucket, props: HardenedBucketProps): S3BucketVersioningA {
  const { id, lockDays, expireDays, undeleteDays } = props;
  const place = placeOf(props);
  const versioning = pinned(new S3BucketVersioningA(stack, `${id}_versioning`, { ...place, bucket, versioningConfiguration: { status: 'Enabled' } }), id);
  const lifecycle = new S3BucketLifecycleConfiguration(stack, `${id}_lifecycle`, {
    ...place,
    bucket,
    rule: [
      {
        id: 'retention',
        status: 'Enabled',
        filter: [{ prefix: '' }],
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        noncurrentVersionExpiration: [{ noncurrentDays: undeleteDays }],
        expiration: [expireDays === undefined ? { expiredObjectDeleteMarker: true } : { days: expireDays }],
      },
    ],
    dependsOn: [versioning],
  });
  pinned(lifecycle, id);
  if (lockDays === undefined) return versioning;
  const lock = new S3BucketObjectLockConfigurationA(stack, `${id}_lock`, {
    ...place,
    bucket,
    objectLockEnabled: 'Enabled',
    rule: { defaultRetention: { mode: 'GOVERNANCE', days: lockDays } },
    dependsOn: [versioning],
  });
  pinned(lock, id);
  return versioning;
}

/** Who sees what happens in it. */
function observe(stack: PlatformStack, { id: bucket }: S3Bucket, props: HardenedBucketProps): void {
  const { id, logsTo } = props;
  const place = placeOf(props);
  if (logsTo === undefined) return;
  const logging = new S3BucketLoggingA(stack, `${id}_logging`, {
    ...place,
    bucket,
    targetBucket: logsTo,
    targetPrefix: `${id}/`,
    targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: 'EventTime' } },
  });
  const events = new S3BucketNotification(stack, `${id}_events`, { ...place, bucket, eventbridge: true });
  for (const satellite of [logging, events]) pinned(satellite, id);
}

/** Lets S3 write access logs of the account's own buckets. */
export const acceptAccessLogs = (name: string, accountId: string, sources: readonly string[]): Statement => ({
  sid: 'AcceptAccessLogs',
  principal: { Service: 'logging.s3.amazonaws.com' },
  actions: 's3:PutObject',
  resources: `arn:aws:s3:::${name}/*`,
  conditions: { ArnEquals: { 'aws:SourceArn': sources.map((source) => `arn:aws:s3:::${source}`) }, StringEquals: { 'aws:SourceAccount': accountId } },
});
