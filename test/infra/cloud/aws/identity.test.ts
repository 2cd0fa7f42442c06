import { identities, secrets } from '../../../../lib/names';
import { fullLock, platformWith, stackNamed, statement, statements } from './synthesize';

const platform = platformWith();
const { resource, readme } = stackNamed('aws-euc1-identity', platform);
const [cluster] = platform.cloud.clusters;
const role = (id: string) => resource['aws_iam_role']?.[id];
const inline = (id: string) => resource['aws_iam_role_policy']?.[id]?.['policy'];
const clusterArn = 'arn:aws:eks:eu-central-1:111122223333:cluster/acme-db-aws-euc1';

describe('roles', () => {
  it('exist for every identity of the name contract, for its service account only', () => {
    for (const { id, namespace, serviceAccount } of identities(platform, cluster)) {
      const made = role(id.replaceAll('-', '_'));
      expect(made).toMatchObject({ name: `acme-db-aws-euc1-${id}` });
      expect(statement(made?.['assume_role_policy'], 'PodIdentity')).toEqual({
        Sid: 'PodIdentity',
        Effect: 'Allow',
        Principal: { Service: 'pods.eks.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Condition: {
          StringEquals: {
            'aws:RequestTag/eks-cluster-arn': clusterArn,
            'aws:RequestTag/kubernetes-namespace': namespace,
            'aws:RequestTag/kubernetes-service-account': serviceAccount,
          },
        },
      });
    }
  });

  it('are all below the boundary', () => {
    expect(Object.values(resource['aws_iam_role'] ?? {}).map((each) => each['permissions_boundary'])).toEqual(
      Object.keys(resource['aws_iam_role'] ?? {}).map(() => 'arn:aws:iam::111122223333:policy/acme-db-boundary'),
    );
  });

  it('read only the secrets of their own cluster, with its key, through Secrets Manager', () => {
    expect(statement(inline('external_secrets_secrets'), 'ReadSecrets').Resource).toBe(
      'arn:aws:secretsmanager:eu-central-1:111122223333:secret:acme-db/aws-euc1/*',
    );
    expect(statement(inline('external_secrets_secrets'), 'DecryptSecrets')).toMatchObject({
      Action: 'kms:Decrypt',
      Resource: '${aws_kms_key.secrets.arn}',
      Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' } },
    });
  });

  it('write backups below their own prefix, and can delete no version', () => {
    expect(statement(inline('keycloak_db_backups_write'), 'UseObjects')).toMatchObject({
      Action: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
      Resource: 'arn:aws:s3:::acme-db-aws-euc1-backups-111122223333/keycloak-db/*',
    });
    expect(statement(inline('keycloak_db_backups_write'), 'UseKey').Condition).toEqual({
      StringEquals: {
        'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::acme-db-aws-euc1-backups-111122223333',
        'kms:ViaService': 's3.eu-central-1.amazonaws.com',
      },
    });
  });

  it('with read access write nothing', () => {
    const actions = statements(inline('thanos_store_metrics_read')).flatMap(({ Action }) => Action);
    expect(actions).toEqual(['s3:GetBucketLocation', 's3:ListBucket', 's3:GetObject', 'kms:Decrypt']);
  });

  it("bind pods to the cluster's own target groups and open only the nodes' security group", () => {
    expect(statement(inline('load_balancer_load_balancer_targets'), 'RegisterPods')).toMatchObject({
      Resource: 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/aws-euc1-ingress-*/*',
    });
    expect(statement(inline('load_balancer_load_balancer_targets'), 'OpenNodes').Condition).toEqual({
      StringEquals: { 'aws:ResourceTag/karpenter.sh/discovery': 'acme-db-aws-euc1' },
    });
    expect(
      statements(inline('load_balancer_load_balancer_targets'))
        .flatMap(({ Action }) => Action)
        .filter((action) => /Create|Delete|Modify/.test(action)),
    ).toEqual([]);
  });

  it('let Karpenter end only nodes of its own making, and give them no role but that of nodes', () => {
    expect(statement(inline('karpenter_node_lifecycle'), 'EndOwnNodes').Condition).toEqual({
      StringEquals: { 'aws:ResourceTag/kubernetes.io/cluster/acme-db-aws-euc1': 'owned' },
      StringLike: { 'aws:ResourceTag/karpenter.sh/nodepool': '*' },
    });
    expect(statement(inline('karpenter_node_discovery'), 'GiveNodesTheirRole')).toMatchObject({
      Action: 'iam:PassRole',
      Resource: 'arn:aws:iam::111122223333:role/acme-db-aws-euc1-node',
      Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
    });
    expect(statement(inline('karpenter_node_discovery'), 'ReadInterruptions').Resource).toBe(
      'arn:aws:sqs:eu-central-1:111122223333:acme-db-aws-euc1-karpenter',
    );
  });

  it('fit into what IAM takes inline: 10,240 characters a role', () => {
    const sizes: Record<string, number> = {};
    for (const each of Object.values(resource['aws_iam_role_policy'] ?? {}))
      sizes[String(each['role'])] = (sizes[String(each['role'])] ?? 0) + String(each['policy']).length;
    expect(Math.max(...Object.values(sizes))).toBeLessThan(9000);
  });

  it("of nodes open Session Manager without the account's parameters", () => {
    expect(statement(inline('node_session_manager'), 'SessionManager').Action).not.toContain('ssm:GetParameter');
    expect(Object.values(resource['aws_iam_role_policy_attachment'] ?? {}).map((each) => each['policy_arn'])).not.toContain(
      'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
    );
  });

  it('of services act for this cluster and this account only, where the service says for whom it acts', () => {
    expect(statement(role('control_plane')?.['assume_role_policy'], 'Service').Condition).toEqual({
      StringEquals: { 'aws:SourceAccount': '111122223333' },
      ArnEquals: { 'aws:SourceArn': clusterArn },
    });
    expect(statement(role('flow_logs')?.['assume_role_policy'], 'Service').Condition).toMatchObject({ StringEquals: { 'aws:SourceAccount': '111122223333' } });
  });
});

describe('peers', () => {
  it('have no role before the lock file knows who issues their tokens', () => {
    expect(role('keycloak_db_reader')).toBeUndefined();
    expect(resource['aws_iam_openid_connect_provider']).toBeUndefined();
  });

  it('then read backups of the one database that they follow', () => {
    const { resource: known } = stackNamed('aws-euc1-identity', platform, fullLock);
    expect(known['aws_iam_openid_connect_provider']?.['issuer_az_weu']).toMatchObject({
      url: 'https://westeurope.oic.prod-aks.azure.com/tenant/guid/',
      client_id_list: ['sts.amazonaws.com'],
    });
    expect(statement(known['aws_iam_role']?.['keycloak_db_reader']?.['assume_role_policy'], 'FromAzWeu')).toMatchObject({
      Principal: { Federated: '${aws_iam_openid_connect_provider.issuer_az_weu.arn}' },
      Condition: {
        StringEquals: {
          'westeurope.oic.prod-aks.azure.com/tenant/guid/:aud': 'sts.amazonaws.com',
          'westeurope.oic.prod-aks.azure.com/tenant/guid/:sub': 'system:serviceaccount:keycloak:keycloak-db',
        },
      },
    });
    expect(statement(known['aws_iam_role_policy']?.['keycloak_db_reader_backups_read']?.['policy'], 'UseObjects')).toMatchObject({
      Action: ['s3:GetObject'],
      Resource: 'arn:aws:s3:::acme-db-aws-euc1-backups-111122223333/keycloak-db/*',
    });
  });
});

describe('keys', () => {
  it('rotate every year, take 30 days to delete and have an alias each', () => {
    expect(Object.keys(resource['aws_kms_key'] ?? {})).toEqual(['cluster', 'data', 'ebs', 'observability', 'secrets']);
    for (const [id, key] of Object.entries(resource['aws_kms_key'] ?? {})) {
      expect(key).toMatchObject({ enable_key_rotation: true, rotation_period_in_days: 365, deletion_window_in_days: 30, lifecycle: { prevent_destroy: true } });
      expect(resource['aws_kms_alias']?.[id]).toEqual({ name: `alias/acme-db-aws-euc1-${id}`, target_key_id: `\${aws_kms_key.${id}.key_id}` });
    }
  });

  it('let node groups use encrypted disks, and nobody else whom IAM does not allow', () => {
    const key = resource['aws_kms_key']?.['ebs']?.['policy'];
    const asg = 'arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling';
    expect(statement(key, 'NodeGroupsUseVolumes').Condition).toEqual({
      StringEquals: { 'kms:CallerAccount': '111122223333' },
      ArnEquals: { 'aws:PrincipalArn': asg },
    });
    expect(statement(key, 'NodeGroupsAttachVolumes').Condition).toMatchObject({ Bool: { 'kms:GrantIsForAWSResource': 'true' } });
  });

  it('of log groups serve only the two log groups of the cluster', () => {
    expect(statement(resource['aws_kms_key']?.['observability']?.['policy'], 'LogGroups').Condition).toEqual({
      ArnEquals: {
        'kms:EncryptionContext:aws:logs:arn': ['/aws/eks/acme-db-aws-euc1/cluster', '/aws/vpc/acme-db-aws-euc1/flow-logs'].map(
          (name) => `arn:aws:logs:eu-central-1:111122223333:log-group:${name}`,
        ),
      },
    });
  });
});

describe('secrets', () => {
  it('have a container each, and no value in any state', () => {
    expect(Object.values(resource['aws_secretsmanager_secret'] ?? {}).map((secret) => secret['name'])).toEqual(
      secrets(platform)
        .map(({ id }) => `acme-db/aws-euc1/${id}`)
        .sort(),
    );
    expect(resource['aws_secretsmanager_secret']?.['grafana']).toMatchObject({
      kms_key_id: '${aws_kms_key.secrets.arn}',
      recovery_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
    expect(resource['aws_secretsmanager_secret_version']).toBeUndefined();
  });

  it('are read by the secret store and administrators only, whatever IAM says', () => {
    expect(resource['aws_secretsmanager_secret_policy']?.['grafana']).toMatchObject({ block_public_policy: true });
    expect(statement(resource['aws_secretsmanager_secret_policy']?.['grafana']?.['policy'], 'OnlySecretStoreAndAdministratorsRead')).toMatchObject({
      Effect: 'Deny',
      Action: 'secretsmanager:GetSecretValue',
      Condition: {
        ArnNotEquals: {
          'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/acme-db-aws-euc1-external-secrets', 'arn:aws:iam::111122223333:role/platform-admin'],
        },
      },
    });
  });

  it('are listed for the person who puts them', () => {
    for (const { id } of secrets(platform)) expect(readme).toContain(`acme-db/aws-euc1/${id}`);
  });
});
