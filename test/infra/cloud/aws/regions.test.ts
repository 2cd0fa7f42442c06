/** Two EKS clusters in two regions of one account: what is there once and what twice. */
import { readFileSync } from 'node:fs';
import { stackFindings } from '../../../../infra/check';
import { terraformFiles } from '../../../../infra/synth';
import { emptyLock, parsePlatform } from '../../../../lib/model';
import { manifestFiles } from '../../../../manifests/synth';
import { cloudMonitoring } from '../azure/stacks';
import { isKept, regionsPlatform, stacksOf, type Block, type Edit, type StackJson } from '../regions';
import { statement, statements } from './synthesize';

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
    expect(statements(regions).map(({ Sid }) => Sid)).toEqual([
      'CopyBackups',
      'PassCopyRoles',
      'SharedSecrets',
      'Peering',
      'NewZones',
      'PrivateZones',
      'PrivateNames',
    ]);
    expect(statement(regions, 'SharedSecrets').Resource).toEqual([
      `arn:aws:secretsmanager:eu-central-1:${account}:secret:orders-db/_all/*`,
      `arn:aws:secretsmanager:eu-west-1:${account}:secret:orders-db/_all/*`,
    ]);
    expect(statement(regions, 'Peering').Condition).toEqual({ StringEquals: { 'aws:RequestedRegion': ['eu-central-1', 'eu-west-1'] } });
    expect(statement(regions, 'PrivateNames').Condition).toEqual({
      'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['metrics-euc1.orders.example', 'metrics-euw1.orders.example'] },
    });
    expect(statement(regions, 'PassCopyRoles').Condition).toEqual({ StringEquals: { 'iam:PassedToService': 's3.amazonaws.com' } });
  });

  it('makes no private names where the clouds keep metrics, and nothing crosses by them', () => {
    const text = readFileSync('examples/aws-regions/platform.yaml', 'utf8');
    const { platform } = parsePlatform(cloudMonitoring(text), 'platform.yaml');
    const [bootstrap] = terraformFiles({ platform, lock: emptyLock, clusters: manifestFiles({ platform, lock: emptyLock }).clusters });
    const { resource } = JSON.parse(bootstrap?.files[0]?.content ?? '{}') as StackJson;
    expect(statements(resource['aws_iam_policy']?.['ci_apply_regions']?.['policy']).map(({ Sid }) => Sid)).toEqual([
      'CopyBackups',
      'PassCopyRoles',
      'SharedSecrets',
      'Peering',
    ]);
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

it('says of copies and backups who reads them in the other region, if anybody does', () => {
  const auth0 = 'security:\n  use: nginx-auth0\n  auth0: { tenant: orders.eu.auth0.com }\n';
  const alone = stacksOf(regionsPlatform('aws-regions', [['security:\n  use: istio-keycloak\n  meshes: joined\n', auth0]]));
  expect(all.readme('copies-aws')).toContain('the pods of the database in the other cluster may read it');
  expect(alone.readme('copies-aws')).toContain('no pod may read a copy');
  expect(all.readme('euc1-data')).toContain('standby of each database');
  expect(alone.readme('euc1-data')).not.toContain('standby');
});
