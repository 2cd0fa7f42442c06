import { buckets } from '../../../../lib/names';
import { platformWith, stackNamed, statement } from './synthesize';

const platform = platformWith();
const { resource, readme } = stackNamed('aws-euc1-data', platform);
const of = (type: string, id: string) => resource[type]?.[id];

describe('buckets', () => {
  it.each(buckets(platform).map(({ id }) => id))('%s is private, encrypted with the data key, versioned, logged and never destroyed', (id) => {
    expect(of('aws_s3_bucket', id)).toMatchObject({ bucket: `acme-db-aws-euc1-${id}-111122223333`, lifecycle: { prevent_destroy: true } });
    expect(of('aws_s3_bucket_public_access_block', id)).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(of('aws_s3_bucket_ownership_controls', id)).toMatchObject({ rule: { object_ownership: 'BucketOwnerEnforced' } });
    expect(of('aws_s3_bucket_versioning', id)).toMatchObject({ versioning_configuration: { status: 'Enabled' } });
    expect(of('aws_s3_bucket_server_side_encryption_configuration', id)).toMatchObject({
      rule: [
        {
          bucket_key_enabled: true,
          apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms', kms_master_key_id: '${data.aws_kms_key.key_data.arn}' },
        },
      ],
    });
    expect(of('aws_s3_bucket_logging', id)).toMatchObject({ target_bucket: '${aws_s3_bucket.access_logs.id}', target_prefix: `${id}/` });
    expect(of('aws_s3_bucket_notification', id)).toMatchObject({ eventbridge: true });
    expect(of('aws_s3_bucket_lifecycle_configuration', id)).toMatchObject({
      rule: [{ status: 'Enabled', abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }] }],
    });
    expect(statement(of('aws_s3_bucket_policy', id)?.['policy'], 'DenyWithoutTls')).toMatchObject({
      Effect: 'Deny',
      Principal: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  it('of backups keep every version for two weeks against everybody, and let plain deletes through', () => {
    expect(of('aws_s3_bucket', 'backups')).toMatchObject({ object_lock_enabled: true });
    expect(of('aws_s3_bucket_object_lock_configuration', 'backups')).toMatchObject({ rule: { default_retention: { mode: 'GOVERNANCE', days: 14 } } });
    expect(of('aws_s3_bucket_lifecycle_configuration', 'backups')).toMatchObject({ rule: [{ noncurrent_version_expiration: [{ noncurrent_days: 30 }] }] });
  });

  it('that are compacted have no lock', () => {
    for (const id of ['metrics', 'logs', 'access_logs']) {
      expect(of('aws_s3_bucket', id)).not.toHaveProperty('object_lock_enabled');
      expect(of('aws_s3_bucket_object_lock_configuration', id)).toBeUndefined();
    }
  });

  it('never delete a current object by age, but access logs after a year', () => {
    for (const { id } of buckets(platform))
      expect(of('aws_s3_bucket_lifecycle_configuration', id)).toMatchObject({ rule: [{ expiration: [{ expired_object_delete_marker: true }] }] });
    expect(of('aws_s3_bucket_lifecycle_configuration', 'access_logs')).toMatchObject({ rule: [{ expiration: [{ days: 365 }] }] });
  });

  it('take access logs only from each other', () => {
    expect(statement(of('aws_s3_bucket_policy', 'access_logs')?.['policy'], 'AcceptAccessLogs')).toMatchObject({
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Condition: {
        ArnEquals: { 'aws:SourceArn': buckets(platform).map(({ id }) => `arn:aws:s3:::acme-db-aws-euc1-${id}-111122223333`) },
        StringEquals: { 'aws:SourceAccount': '111122223333' },
      },
    });
  });
});

describe('backups', () => {
  it('are made every day into an encrypted vault under a lock that administrators can end', () => {
    expect(of('aws_backup_vault', 'main')).toMatchObject({
      name: 'acme-db-aws-euc1',
      kms_key_arn: '${data.aws_kms_key.key_data.arn}',
      lifecycle: { prevent_destroy: true },
    });
    expect(of('aws_backup_vault_lock_configuration', 'main')).toEqual({
      backup_vault_name: '${aws_backup_vault.main.name}',
      min_retention_days: 7,
      max_retention_days: 365,
    });
    expect(of('aws_backup_plan', 'daily')).toMatchObject({ rule: [{ rule_name: 'daily', lifecycle: { delete_after: 35 } }] });
  });

  it('hold precious buckets and the volumes that their storage class tags', () => {
    expect(of('aws_backup_selection', 'buckets')).toMatchObject({
      resources: ['arn:aws:s3:::acme-db-aws-euc1-backups-111122223333'],
      iam_role_arn: 'arn:aws:iam::111122223333:role/acme-db-aws-euc1-backup',
    });
    expect(of('aws_backup_selection', 'volumes')).toMatchObject({
      condition: [
        {
          string_equals: expect.arrayContaining([
            { key: 'aws:ResourceTag/dbaas/backup', value: 'daily' },
            { key: 'aws:ResourceTag/cluster', value: 'aws-euc1' },
          ]) as unknown,
        },
      ],
    });
  });

  it('come back with a role that is named where somebody looks for it', () => {
    expect(readme).toContain('acme-db-aws-euc1-backup-restore');
  });
});
