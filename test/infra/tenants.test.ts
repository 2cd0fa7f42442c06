/** The stacks of tenants of examples/dbaas-fleet and of fleets made up here: what is in which file, and who may do what. */
import { readFileSync } from 'node:fs';
import { checkStacks } from '../../infra/check';
import { merged } from '../../infra/check/merged';
import { buildStacks, configurationOf, filesOf, terraformFiles, type RenderedStack, type StackText } from '../../infra/synth';
import { Memo } from '../../lib/components';
import { TerraformApp, withoutStackTraces } from '../../lib/constructs/terraform';
import { loadPlatform } from '../../lib/input/load';
import { readInput } from '../../lib/input/read';
import { emptyLock, type CloudLock, type InputFile, type Platform } from '../../lib/model';
import { lockStacks, lockValues, shardOf } from '../../lib/names';
import { asList, statement } from './cloud/aws/synthesize';

type Block = Readonly<Record<string, unknown>>;
interface Configuration {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly output?: Readonly<Record<string, Block>>;
  readonly terraform?: { readonly required_providers: Readonly<Record<string, unknown>> };
}

const example = readInput('examples/dbaas-fleet/platform.yaml');
const { platform } = example.parsed;
const teams: readonly InputFile[] = Object.entries(example.texts.teams).map(([file, text]) => ({ file, text }));
const base = example.texts.platform;
const issuers: CloudLock = {
  clusters: {
    'aws-euc1': { 'cluster.oidcIssuer': 'https://oidc.eks.eu-central-1.amazonaws.com/id/0123', 'network.egressAddresses': '18.1.2.3,18.1.2.4' },
    'az-weu': { 'cluster.oidcIssuer': 'https://westeurope.oic.prod-aks.azure.com/tenant/guid/', 'network.egressAddresses': '20.1.2.3' },
  },
};
const stacksOf = (of: Platform, lock: CloudLock = emptyLock, memo?: Memo<StackText>): readonly RenderedStack[] =>
  terraformFiles({ platform: of, lock, clusters: [], ...(memo ? { memo } : {}) });
const stackIn = (stacks: readonly RenderedStack[], id: string): RenderedStack => {
  const found = stacks.find((stack) => stack.id === id);
  if (!found) throw new Error(`no stack ${id} among ${stacks.map((stack) => stack.id).join(', ')}`);
  return found;
};
const whole = (stacks: readonly RenderedStack[], id: string): Configuration => JSON.parse(merged(configurationOf(stackIn(stacks, id))).json) as Configuration; // stacks are objects
function block(stacks: readonly RenderedStack[], id: string, type: string, name: string): Block {
  const found = whole(stacks, id).resource?.[type]?.[name];
  if (!found) throw new Error(`no ${type}.${name} in ${id}: ${Object.keys(whole(stacks, id).resource?.[type] ?? {}).join(', ')}`);
  return found;
}
const addresses = (stacks: readonly RenderedStack[], id: string): readonly string[] =>
  Object.entries(whole(stacks, id).resource ?? {}).flatMap(([type, blocks]) => Object.keys(blocks).map((name) => `${type}.${name}`));
/** The example in two regions of one provider, with a database that each reads of the other. */
const inRegions = (name: 'aws-regions' | 'azure-regions', topology = 'ha-with-standby'): Platform =>
  loadPlatform(readFileSync(`examples/${name}/platform.yaml`), 'platform.yaml', [
    {
      file: 'databases/payments.yaml',
      text: `version: 1\ntenant: { name: payments, team: payments-team, email: p@acme.example }\ndatabases: [{ engine: postgresql, name: orders, topology: ${topology}, endpoint: { kind: private, allow: [10.0.0.0/8] } }]\n`,
    },
  ]).platform;

const stacks = stacksOf(platform, issuers);
const payments = shardOf('payments');
const shop = shardOf('shop');
const aws = `aws-euc1-tenants-${payments}`;
const azure = `az-weu-tenants-${payments}`;

describe('stacks of tenants', () => {
  it('are those of shards with a tenant in the cluster, after everything else of the clusters and the edge', () => {
    const ids = stacks.map(({ id }) => id);
    const own = ids.filter((id) => /-tenants-\d\d$|^names-/.test(id));
    expect(own).toEqual([aws, `aws-euc1-tenants-${shardOf('insights')}`, `az-weu-tenants-${shop}`, azure, `names-${shop}`, `names-${payments}`]);
    expect(ids.slice(-own.length)).toEqual(own);
  });

  it('are not there without tenants, nor is anything that only tenants need', () => {
    const none = stacksOf(loadPlatform(base, 'platform.yaml').platform, issuers);
    expect(none.flatMap(({ parts }) => parts)).toEqual([]);
    expect(none.filter(({ id }) => /tenants|^names-/.test(id))).toEqual([]);
    const text = none.flatMap(filesOf).map(({ content }) => content);
    for (const only of [/tenant-backups/, /tenant_vault/, /tenants\/\*/, /targetgroup\/db-/, /databases-private/, /subnets\/databases/])
      expect(text.filter((each) => only.test(each))).toEqual([]);
  });

  /** Changing one of these destroys and makes again. */
  it.each([
    [
      aws,
      [
        'aws_eks_pod_identity_association.payments',
        'aws_iam_role.reader_payments',
        'aws_lb.payments__orders',
        'aws_lb_listener.payments__orders',
        'aws_lb_target_group.payments__orders',
        'aws_security_group.payments__orders',
        'cloudflare_dns_record.payments__orders',
      ],
    ],
    [
      azure,
      [
        'azurerm_federated_identity_credential.token_aws_euc1_reader_payments',
        'azurerm_federated_identity_credential.token_tenant_payments',
        'azurerm_resource_group.group',
        'azurerm_user_assigned_identity.identity_reader_payments',
        'azurerm_user_assigned_identity.identity_tenant_payments',
        'azurerm_role_assignment.backups_to_tenant_payments',
        'cloudflare_dns_record.payments__orders',
      ],
    ],
    [
      `az-weu-tenants-${shop}`,
      ['azurerm_public_ip.shop__catalog', 'azurerm_user_assigned_identity.identity_tenant_shop', 'cloudflare_dns_record.shop__catalog'],
    ],
    [`names-${payments}`, ['cloudflare_dns_record.payments__orders']],
  ] as const)('pin the addresses of %s', (id, pinned) => {
    expect(addresses(stacks, id)).toEqual(expect.arrayContaining([...pinned]));
  });

  it.each([
    ['of the example', stacks],
    ['of the example before any apply', stacksOf(platform)],
    ['in two regions of AWS', stacksOf(inRegions('aws-regions'), issuers)],
    ['in two regions of Azure', stacksOf(inRegions('azure-regions'), issuers)],
    ['with zones at the clouds', stacksOf(loadPlatform(cloudEdge(), 'platform.yaml', teams).platform, issuers)],
  ])('%s fit together with all others and refer to nothing that does not exist', (_, all) => {
    expect(checkStacks(all.map(configurationOf))).toEqual([]);
  });

  it('are one configuration for cdktf: the files together are the whole stack', () => {
    const app = new TerraformApp({ outdir: 'cdktf.out' });
    const built = buildStacks(app, { platform, lock: issuers, clusters: [] }).filter((stack) => /tenants|names-/.test(stack.stackName));
    expect(built).toHaveLength(6);
    for (const stack of built) {
      const { '//': _, ...configuration } = JSON.parse(withoutStackTraces(() => stack.synthesizeText())) as Configuration & { '//': unknown }; // a stack
      expect(configuration).toEqual(whole(stacks, stack.stackName));
    }
  });

  it('say whose a resource is by its tags', () => {
    expect(block(stacks, aws, 'aws_lb', 'payments__orders')['tags']).toMatchObject({
      tenant: 'payments',
      owner: 'payments-team',
      'cost-center': 'cc-1200',
      database: 'orders',
      cluster: 'aws-euc1',
    });
    expect(block(stacks, `az-weu-tenants-${shop}`, 'azurerm_user_assigned_identity', 'identity_tenant_shop')['tags']).toMatchObject({
      tenant: 'shop',
      'cost-center': 'cc-4711',
    });
  });
});

describe('a change of one tenant', () => {
  const load = (edit: (text: string) => string, of = 'payments') =>
    loadPlatform(
      base,
      'platform.yaml',
      teams.map(({ file, text }) => ({ file, text: file.includes(of) ? edit(String(text)) : text })),
    ).platform;
  const contents = (all: readonly RenderedStack[]) => new Map(all.flatMap(filesOf).map(({ path, content }) => [path, content]));

  it.each([
    ['an allow list', (text: string) => text.replace('10.0.0.0/8', '10.9.0.0/16')],
    ['a team', (text: string) => text.replace('team: payments-team', 'team: other-team')],
    ['a primary', (text: string) => text.replace('topology: ha-with-standby', 'topology: ha-with-standby\n    replication: { primary: az-weu }')],
    ['a second endpoint', (text: string) => text.replace('kind: in-cluster, clients: [api]', 'kind: private, allow: [10.0.0.0/8]')],
  ])('changes only its files, and only these are made anew: %s', (_, edit) => {
    const memo = new Memo<StackText>();
    const before = contents(stacksOf(platform, issuers, memo));
    memo.missed.length = 0;
    const after = contents(stacksOf(load(edit), issuers, memo));
    const changed = [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path));
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.filter((path) => !path.endsWith('/tenant-payments.tf.json'))).toEqual([]);
    expect(memo.missed.filter((name) => !name.includes(`-${payments}`))).toEqual([]);
  });

  it('of a failover is one record, which names neither cloud', () => {
    const names = (all: readonly RenderedStack[]) => block(all, `names-${payments}`, 'cloudflare_dns_record', 'payments__orders');
    const after = stacksOf(
      load((text) => text.replace('topology: ha-with-standby', 'topology: ha-with-standby\n    replication: { primary: az-weu }')),
      issuers,
    );
    expect(names(stacks)).toMatchObject({
      name: 'orders.payments.t.acme-db.example',
      content: 'orders.payments.aws-euc1.t.acme-db.example',
      ttl: 60,
      proxied: false,
    });
    expect(names(after)).toEqual({ ...names(stacks), content: 'orders.payments.az-weu.t.acme-db.example' });
    expect(Object.keys(whole(after, `names-${payments}`).terraform?.required_providers ?? {})).toEqual(['cloudflare']);
    expect(whole(after, `names-${payments}`).data).toBeUndefined();
  });
});

describe('backups of tenants on AWS', () => {
  const role = block(stacks, 'aws-euc1-identity', 'aws_iam_role', 'tenant_backups');
  const policy = block(stacks, 'aws-euc1-identity', 'aws_iam_role_policy', 'tenant_backups_backups_write')['policy'];

  it('are those of the namespace that the pod is in, by one role for all', () => {
    expect(statement(role['assume_role_policy'], 'PodIdentity')).toMatchObject({
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: { StringEquals: { 'aws:RequestTag/kubernetes-service-account': 'database' }, StringLike: { 'aws:RequestTag/kubernetes-namespace': 'db-*' } },
    });
    // Terraform reads $$ as $.
    expect(statement(policy, 'UseObjects').Resource).toBe('arn:aws:s3:::acme-db-aws-euc1-backups-111122223333/$${aws:PrincipalTag/kubernetes-namespace}/*');
    expect(block(stacks, aws, 'aws_eks_pod_identity_association', 'payments')).toMatchObject({
      namespace: 'db-payments',
      service_account: 'database',
      role_arn: expect.stringMatching(/:role\/acme-db-aws-euc1-tenant-backups$/),
    });
  });

  it('are read by the sibling below the same folder, there and in the copy here', () => {
    const regions = stacksOf(inRegions('aws-regions'));
    const [cluster] = inRegions('aws-regions').cloud.clusters;
    const reads = Object.entries(whole(regions, `${cluster.name}-identity`).resource?.['aws_iam_role_policy'] ?? {}).filter(([name]) =>
      /^tenant_backups_.*_read$/.test(name),
    );
    expect(reads).toHaveLength(2);
    for (const [, each] of reads) {
      expect(asList(statement(each['policy'], 'UseObjects').Action)).toEqual(['s3:GetObject']);
      expect(statement(each['policy'], 'UseObjects').Resource).toMatch(/\/\$\$\{aws:PrincipalTag\/kubernetes-namespace\}\/\*$/);
    }
  });

  it('are read from the other cloud as soon as it is known who issues tokens there, by one service account and below one folder', () => {
    expect(addresses(stacksOf(platform), aws).filter((each) => each.startsWith('aws_iam_role'))).toEqual([]);
    const trust = statement(block(stacks, aws, 'aws_iam_role', 'reader_payments')['assume_role_policy'], 'ServiceAccount');
    expect(trust.Condition?.['StringEquals']).toEqual({
      'westeurope.oic.prod-aks.azure.com/tenant/guid/:aud': 'sts.amazonaws.com',
      'westeurope.oic.prod-aks.azure.com/tenant/guid/:sub': 'system:serviceaccount:db-payments:database',
    });
    const objects = statement(block(stacks, aws, 'aws_iam_role_policy', 'reader_payments_backups_read')['policy'], 'UseObjects');
    expect(objects).toMatchObject({ Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::acme-db-aws-euc1-backups-111122223333/db-payments/*' });
    expect(addresses(stacks, `aws-euc1-tenants-${shardOf('insights')}`).filter((each) => each.startsWith('aws_iam_role'))).toEqual([]);
  });
});

describe('backups of tenants on Azure', () => {
  it('are written by an identity of the tenant below its folder', () => {
    const assignment = block(stacks, azure, 'azurerm_role_assignment', 'backups_to_tenant_payments');
    expect(assignment).toMatchObject({
      role_definition_name: 'Storage Blob Data Contributor',
      scope: expect.stringMatching(/\/containers\/backups$/),
      condition: expect.stringContaining("StringLike 'db-payments/*'"),
    });
    expect(block(stacks, azure, 'azurerm_federated_identity_credential', 'token_tenant_payments')).toMatchObject({
      subject: 'system:serviceaccount:db-payments:database',
      issuer: '${data.azurerm_kubernetes_cluster.aks.oidc_issuer_url}',
    });
  });

  it('are read from the other cloud by an identity of their own, which trusts its issuer once that is known', () => {
    const reader = 'token_aws_euc1_reader_payments';
    expect(whole(stacksOf(platform), azure).resource?.['azurerm_federated_identity_credential']?.[reader]).toBeUndefined();
    expect(block(stacks, azure, 'azurerm_federated_identity_credential', reader)).toMatchObject({
      issuer: 'https://oidc.eks.eu-central-1.amazonaws.com/id/0123',
      subject: 'system:serviceaccount:db-payments:database',
    });
    expect(block(stacks, azure, 'azurerm_role_assignment', 'backups_to_reader_payments')).toMatchObject({ role_definition_name: 'Storage Blob Data Reader' });
    expect(addresses(stacks, `az-weu-tenants-${shop}`).filter((each) => each.includes('reader'))).toEqual([]);
    expect(block(stacks, 'az-weu-data', 'azurerm_storage_account', 'account_backups')['network_rules']).toMatchObject({ ip_rules: ['18.1.2.3', '18.1.2.4'] });
  });

  it('are read by the sibling with the identity of the tenant, if a database of it has a standby', () => {
    const scopes = (topology: string): readonly string[] => {
      const of = inRegions('azure-regions', topology);
      const [cluster] = of.cloud.clusters;
      const made = whole(stacksOf(of), `${cluster.name}-tenants-${payments}`).resource?.['azurerm_role_assignment'] ?? {};
      return Object.values(made)
        .filter(({ role_definition_name: role }) => role === 'Storage Blob Data Reader')
        .map(({ scope }) => String(scope));
    };
    expect(scopes('ha-with-standby')).toHaveLength(2);
    expect(new Set(scopes('ha-with-standby')).size).toBe(2);
    expect(scopes('ha')).toEqual([]);
  });

  it('have client ids that the lock file holds, each in an output of the file of its tenant', () => {
    const cluster = platform.cloud.clusters[1];
    const values = lockValues(platform, cluster).filter(({ stack }) => stack.startsWith('tenants-'));
    expect(values.map(({ key }) => key).sort()).toEqual([
      'identities.reader-payments.clientId',
      'identities.tenant-payments.clientId',
      'identities.tenant-shop.clientId',
    ]);
    for (const { stack, output } of values) expect(whole(stacks, `az-weu-${stack}`).output).toHaveProperty(output);
    expect(lockStacks(platform)).toEqual(expect.arrayContaining([azure, `az-weu-tenants-${shop}`]));
    const known: CloudLock = { clusters: { ...issuers.clusters, 'az-weu': { 'identities.tenant-shop.clientId': '11111111-2222-4333-8444-555555555555' } } };
    const guarded = block(stacksOf(platform, known), `az-weu-tenants-${shop}`, 'azurerm_user_assigned_identity', 'identity_tenant_shop');
    expect(JSON.stringify(guarded['lifecycle'])).toContain('11111111-2222-4333-8444-555555555555');
  });
});

describe('credentials of tenants', () => {
  it('are written below the path of tenants, and nowhere else, by the controller of the cluster (AWS)', () => {
    const { policy } = block(stacks, 'aws-euc1-identity', 'aws_iam_role_policy', 'external_secrets_tenant_secrets');
    expect(statement(policy, 'WriteTenantSecrets')).toMatchObject({
      Action: ['secretsmanager:CreateSecret', 'secretsmanager:PutSecretValue', 'secretsmanager:TagResource'],
      Resource: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:acme-db/aws-euc1/tenants/*',
    });
    expect(statement(policy, 'EncryptTenantSecrets').Condition).toEqual({ StringEquals: { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' } });
    const { policy: boundary } = block(stacks, 'bootstrap-aws', 'aws_iam_policy', 'boundary');
    expect(statement(boundary, 'TenantSecrets').Resource).toBe('arn:aws:secretsmanager:*:111122223333:secret:acme-db/*/tenants/*');
  });

  it('are in a vault of their own, which the controller may write, hardened like the first one (Azure)', () => {
    const { name: _, tags: __, ...first } = block(stacks, 'az-weu-identity', 'azurerm_key_vault', 'secret_vault');
    const own = block(stacks, 'az-weu-identity', 'azurerm_key_vault', 'tenant_vault');
    expect(own).toMatchObject({ ...first, purge_protection_enabled: true, public_network_access_enabled: false });
    const officers = Object.values(whole(stacks, 'az-weu-identity').resource?.['azurerm_role_assignment'] ?? {}).filter(
      ({ role_definition_name: role }) => role === 'Key Vault Secrets Officer',
    );
    expect(officers.map(({ scope }) => scope)).toEqual(['${azurerm_key_vault.tenant_vault.id}']);
    expect(block(stacks, 'az-weu-identity', 'azurerm_private_endpoint', 'endpoint_tenant_secrets')).toBeDefined();
    expect(block(stacks, 'az-weu-observability', 'azurerm_monitor_diagnostic_setting', 'logs_tenant_vault')).toBeDefined();
  });
});

describe('endpoints of databases', () => {
  it('on AWS are balancers whose security group is the allow list', () => {
    expect(block(stacks, aws, 'aws_lb', 'payments__orders')).toMatchObject({ internal: true, load_balancer_type: 'network', enable_deletion_protection: true });
    expect(block(stacks, aws, 'aws_lb_target_group', 'payments__orders')).toMatchObject({
      port: 5432,
      target_type: 'ip',
      preserve_client_ip: 'false',
      health_check: { protocol: 'TCP' },
    });
    const { resource } = whole(stacks, aws);
    const ingress = Object.values(resource?.['aws_vpc_security_group_ingress_rule'] ?? {});
    expect(ingress.map(({ cidr_ipv4: range, from_port: from, to_port: to }) => [range, from, to])).toEqual([['10.0.0.0/8', 5432, 5432]]);
    const egress = Object.values(resource?.['aws_vpc_security_group_egress_rule'] ?? {});
    expect(egress.map(({ cidr_ipv4: range }) => range)).toEqual(['10.20.32.0/19', '10.20.64.0/19', '10.20.96.0/19']);
  });

  it('on AWS of the internet, and of MariaDB, are the same but for where they stand and their port', () => {
    const open = `version: 1\ntenant: { name: web, team: web, email: w@acme.example, clusters: [aws-euc1] }\ndatabases: [{ engine: mariadb, name: wiki, endpoint: { kind: public, allow: [203.0.113.0/24] } }]\n`;
    const made = stacksOf(loadPlatform(base, 'platform.yaml', [{ file: 'databases/web.yaml', text: open }]).platform);
    const id = `aws-euc1-tenants-${shardOf('web')}`;
    expect(block(made, id, 'aws_lb', 'web__wiki')['internal']).toBe(false);
    expect(block(made, id, 'aws_lb_listener', 'web__wiki')['port']).toBe(3306);
    expect(block(made, id, 'aws_vpc_security_group_ingress_rule', 'web__wiki__203_0_113_0_24')).toMatchObject({ from_port: 3306, to_port: 3306 });
  });

  it('may be registered and made by those who register and make', () => {
    const { policy } = block(stacks, 'aws-euc1-identity', 'aws_iam_role_policy', 'load_balancer_load_balancer_targets');
    expect(asList(statement(policy, 'RegisterPods').Resource)).toContain('arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/db-*/*');
    const policies = Object.values(whole(stacks, 'bootstrap-aws').resource?.['aws_iam_policy'] ?? {}).map(({ policy: each }) => String(each));
    for (const kind of ['loadbalancer/net', 'listener/net', 'targetgroup'])
      expect(policies.filter((each) => each.includes(`"arn:aws:elasticloadbalancing:eu-central-1:111122223333:${kind}/db-*"`))).toHaveLength(1);
  });

  it('on Azure are addresses that are known before: one of the shard, or a place in the subnet for databases', () => {
    expect(block(stacks, `az-weu-tenants-${shop}`, 'azurerm_public_ip', 'shop__catalog')).toMatchObject({
      name: 'pip-shop--catalog',
      sku: 'Standard',
      allocation_method: 'Static',
      zones: ['1', '2', '3'],
    });
    expect(block(stacks, `az-weu-tenants-${shop}`, 'azurerm_role_assignment', 'control_plane_addresses')).toMatchObject({
      role_definition_name: 'Network Contributor',
      scope: '${azurerm_resource_group.group.id}',
    });
    expect(block(stacks, azure, 'cloudflare_dns_record', 'payments__orders')).toMatchObject({
      type: 'A',
      content: expect.stringMatching(/^10\.40\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.\d+$/),
    });
    expect(block(stacks, 'az-weu-network', 'azurerm_subnet', 'subnet_databases')['address_prefixes']).toEqual(['10.40.64.0/18']);
    const { resource } = whole(stacks, 'az-weu-network');
    expect(resource?.['azurerm_network_security_rule']?.['rule_nodes_databases_private']).toMatchObject({
      destination_address_prefixes: ['10.40.64.0/18'],
      destination_port_ranges: ['5432', '3306'],
    });
    expect(resource?.['azurerm_network_security_rule']?.['rule_nodes_databases_public']).toMatchObject({
      source_address_prefix: 'Internet',
      destination_port_ranges: ['5432', '3306'],
    });
  });

  it('have their names in whichever zone the platform has', () => {
    const route53 = stacksOf(loadPlatform(cloudEdge(), 'platform.yaml', teams).platform);
    expect(block(route53, aws, 'aws_route53_record', 'payments__orders')).toMatchObject({ type: 'A', alias: { name: '${aws_lb.payments__orders.dns_name}' } });
    expect(block(route53, azure, 'aws_route53_record', 'payments__orders')).toMatchObject({
      type: 'A',
      ttl: 60,
      records: [expect.stringMatching(/^10\.40\./)],
    });
    expect(block(route53, `names-${payments}`, 'aws_route53_record', 'payments__orders')).toMatchObject({
      type: 'CNAME',
      ttl: 60,
      records: ['orders.payments.aws-euc1.t.acme-db.example'],
    });
    const text = readFileSync('examples/azure-regions-cloud-native-edge/platform.yaml', 'utf8');
    const [first] = loadPlatform(text, 'platform.yaml').platform.cloud.clusters;
    const file = `version: 1\ntenant: { name: payments, team: payments, email: p@acme.example }\ndatabases: [{ engine: postgresql, name: orders, endpoint: { kind: private, allow: [10.0.0.0/8] } }]\n`;
    const zones = stacksOf(loadPlatform(text, 'platform.yaml', [{ file: 'databases/payments.yaml', text: file }]).platform);
    expect(block(zones, `${first.name}-tenants-${payments}`, 'azurerm_dns_a_record', 'payments__orders')).toMatchObject({
      name: `orders.payments.${first.name}`,
      ttl: 60,
    });
    expect(block(zones, `names-${payments}`, 'azurerm_dns_cname_record', 'payments__orders')).toMatchObject({
      name: 'orders.payments',
      record: expect.stringMatching(new RegExp(`^orders\\.payments\\.${first.name}\\.t\\.`)),
    });
  });
});

function cloudEdge(): string {
  const edge = /^edge:\n(?: .*\n|\n)*/m;
  if (!edge.test(base)) throw new Error('the example has no edge');
  return base.replace(edge, 'edge:\n  use: cloud-native\n  zone: { name: acme-db.example }\n  adminRanges: [203.0.113.0/24]\n\n');
}
