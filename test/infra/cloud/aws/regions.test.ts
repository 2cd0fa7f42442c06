/** Two EKS clusters in two regions of one account: what is there once, what twice, and what crosses. */
import { stackFindings } from '../../../../infra/check';
import { lockKeys, loadBalancerSources } from '../../../../lib/names';
import { isKept, regionsPlatform, stacksOf, type Block, type Edit } from '../regions';
import { asList, statement, statements } from './synthesize';

const all = stacksOf(regionsPlatform('aws-regions'));
const apart: readonly Edit[] = [['  use: aws-regions\n', '  use: aws-regions\n  link: none\n']];
const unlinked = stacksOf(regionsPlatform('aws-regions', [...apart, ['  meshes: joined\n', '']]));
const account = '222233334444';
const region = 'eu-west-1';

describe('stacks of two AWS regions', () => {
  it('are one bootstrap, five for each cluster, and those between the regions', () => {
    const kinds = ['identity', 'network', 'cluster', 'data', 'observability'];
    expect(all.ids).toEqual([
      'bootstrap-aws',
      ...kinds.map((kind) => `euc1-${kind}`),
      ...kinds.map((kind) => `euw1-${kind}`),
      'secrets-aws',
      'link-aws',
      'copies-aws',
      'edge',
    ]);
  });

  it('leave out the link where none is wanted, and nothing else', () => {
    expect(unlinked.ids).toEqual(all.ids.filter((id) => id !== 'link-aws'));
  });

  it.each([
    ['linked', all],
    ['not linked', unlinked],
  ])('fit together and share no name, %s', (_, { texts }) => {
    expect(stackFindings(texts)).toEqual([]);
  });

  it('keep the state of a cluster in its own region, and what is there once at home', () => {
    const states = Object.fromEntries(all.ids.map((id) => [id, all.json(id).terraform.backend['s3']]));
    const home = { bucket: `orders-db-tfstate-${account}`, region: 'eu-central-1' };
    const away = { bucket: `orders-db-tfstate-eu-west-1-${account}`, region };
    for (const [id, backend] of Object.entries(states)) {
      const expected = id.startsWith('euw1-') ? away : home;
      expect([id, backend]).toEqual([
        id,
        expect.objectContaining({ ...expected, kms_key_id: `arn:aws:kms:${expected.region}:${account}:alias/orders-db-tfstate` }),
      ]);
    }
  });

  it('work in the region of their cluster', () => {
    for (const id of all.ids.filter((each) => each.startsWith('euw1-'))) expect(all.json(id).provider['aws']).toMatchObject([{ region }]);
    for (const id of ['secrets-aws', 'link-aws', 'copies-aws', 'bootstrap-aws'])
      expect(all.json(id).provider['aws']).toMatchObject([{ region: 'eu-central-1' }]);
  });

  it('let the edge read the addresses of each cluster from the state of its region', () => {
    const { data } = all.json('edge');
    expect(data['terraform_remote_state']?.['euw1_network']).toMatchObject({ config: { bucket: `orders-db-tfstate-eu-west-1-${account}`, region } });
    expect(data['terraform_remote_state']?.['euc1_network']).toMatchObject({ config: { bucket: `orders-db-tfstate-${account}`, region: 'eu-central-1' } });
  });
});

/** Addresses of what an apply must never destroy. A line that changes here is lost data or an outage. */
const stateful: Readonly<Record<string, readonly string[]>> = {
  'bootstrap-aws': [
    'aws_iam_policy.boundary',
    'aws_kms_key.state',
    'aws_kms_key.state_eu_west_1',
    'aws_s3_bucket.state',
    'aws_s3_bucket.state_eu_west_1',
    'aws_s3_bucket.state_logs',
    'aws_s3_bucket.state_logs_eu_west_1',
  ],
  'euw1-network': [
    'aws_cloudwatch_log_group.flow_logs',
    'aws_eip.ingress_a',
    'aws_eip.ingress_b',
    'aws_eip.ingress_c',
    'aws_eip.nat_a',
    'aws_eip.nat_b',
    'aws_eip.nat_c',
    'aws_lb.ingress',
    'aws_lb.inner',
    'aws_lb_target_group.ingress_https',
    'aws_lb_target_group.ingress_mesh',
    'aws_lb_target_group.ingress_metrics',
    'aws_security_group.ingress',
    'aws_security_group.inner',
    ...['control_plane', 'private', 'public'].flatMap((tier) => ['a', 'b', 'c'].map((zone) => `aws_subnet.${tier}_${zone}`)),
    'aws_vpc.main',
  ],
  'secrets-aws': [
    'alerts_critical',
    'alerts_warning',
    'dns_token',
    'grafana',
    'keycloak_admin',
    'keycloak_db',
    'login_proxy',
    'origin_pull_ca',
    'realm_sync',
    'repository',
  ].map((id) => `aws_secretsmanager_secret.${id}`),
  'copies-aws': ['aws_s3_bucket.euc1_backups', 'aws_s3_bucket.euw1_backups'],
};

describe('addresses', () => {
  it.each(Object.keys(stateful))('of what must not be destroyed in %s stay as they are', (id) => {
    expect(all.addresses(id, isKept)).toEqual([...(stateful[id] ?? [])].sort());
  });

  it('of the link stay as they are', () => {
    const tables = ['control_plane', 'private_a', 'private_b', 'private_c', 'public'];
    expect(all.addresses('link-aws')).toEqual(
      [
        ...['euc1_euw1', 'euw1_euc1'].flatMap((way) => tables.map((table) => `aws_route.${way}_${table}`)),
        ...['euc1', 'euw1'].flatMap((cluster) => [`aws_route53_zone.metrics_${cluster}`, `aws_route53_record.metrics_${cluster}`]),
        'aws_vpc_peering_connection.euw1',
        'aws_vpc_peering_connection_accepter.euw1',
      ].sort(),
    );
  });

  it('are the same for both clusters', () => {
    for (const kind of ['identity', 'network', 'cluster', 'data', 'observability']) {
      const plain = (id: string) => all.addresses(id).map((address) => address.replace(/eu[cw]1/g, '<other>').replace(/10_2[04]_/, '10_<other>_'));
      expect(plain(`euw1-${kind}`)).toEqual(plain(`euc1-${kind}`));
    }
  });
});

describe('what the account has once', () => {
  it('is made once: people, boundary, budget, pipeline', () => {
    const once = ['aws_budgets_budget', 'aws_iam_account_password_policy', 'aws_iam_openid_connect_provider', 'aws_s3_account_public_access_block'];
    for (const type of once) {
      const makers = all.ids.flatMap((id) => Object.keys(all.json(id).resource[type] ?? {}).map((name) => `${id} ${name}`));
      expect([type, makers]).toEqual([type, [expect.stringMatching(/^bootstrap-aws /)]]);
    }
  });

  it('is set for each region where it is regional', () => {
    for (const type of ['aws_ebs_encryption_by_default', 'aws_accessanalyzer_analyzer', 'aws_ec2_instance_metadata_defaults']) {
      const regions = Object.values(all.json('bootstrap-aws').resource[type] ?? {}).map((block) => block['region']);
      expect(regions.sort()).toEqual(['eu-central-1', 'eu-west-1']);
    }
  });

  it('copies states both ways, so that either region can be planned from the other one', () => {
    const replication = all.json('bootstrap-aws').resource['aws_s3_bucket_replication_configuration'] ?? {};
    const target = (id: string) => (replication[id]?.['rule'] as readonly { readonly destination: Block }[])[0]?.destination;
    expect(target('state')).toMatchObject({ bucket: `arn:aws:s3:::orders-db-tfstate-eu-west-1-${account}` });
    expect(target('state_eu_west_1')).toMatchObject({ bucket: `arn:aws:s3:::orders-db-tfstate-${account}` });
    expect(replication['state_eu_west_1']).toMatchObject({
      region,
      depends_on: ['aws_s3_bucket_versioning.state_eu_west_1', 'aws_s3_bucket_versioning.state'],
    });
    // An ended lock ends in the copy as well: nobody waits for a lock that nobody holds.
    for (const id of Object.keys(replication)) expect(replication[id]?.['rule']).toMatchObject([{ delete_marker_replication: { status: 'Enabled' } }]);
  });

  it('puts everything of the second region there', () => {
    const { resource } = all.json('bootstrap-aws');
    const regional = Object.entries(resource)
      .filter(([type]) => /^aws_(s3_bucket|kms)/.test(type))
      .flatMap(([type, blocks]) => Object.entries(blocks).map(([name, block]) => ({ address: `${type}.${name}`, name, place: block['region'] })));
    for (const { address, name, place } of regional) expect([address, place]).toEqual([address, name.endsWith('_eu_west_1') ? region : undefined]);
  });

  it('keeps pods, plans and applies from all states that are not theirs', () => {
    const buckets = [`arn:aws:s3:::orders-db-tfstate-${account}`, `arn:aws:s3:::orders-db-tfstate-eu-west-1-${account}`];
    const { resource } = all.json('bootstrap-aws');
    const policy = (name: string) => resource['aws_iam_policy']?.[name]?.['policy'];
    expect(statement(policy('boundary'), 'NeverState').Resource).toEqual(buckets.flatMap((arn) => [arn, `${arn}/*`]));
    expect(statement(policy('boundary'), 'NeverStateKey').Resource).toHaveLength(2);
    expect(statement(policy('ci_plan_read'), 'NeverEdgeState').Resource).toEqual(buckets.map((arn) => `${arn}/edge.tfstate`));
    expect(statement(policy('ci_apply_guard'), 'NotBootstrapState').Resource).toEqual(buckets.map((arn) => `${arn}/bootstrap-*`));
  });

  it('says how to go on from the copy of a state', () => {
    expect(all.readme('bootstrap-aws')).toContain(`-backend-config=bucket=orders-db-tfstate-eu-west-1-${account}`);
  });
});

describe('the pipeline', () => {
  const longest: readonly Edit[] = [
    ['orders-db\n', 'orders-db-12\n'],
    ['name: euc1\n', 'name: cluster-one1\n'],
    ['name: euw1\n', 'name: cluster-two2\n'],
    ['eu-central-1', 'ap-southeast-1'],
    ['eu-west-1', 'ap-southeast-2'],
  ];
  it('has policies of at most 6,144 characters, and at most ten, with the longest names', () => {
    const { resource } = stacksOf(regionsPlatform('aws-regions', longest)).json('bootstrap-aws');
    const policies = Object.entries(resource['aws_iam_policy'] ?? {});
    expect(policies.filter(([, block]) => String(block['policy']).length > 6144).map(([name]) => name)).toEqual([]);
    expect(policies.filter(([name]) => name.startsWith('ci_apply_')).length).toBeLessThanOrEqual(10);
  });

  const regions = all.resource('bootstrap-aws', 'aws_iam_policy', 'ci_apply_regions')['policy'];
  it('may copy backups, share secrets and peer the networks', () => {
    expect(statements(regions).map(({ Sid }) => Sid)).toEqual(['CopyBackups', 'PassCopyRoles', 'SharedSecrets', 'Peering', 'PrivateZones']);
    expect(statement(regions, 'SharedSecrets').Resource).toEqual([
      `arn:aws:secretsmanager:eu-central-1:${account}:secret:orders-db/_all/*`,
      `arn:aws:secretsmanager:eu-west-1:${account}:secret:orders-db/_all/*`,
    ]);
    expect(statement(regions, 'Peering').Condition).toEqual({ StringEquals: { 'aws:RequestedRegion': ['eu-central-1', 'eu-west-1'] } });
    expect(statement(regions, 'PassCopyRoles').Condition).toEqual({ StringEquals: { 'iam:PassedToService': 's3.amazonaws.com' } });
  });

  it('trusts no issuer of another cloud, and reads no values', () => {
    const roles = all.resource('bootstrap-aws', 'aws_iam_policy', 'ci_apply_roles')['policy'];
    expect(statements(roles).map(({ Sid }) => Sid)).not.toContain('TrustPeers');
    expect(JSON.stringify(regions)).not.toContain('GetSecretValue');
  });

  it('has none of this without a link', () => {
    const policy = unlinked.resource('bootstrap-aws', 'aws_iam_policy', 'ci_apply_regions')['policy'];
    expect(statements(policy).map(({ Sid }) => Sid)).toEqual(['CopyBackups', 'PassCopyRoles', 'SharedSecrets']);
    expect(unlinked.resource('bootstrap-aws', 'aws_iam_policy', 'ci_plan_read')['policy']).not.toContain('route53');
  });
});

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
    const [, cluster] = all.platform.cloud.clusters;
    expect(loadBalancerSources(cluster)).toEqual(['10.24.8.0/24', '10.24.9.0/24', '10.24.10.0/24']);
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
