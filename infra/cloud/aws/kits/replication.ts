/** Copies of a bucket in another region, made by S3 itself. */
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { S3BucketReplicationConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-replication-configuration';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { bucketArn } from '../names';
import type { HardenedBucket } from './bucket';
import type { Statement } from './policy';
import { role, serviceTrust } from './role';

/** Id of the one rule of each bucket; a dimension of its metrics. */
export const replicationRule = 'everything';

/** A bucket at one end, with the key of its region. */
export interface ReplicaEnd {
  readonly name: string;
  readonly region: string;
  readonly keyArn: string;
}
export interface ReplicationProps {
  /** Part of addresses; that of the source bucket. */
  readonly id: string;
  readonly roleName: string;
  /** Of the role. @default - none, see RoleProps */
  readonly boundary?: string;
  readonly source: ReplicaEnd;
  readonly target: ReplicaEnd;
  /** Versioned buckets of the same stack that must be there first. @default - another stack has made them */
  readonly dependsOn?: readonly HardenedBucket[];
  /** Where the source is. @default - the stack's own region */
  readonly region?: string;
}

/**
 * New objects, new versions and deletions follow within minutes. A deletion hides an object in the copy as well and
 * takes no version away. Replicas are never replicated again, so that two buckets can copy each other.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
 */
export function replicate(stack: PlatformStack, props: ReplicationProps): void {
  const { id, source, target, dependsOn = [], region } = props;
  const { arn } = replicationRole(stack, props);
  const place = region === undefined ? {} : { region };
  const configuration = new S3BucketReplicationConfigurationA(stack, `${id}_replication`, {
    ...place,
    bucket: source.name,
    role: arn,
    rule: [
      {
        id: replicationRule,
        status: 'Enabled',
        filter: { prefix: '' },
        deleteMarkerReplication: { status: 'Enabled' },
        sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } },
        destination: {
          bucket: bucketArn(target.name),
          encryptionConfiguration: { replicaKmsKeyId: target.keyArn },
          metrics: { status: 'Enabled' },
        },
      },
    ],
    ...(dependsOn.length > 0 ? { dependsOn: dependsOn.map(({ versioning }) => versioning) } : {}),
  });
  pinned(configuration, id);
}

/** S3 acts with it; it does not say for which bucket when it takes on a role, so that the role itself reaches this one only. */
function replicationRole(stack: PlatformStack, { id, roleName, boundary, source, target }: ReplicationProps): IamRole {
  return role(stack, {
    id: `${id}_replication`,
    name: roleName,
    description: `S3 copies ${source.name} to ${target.region}`,
    trust: [serviceTrust('s3.amazonaws.com')],
    ...(boundary === undefined ? {} : { boundary }),
    policies: { replicate: replicationStatements(source, target) },
  });
}

/** Reads versions with what goes with them (tags, retention) here, writes replicas there; the keys only for these two buckets. */
function replicationStatements(source: ReplicaEnd, target: ReplicaEnd): readonly Statement[] {
  const [from, to] = [bucketArn(source.name), bucketArn(target.name)];
  const key = (sid: string, actions: string, { keyArn, region }: ReplicaEnd, arn: string): Statement => ({
    sid,
    actions,
    resources: keyArn,
    // With bucket keys the encryption context is the bucket.
    conditions: { StringEquals: { 'kms:EncryptionContext:aws:s3:arn': arn, 'kms:ViaService': `s3.${region}.amazonaws.com` } },
  });
  return [
    { sid: 'ReadSource', actions: ['s3:GetReplicationConfiguration', 's3:ListBucket'], resources: from },
    {
      sid: 'ReadVersions',
      actions: ['s3:GetObjectLegalHold', 's3:GetObjectRetention', 's3:GetObjectVersionAcl', 's3:GetObjectVersionForReplication', 's3:GetObjectVersionTagging'],
      resources: `${from}/*`,
    },
    { sid: 'WriteReplicas', actions: ['s3:ReplicateDelete', 's3:ReplicateObject', 's3:ReplicateTags'], resources: `${to}/*` },
    key('DecryptSource', 'kms:Decrypt', source, from),
    key('EncryptReplicas', 'kms:Encrypt', target, to),
  ];
}
