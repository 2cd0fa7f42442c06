/** Two EKS clusters in two regions of one account: what crosses between them. */
import { clustersOn } from '../../../../lib/model';
import { loadBalancerSources, lockKeys } from '../../../../lib/names';
import { clusterOn } from '../../../clusters';
import { regionsPlatform, stacksOf, type Block, type Edit } from '../regions';
import { asList, statement, statements } from './synthesize';

const all = stacksOf(regionsPlatform('aws-regions'));
const apart: readonly Edit[] = [['  use: aws-regions\n', '  use: aws-regions\n  link: none\n']];
const unlinked = stacksOf(regionsPlatform('aws-regions', [...apart, ['  meshes: joined\n', '']]));
const account = '222233334444';
const region = 'eu-west-1';

describe('secrets', () => {
  it('that all clusters share are written at home and kept in the other region under its key', () => {
    expect(all.resource('secrets-aws', 'aws_secretsmanager_secret', 'keycloak_admin')).toMatchObject({
      name: 'orders-db/_all/keycloak-admin',
      kms_key_id: '${data.aws_kms_key.key_secrets.arn}',
      replica: [{ region, kms_key_id: `arn:aws:kms:eu-west-1:${account}:alias/orders-db-euw1-secrets` }],
    });
  });

  it('of one cluster stay in its region', () => {
    for (const cluster of ['euc1', 'euw1']) {
      const own = Object.values(all.json(`${cluster}-identity`).resource['aws_secretsmanager_secret'] ?? {});
      expect(own.map(({ name }) => name).sort()).toEqual(
        ['alerts-heartbeat', 'mesh-ca', 'mesh-remote', 'metrics-ca'].map((id) => `orders-db/${cluster}/${id}`),
      );
      for (const block of own) expect(block).not.toHaveProperty('replica');
    }
  });

  it('are read by the secret stores of both clusters, each from its region', () => {
    const shared = all.resource('secrets-aws', 'aws_secretsmanager_secret_policy', 'keycloak_admin')['policy'];
    expect(statement(shared, 'OnlySecretStoreAndAdministratorsRead').Condition?.['ArnNotEquals']?.['aws:PrincipalArn']).toEqual(
      ['orders-db-euc1-external-secrets', 'orders-db-euw1-external-secrets', 'platform-admin'].map((role) => `arn:aws:iam::${account}:role/${role}`),
    );
    const reads = all.resource('euw1-identity', 'aws_iam_role_policy', 'external_secrets_secrets')['policy'];
    expect(statement(reads, 'ReadSecrets').Resource).toEqual(
      ['orders-db/euw1/*', 'orders-db/_all/*'].map((path) => `arn:aws:secretsmanager:eu-west-1:${account}:secret:${path}`),
    );
  });
});

describe('the private network', () => {
  it('is asked for at home and accepted in the other region', () => {
    expect(all.resource('link-aws', 'aws_vpc_peering_connection', 'euw1')).toMatchObject({ auto_accept: false, peer_region: region });
    expect(all.resource('link-aws', 'aws_vpc_peering_connection_accepter', 'euw1')).toMatchObject({ auto_accept: true, region });
  });

  it('has routes both ways, for balancers, the API and pods of every zone', () => {
    const routes = Object.values(all.json('link-aws').resource['aws_route'] ?? {});
    const to = (cidr: string) => routes.filter((block) => block['destination_cidr_block'] === cidr);
    expect(to('10.24.0.0/16').map((block) => block['region'])).toEqual(Array(5).fill(undefined));
    expect(to('10.20.0.0/16').map((block) => block['region'])).toEqual(Array(5).fill(region));
    expect(new Set(routes.map((block) => block['vpc_peering_connection_id']))).toEqual(
      new Set(['${aws_vpc_peering_connection_accepter.euw1.vpc_peering_connection_id}']),
    );
  });

  it('leads to a balancer at fixed addresses, inside the ranges that pods admit', () => {
    const mapping = all.resource('euw1-network', 'aws_lb', 'inner')['subnet_mapping'] as readonly Block[];
    expect(all.resource('euw1-network', 'aws_lb', 'inner')).toMatchObject({ internal: true, enable_deletion_protection: true, name: 'euw1-inner' });
    expect(mapping.map((each) => each['private_ipv4_address'])).toEqual(['10.24.8.240', '10.24.9.240', '10.24.10.240']);
    const [, second = clusterOn(all.platform, 'aws')] = clustersOn(all.platform, 'aws');
    expect(loadBalancerSources(second)).toEqual(['10.24.8.0/24', '10.24.9.0/24', '10.24.10.0/24']);
  });

  it('names that balancer for both networks, and only there', () => {
    expect(all.resource('link-aws', 'aws_route53_record', 'metrics_euw1')).toMatchObject({
      type: 'A',
      records: ['10.24.8.240', '10.24.9.240', '10.24.10.240'],
    });
    const { vpc } = all.resource('link-aws', 'aws_route53_zone', 'metrics_euw1');
    expect((vpc as readonly Block[]).map((each) => each['vpc_region'])).toEqual(['eu-central-1', 'eu-west-1']);
    const publicRecords = (of: typeof all) => Object.keys(of.json('edge').resource['cloudflare_dns_record'] ?? {}).filter((name) => name.startsWith('metrics'));
    expect(publicRecords(all)).toEqual([]);
    expect(publicRecords(unlinked)).toHaveLength(6);
  });

  const rules = (id: string, type: string, group: string, of = all) =>
    Object.values(of.json(id).resource[type] ?? {})
      .filter((block) => block['security_group_id'] === `\${aws_security_group.${group}.id}`)
      .map((block) => `${String(block['cidr_ipv4'])} ${String(block['from_port'])}`);

  it('admits nodes and pods of the other cluster to the stated ports, and nobody else', () => {
    const privateRanges = ['10.20.32.0/19', '10.20.64.0/19', '10.20.96.0/19'];
    expect(rules('euw1-network', 'aws_vpc_security_group_ingress_rule', 'inner').sort()).toEqual(
      privateRanges.flatMap((range) => [`${range} 10901`, `${range} 15443`]).sort(),
    );
  });

  it('closes the ports of the clusters on the internet', () => {
    expect(rules('euw1-network', 'aws_vpc_security_group_ingress_rule', 'ingress').filter((rule) => !rule.endsWith(' 443'))).toEqual([]);
    expect(rules('euw1-cluster', 'aws_vpc_security_group_egress_rule', 'node').filter((rule) => rule.startsWith('0.0.0.0/0'))).toEqual(['0.0.0.0/0 443']);
  });

  it('lets nodes out to the balancer of the other cluster, and its mesh control plane in to the API', () => {
    const ports = [10901, 15443].flatMap((port) => ['10.20.8.240/32', '10.20.9.240/32', '10.20.10.240/32'].map((address) => `${address} ${port}`));
    expect(rules('euw1-cluster', 'aws_vpc_security_group_egress_rule', 'node')).toEqual(expect.arrayContaining(ports));
    expect(rules('euw1-cluster', 'aws_vpc_security_group_ingress_rule', 'control_plane').filter((rule) => /^10.* 443$/.test(rule))).toEqual(
      ['10.20.32.0/19', '10.20.64.0/19', '10.20.96.0/19'].map((range) => `${range} 443`),
    );
    expect(rules('euw1-cluster', 'aws_vpc_security_group_ingress_rule', 'control_plane', unlinked).filter((rule) => rule.startsWith('10.'))).toEqual([]);
  });

  it('is watched: pods behind the private balancer ring as those behind the public one do', () => {
    const alarm = all.resource('euw1-observability', 'aws_cloudwatch_metric_alarm', 'ingress_metrics_down');
    expect(alarm['dimensions']).toMatchObject({ LoadBalancer: '${data.aws_lb.inner.arn_suffix}' });
  });
});

describe('copies of backups', () => {
  it('lie in the region of the other cluster, locked, under its key', () => {
    expect(all.resource('copies-aws', 'aws_s3_bucket', 'euc1_backups')).toMatchObject({
      bucket: `orders-db-euc1-backups-copy-${account}`,
      region,
      object_lock_enabled: true,
    });
    expect(all.resource('copies-aws', 'aws_s3_bucket_server_side_encryption_configuration', 'euc1_backups')).toMatchObject({
      region,
      rule: [{ apply_server_side_encryption_by_default: { kms_master_key_id: '${data.aws_kms_key.key_data_euw1.arn}', sse_algorithm: 'aws:kms' } }],
    });
    expect(all.json('copies-aws').data['aws_kms_key']?.['key_data_euw1']).toEqual({ key_id: 'alias/orders-db-euw1-data', region });
  });

  it('are made where the source is, of everything, deletions too', () => {
    const configuration = all.resource('copies-aws', 'aws_s3_bucket_replication_configuration', 'euw1_backups');
    expect(configuration).toMatchObject({ region, bucket: `orders-db-euw1-backups-${account}`, depends_on: ['aws_s3_bucket_versioning.euw1_backups'] });
    expect(configuration['rule']).toMatchObject([
      {
        status: 'Enabled',
        delete_marker_replication: { status: 'Enabled' },
        source_selection_criteria: { sse_kms_encrypted_objects: { status: 'Enabled' } },
        destination: { bucket: `arn:aws:s3:::orders-db-euw1-backups-copy-${account}`, metrics: { status: 'Enabled' } },
      },
    ]);
    expect(all.resource('copies-aws', 'aws_s3_bucket', 'euw1_backups')).not.toHaveProperty('region'); // at home
  });

  it('are made by a role that reaches these two buckets and their keys only', () => {
    expect(all.resource('copies-aws', 'aws_iam_role', 'euc1_backups_replication')).toMatchObject({
      name: 'orders-db-euc1-copy-backups',
      permissions_boundary: `arn:aws:iam::${account}:policy/orders-db-boundary`,
    });
    const policy = all.resource('copies-aws', 'aws_iam_role_policy', 'euc1_backups_replication_replicate')['policy'];
    expect(new Set(statements(policy).flatMap(({ Resource }) => asList(Resource)))).toEqual(
      new Set([
        `arn:aws:s3:::orders-db-euc1-backups-${account}`,
        `arn:aws:s3:::orders-db-euc1-backups-${account}/*`,
        `arn:aws:s3:::orders-db-euc1-backups-copy-${account}/*`,
        '${data.aws_kms_key.key_data_euc1.arn}',
        '${data.aws_kms_key.key_data_euw1.arn}',
      ]),
    );
  });

  it('log into the bucket of the region where they lie, which takes it', () => {
    const logs = `orders-db-euw1-access-logs-${account}`;
    expect(all.resource('copies-aws', 'aws_s3_bucket_logging', 'euc1_backups')).toMatchObject({ target_bucket: logs });
    const accepted = statement(all.resource('euw1-data', 'aws_s3_bucket_policy', 'access_logs')['policy'], 'AcceptAccessLogs');
    expect(accepted.Condition?.['ArnEquals']?.['aws:SourceArn']).toContain(`arn:aws:s3:::orders-db-euc1-backups-copy-${account}`);
  });

  it('ring when they are late or fail', () => {
    const dimensions = { SourceBucket: `orders-db-euw1-backups-${account}`, DestinationBucket: `orders-db-euw1-backups-copy-${account}`, RuleId: 'everything' };
    expect(all.resource('euw1-observability', 'aws_cloudwatch_metric_alarm', 'copy_backups_late')).toMatchObject({
      dimensions,
      metric_name: 'ReplicationLatency',
    });
    expect(all.resource('euw1-observability', 'aws_cloudwatch_metric_alarm', 'copy_backups_failed')).toMatchObject({ dimensions });
  });
});

describe('a standby database', () => {
  const policy = (name: string) => all.resource('euw1-identity', 'aws_iam_role_policy', name)['policy'];

  it('reads the other region with its own role: no second role, no foreign issuer', () => {
    const { resource } = all.json('euw1-identity');
    expect(Object.keys(resource)).not.toContain('aws_iam_openid_connect_provider');
    expect(Object.values(resource['aws_iam_role'] ?? {}).map(({ name }) => name)).not.toContain('orders-db-euw1-keycloak-db-reader');
    const original = policy('keycloak_db_euc1_backups_read');
    expect(statement(original, 'UseObjects')).toMatchObject({
      Action: ['s3:GetObject'],
      Resource: `arn:aws:s3:::orders-db-euc1-backups-${account}/keycloak-db/*`,
    });
    expect(statement(original, 'UseKey')).toMatchObject({
      Action: 'kms:Decrypt',
      Resource: `arn:aws:kms:eu-central-1:${account}:key/*`,
      Condition: {
        StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' },
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/orders-db-euc1-data' },
      },
    });
  });

  it('reads the copy in its own region', () => {
    expect(statement(policy('keycloak_db_euc1_backups_copy_read'), 'UseKey')).toMatchObject({
      Resource: '${aws_kms_key.data.arn}',
      Condition: { StringEquals: { 'kms:EncryptionContext:aws:s3:arn': `arn:aws:s3:::orders-db-euc1-backups-copy-${account}` } },
    });
  });
});

describe('cloud.lock.yaml', () => {
  const keys = ({ platform }: typeof all) => platform.cloud.clusters.map((cluster) => lockKeys(platform, cluster));

  it('is not needed: one account knows its own roles, and the private network its addresses', () => {
    expect(keys(all)).toEqual([[], []]);
    for (const id of ['euw1-network', 'euw1-cluster', 'euw1-identity']) expect(all.readme(id)).not.toContain('npm run lock');
  });

  it('holds the addresses by which clusters leave, where they meet on the internet', () => {
    expect(keys(unlinked)).toEqual([['network.egressAddresses'], ['network.egressAddresses']]);
    const lock = { clusters: { euc1: { 'network.egressAddresses': '192.0.2.1' }, euw1: { 'network.egressAddresses': '192.0.2.2' } } };
    const filled = stacksOf(unlinked.platform, lock);
    expect(filled.resource('euw1-network', 'aws_vpc_security_group_ingress_rule', 'ingress_metrics_192_0_2_1_32')).toMatchObject({ from_port: 10901 });
  });
});
