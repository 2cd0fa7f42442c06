import { platformWith, stackNamed, statement, statements } from './synthesize';

const stack = stackNamed('bootstrap-aws');
const { resource } = stack;
const withoutCi = platformWith(['  ci:\n    githubRepository: acme/dbaas-platform\n', '']);

describe('bootstrap-aws', () => {
  it('keeps its own state in the bucket that it makes, and says how it gets there', () => {
    expect(stack.terraform).toMatchObject({
      backend: { s3: { bucket: 'acme-db-tfstate-111122223333', key: 'bootstrap-aws.tfstate', encrypt: true, use_lockfile: true } },
    });
    expect(stack.readme).toContain('{"terraform": {"backend": {"local": {}}}}');
    expect(stack.readme).toContain('terraform init -migrate-state');
  });

  it('refuses credentials of another account', () => {
    expect(stack.provider).toEqual({ aws: [{ region: 'eu-central-1', allowed_account_ids: ['111122223333'] }] });
  });

  it('keeps states versioned, encrypted with its own key, private, and without an object lock, since Terraform deletes its lock', () => {
    expect(resource['aws_s3_bucket']?.['state']).toMatchObject({ bucket: 'acme-db-tfstate-111122223333', lifecycle: { prevent_destroy: true } });
    expect(resource['aws_s3_bucket']?.['state']).not.toHaveProperty('object_lock_enabled');
    expect(resource['aws_s3_bucket_object_lock_configuration']).toBeUndefined();
    expect(resource['aws_s3_bucket_versioning']?.['state']).toMatchObject({ versioning_configuration: { status: 'Enabled' } });
    expect(resource['aws_s3_bucket_server_side_encryption_configuration']?.['state']).toMatchObject({
      rule: [
        { bucket_key_enabled: true, apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms', kms_master_key_id: '${aws_kms_key.state.arn}' } },
      ],
    });
    expect(statement(resource['aws_s3_bucket_policy']?.['state']?.['policy'], 'DenyWithoutTls')).toMatchObject({
      Effect: 'Deny',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    expect(resource['aws_kms_alias']?.['state']).toMatchObject({ name: 'alias/acme-db-tfstate' });
  });

  it('closes what nobody should open by accident in the account', () => {
    expect(resource['aws_s3_account_public_access_block']?.['account']).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(resource['aws_ebs_encryption_by_default']?.['eu_central_1']).toEqual({ enabled: true, region: 'eu-central-1' });
    expect(resource['aws_ebs_snapshot_block_public_access']?.['eu_central_1']).toMatchObject({ state: 'block-all-sharing' });
    expect(resource['aws_ec2_image_block_public_access']?.['eu_central_1']).toMatchObject({ state: 'block-new-sharing' });
    expect(resource['aws_ec2_instance_metadata_defaults']?.['eu_central_1']).toMatchObject({ http_tokens: 'required', http_put_response_hop_limit: 1 });
    expect(resource['aws_iam_account_password_policy']?.['account']).toMatchObject({ minimum_password_length: 14, password_reuse_prevention: 24 });
  });

  it('mails the owner before the month costs more than a person has said', () => {
    expect(resource['aws_budgets_budget']?.['monthly']).toMatchObject({
      budget_type: 'COST',
      time_unit: 'MONTHLY',
      limit_amount: '${var.monthly_budget}',
      limit_unit: 'USD',
      notification: [
        { threshold: 80, subscriber_email_addresses: ['data-platform@acme.example'] },
        { threshold: 100 },
        { threshold: 110, notification_type: 'FORECASTED' },
      ],
    });
    expect(stack.variable['monthly_budget']).toMatchObject({ type: 'number', nullable: false, validation: [{}] });
    expect(stack.variable['monthly_budget']).not.toHaveProperty('default');
    expect(stack.readme).toContain('export TF_VAR_monthly_budget=');
  });

  it('lets no role of the platform read states or write roles, whatever its own policies say', () => {
    const boundary = resource['aws_iam_policy']?.['boundary']?.['policy'];
    expect(statement(boundary, 'NeverState')).toMatchObject({
      Effect: 'Deny',
      Action: 's3:*',
      Resource: ['arn:aws:s3:::acme-db-tfstate-111122223333', 'arn:aws:s3:::acme-db-tfstate-111122223333/*'],
    });
    expect(statement(boundary, 'NeverStateKey')).toMatchObject({ Effect: 'Deny', Action: 'kms:*', Resource: '${aws_kms_key.state.arn}' });
    const allowed = statements(boundary).flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : []));
    expect(allowed.filter((action) => /^(iam:(Put|Attach|Create(Role|User|Policy)|Update)|organizations:|\*)/.test(action))).toEqual([]);
  });
});

describe('the pipeline', () => {
  const trust = (role: string) => statement(resource['aws_iam_role']?.[role]?.['assume_role_policy'], 'GitHub');

  it('is not there unless platform.yaml asks for it', () => {
    const { resource: without } = stackNamed('bootstrap-aws', withoutCi);
    expect(without['aws_iam_openid_connect_provider']).toBeUndefined();
    expect(without['aws_iam_role']).toBeUndefined();
    expect(Object.keys(without['aws_iam_policy'] ?? {})).toEqual(['boundary']);
  });

  it('plans from pull requests and from the protected branch', () => {
    expect(trust('ci_plan').Condition).toEqual({
      StringEquals: {
        'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        'token.actions.githubusercontent.com:sub': ['repo:acme/dbaas-platform:pull_request', 'repo:acme/dbaas-platform:ref:refs/heads/main'],
      },
    });
  });

  it('applies only from the environment with reviewers and only on the protected branch', () => {
    expect(trust('ci_apply').Condition).toEqual({
      StringEquals: {
        'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        'token.actions.githubusercontent.com:ref': 'refs/heads/main',
        'token.actions.githubusercontent.com:sub': 'repo:acme/dbaas-platform:environment:cloud-apply',
      },
    });
  });

  it('reads settings to plan, and no data', () => {
    const actions = statements(resource['aws_iam_policy']?.['ci_plan_read']?.['policy']).flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : []));
    expect(actions.filter((action) => !/:(Describe|Get|List)|^kms:Decrypt$/.test(action))).toEqual([]);
    expect(actions).not.toEqual(expect.arrayContaining(['secretsmanager:GetSecretValue']));
    expect(statement(resource['aws_iam_policy']?.['ci_plan_read']?.['policy'], 'ReadStates').Resource).toBe('arn:aws:s3:::acme-db-tfstate-111122223333/*');
  });

  it('shows nobody who opens a pull request the private key in the state of the edge', () => {
    const denied = statement(resource['aws_iam_policy']?.['ci_plan_read']?.['policy'], 'NeverEdgeState');
    expect(denied).toMatchObject({
      Effect: 'Deny',
      Action: ['s3:GetObject', 's3:GetObjectVersion'],
      Resource: 'arn:aws:s3:::acme-db-tfstate-111122223333/edge.tfstate',
    });
    expect(statements(resource['aws_iam_policy']?.['ci_apply_read']?.['policy']).map(({ Sid }) => Sid)).not.toContain('NeverEdgeState');
  });

  it('makes keys that carry the tag of the platform, by which it may change them later', () => {
    expect(statement(resource['aws_iam_policy']?.['ci_apply_data']?.['policy'], 'NewKeys')).toMatchObject({
      Action: ['kms:CreateKey', 'kms:TagResource'],
      Condition: { StringEquals: { 'aws:RequestTag/platform': 'acme-db' } },
    });
  });

  it('makes roles only below the boundary, and attaches only known policies', () => {
    const roles = resource['aws_iam_policy']?.['ci_apply_roles']?.['policy'];
    const boundary = 'arn:aws:iam::111122223333:policy/acme-db-boundary';
    expect(statement(roles, 'WriteBoundedRoles')).toMatchObject({
      Resource: ['arn:aws:iam::111122223333:role/acme-db-aws-euc1-*'],
      Condition: { StringEquals: { 'iam:PermissionsBoundary': boundary } },
    });
    expect(statement(roles, 'AttachKnownPolicies').Condition).toMatchObject({
      StringEquals: { 'iam:PermissionsBoundary': boundary },
      ArnEquals: { 'iam:PolicyARN': expect.arrayContaining(['arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy']) as unknown },
    });
    expect(statement(roles, 'PassRoles').Condition).toMatchObject({
      StringEquals: { 'iam:PassedToService': expect.arrayContaining(['eks.amazonaws.com']) as unknown },
    });
  });

  it('cannot change itself, the boundary, or the state of bootstrap', () => {
    const guard = resource['aws_iam_policy']?.['ci_apply_guard']?.['policy'];
    expect(statement(guard, 'NotItself')).toMatchObject({
      Effect: 'Deny',
      Resource: expect.arrayContaining([
        'arn:aws:iam::111122223333:role/acme-db-ci-apply',
        'arn:aws:iam::111122223333:policy/acme-db-boundary',
        'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com',
      ]) as unknown,
    });
    expect(statement(guard, 'NotBootstrapState')).toMatchObject({ Effect: 'Deny', Resource: 'arn:aws:s3:::acme-db-tfstate-111122223333/bootstrap-*' });
  });

  it('cannot end data: no deletion of buckets, objects, keys, secrets, log groups, clusters or recovery points', () => {
    const policies = Object.entries(resource['aws_iam_policy'] ?? {}).filter(([id]) => id.startsWith('ci_apply'));
    const allowed = policies.flatMap(([, { policy }]) =>
      statements(policy).flatMap(({ Effect, Action, Resource }) =>
        Effect === 'Allow' ? [Action].flat().map((action) => `${action} ${String(Resource)}`) : [],
      ),
    );
    const deadly =
      /^(s3:Delete(?!Object .*tflock)|kms:(ScheduleKeyDeletion|DisableKey)|secretsmanager:(Delete|GetSecretValue)|logs:DeleteLogGroup|eks:DeleteCluster|backup:Delete(RecoveryPoint|BackupVault)|[a-z-]+:\* )/;
    expect(allowed.filter((line) => deadly.test(line))).toEqual([]);
  });
});
