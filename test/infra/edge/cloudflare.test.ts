import { addressesIn, checkStack, readTables } from '../../../infra/check';
import { stacks } from '../../../infra/edge/cloudflare';
import { TerraformApp } from '../../../lib/constructs/terraform';
import { emptyLock, type Platform } from '../../../lib/model';
import { edgeJson, edgeText, example, rulesOf } from './edge-stack';

const text = edgeText();
const json = edgeJson();
const zone_id = '9a8b7c6d5e4f30211203f4e5d6c7b8a9';
const account_id = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const all = (type: string) => json.resource[type] ?? {};

describe('the zone', () => {
  test('is taken over by the first apply and never destroyed', () => {
    expect(json.import).toEqual([{ to: 'cloudflare_zone.zone', id: zone_id }]);
    expect(all('cloudflare_zone')['zone']).toEqual({
      account: { id: account_id },
      name: 'acme-db.example',
      type: 'full',
      lifecycle: { prevent_destroy: true },
    });
  });

  test.each([
    ['ssl', 'strict'],
    ['min_tls_version', '1.2'],
    ['tls_1_3', 'on'],
    ['zero_rtt', 'off'],
    ['always_use_https', 'on'],
    ['websockets', 'on'],
    ['security_header', { strict_transport_security: { enabled: true, max_age: 31_536_000, include_subdomains: true, preload: false, nosniff: true } }],
  ])('setting %s has its real value, not what the binding makes of it', (id, value) => {
    expect(all('cloudflare_zone_setting')[id]).toMatchObject({ zone_id, value });
  });

  test('early data has the id that Cloudflare knows it by', () => {
    expect(all('cloudflare_zone_setting')['zero_rtt']).toMatchObject({ setting_id: '0rtt' });
  });

  test('is signed, and says which authorities may issue, with flags as a number', () => {
    expect(all('cloudflare_zone_dnssec')['zone']).toMatchObject({ status: 'active' });
    expect(all('cloudflare_dns_record')['caa_letsencrypt_issue']).toMatchObject({
      name: 'acme-db.example',
      type: 'CAA',
      data: { flags: 0, tag: 'issue', value: 'letsencrypt.org' },
    });
    expect(all('cloudflare_dns_record')['caa_report']).toMatchObject({ data: { flags: 0, tag: 'iodef', value: 'mailto:data-platform@acme.example' } });
  });
});

describe('names', () => {
  test('addresses come from the state of the network stacks', () => {
    expect(json.data['terraform_remote_state']).toMatchObject({
      aws_euc1_network: { backend: 's3', config: { bucket: 'acme-db-tfstate-111122223333', key: 'aws-euc1-network.tfstate' } },
      az_weu_network: { backend: 'azurerm', config: { key: 'az-weu-network.tfstate', use_azuread_auth: true } },
    });
  });

  test("a cluster's addresses stay behind the proxy", () => {
    expect(all('cloudflare_dns_record')['origin_aws_euc1_2']).toMatchObject({
      name: 'origin-aws-euc1.acme-db.example',
      type: 'A',
      proxied: true,
      ttl: 1,
      content: '${data.terraform_remote_state.aws_euc1_network.outputs.ingress_addresses[2]}',
    });
    expect(all('cloudflare_dns_record')['origin_az_weu_1']).toBeUndefined();
  });

  test("a cluster's own UIs lead to that cluster", () => {
    expect(all('cloudflare_dns_record')['host_grafana_az_weu']).toMatchObject({
      name: 'grafana-az-weu.acme-db.example',
      type: 'CNAME',
      content: 'origin-az-weu.acme-db.example',
      proxied: true,
    });
  });

  test('metrics for the other cluster go past the proxy', () => {
    expect(all('cloudflare_dns_record')['metrics_az_weu_0']).toMatchObject({ name: 'metrics-az-weu.acme-db.example', type: 'A', proxied: false, ttl: 300 });
  });
});

describe('failover', () => {
  test('every host of both clusters goes to the active one first, and to the active one when every check fails', () => {
    expect(Object.keys(all('cloudflare_load_balancer')).sort()).toEqual(['api', 'console', 'id', 'id_admin', 'status']);
    expect(all('cloudflare_load_balancer')['console']).toMatchObject({
      name: 'console.acme-db.example',
      proxied: true,
      steering_policy: 'off',
      session_affinity: 'none',
      default_pools: ['${cloudflare_load_balancer_pool.aws_euc1.id}', '${cloudflare_load_balancer_pool.az_weu.id}'],
      fallback_pool: '${cloudflare_load_balancer_pool.aws_euc1.id}',
      adaptive_routing: { failover_across_pools: true },
    });
  });

  test('another active cluster turns the order around', () => {
    const moved = edgeJson({ ...example, security: { ...example.security, use: 'istio-keycloak', activeCluster: 'az-weu' } as Platform['security'] });
    expect(moved.resource['cloudflare_load_balancer']?.['id']).toMatchObject({
      default_pools: ['${cloudflare_load_balancer_pool.az_weu.id}', '${cloudflare_load_balancer_pool.aws_euc1.id}'],
    });
  });

  test('a workload on one cluster only has no failover', () => {
    const alone = edgeJson({
      ...example,
      workloads: example.workloads.map((workload) => (workload.name === 'status' ? { ...workload, clusters: ['az-weu'] } : workload)),
    });
    expect(alone.resource['cloudflare_load_balancer']?.['status']).toBeUndefined();
    expect(alone.resource['cloudflare_dns_record']?.['host_status']).toMatchObject({ type: 'CNAME', content: 'origin-az-weu.acme-db.example' });
  });

  test('the monitor asks the cluster whether it can serve, with the client certificate of the zone', () => {
    expect(all('cloudflare_load_balancer_monitor')['aws_euc1']).toMatchObject({
      type: 'https',
      port: 443,
      path: '/healthz',
      expected_codes: '200',
      header: { Host: ['origin-aws-euc1.acme-db.example'] },
      probe_zone: 'acme-db.example',
      allow_insecure: false,
      interval: 15,
    });
  });

  test('a pool has one origin for each address, and keeps the host that the client asked for', () => {
    const pool = all('cloudflare_load_balancer_pool')['aws_euc1'];
    expect(pool).toMatchObject({ name: 'acme-db-aws-euc1', minimum_origins: 1, check_regions: ['WEU', 'ENAM', 'SEAS'] });
    expect(pool?.['origins']).toHaveLength(3);
    expect(JSON.stringify(pool)).not.toContain('"host"');
  });
});

describe('the way to the origin', () => {
  test('the edge shows a certificate of our own, from variables', () => {
    expect(all('cloudflare_authenticated_origin_pulls_certificate')['origin_pulls']).toMatchObject({
      certificate: '${var.origin_pull_certificate}',
      private_key: '${var.origin_pull_private_key}',
      lifecycle: { create_before_destroy: true },
    });
    expect(all('cloudflare_authenticated_origin_pulls_settings')['origin_pulls']).toMatchObject({ enabled: true });
    expect(json.variable['origin_pull_private_key']).toMatchObject({ sensitive: true });
  });
});

describe('firewall', () => {
  test('managed and OWASP rules run on every request', () => {
    expect(rulesOf(json, 'managed')).toMatchObject({
      cloudflare: { action: 'execute', expression: 'true', action_parameters: { id: 'efb7b8c949ac4650a09736fc376e9aee' } },
      owasp: { action: 'execute', expression: 'true', action_parameters: { id: '4814384a9e5d4991b9815dcfc25d2f1f' } },
    });
  });

  test('programs reach the API and its tokens without a challenge, and are still judged by every other rule', () => {
    const rules = rulesOf(json, 'custom');
    expect(rules['programs']).toMatchObject({
      action: 'skip',
      expression: 'http.host in {"api.acme-db.example"}',
      action_parameters: { phases: ['http_request_sbfm'] },
    });
    expect(rules['identity-programs']?.['expression']).toBe(
      'http.host eq "id.acme-db.example" and (starts_with(http.request.uri.path, "/realms/acme-db/protocol/openid-connect/") or starts_with(http.request.uri.path, "/realms/acme-db/.well-known/"))',
    );
    expect(Object.keys(rules)).toEqual(['identity-programs', 'programs', 'methods', 'path-tricks', 'leaked-password']);
  });

  test('an encoded slash passes: Argo CD has it in its paths', () => {
    expect(rulesOf(json, 'custom')['path-tricks']?.['expression']).toContain('"%2e%2e"');
    expect(rulesOf(json, 'custom')['path-tricks']?.['expression']).not.toContain('%2f');
  });

  test('logins are limited by address, and blocked for ten minutes', () => {
    expect(rulesOf(json, 'rate_limits')['login']).toMatchObject({
      action: 'block',
      expression: 'starts_with(http.request.uri.path, "/realms/acme-db/login-actions/")',
      ratelimit: { characteristics: ['cf.colo.id', 'ip.src'], period: 60, requests_per_period: 20, mitigation_timeout: 600 },
    });
  });

  test('of token requests only those that fail are counted', () => {
    expect(rulesOf(json, 'rate_limits')['token']).toMatchObject({
      ratelimit: {
        requests_per_period: 20,
        requests_to_origin: true,
        counting_expression: 'http.request.uri.path eq "/realms/acme-db/protocol/openid-connect/token" and http.response.code in {400 401}',
      },
    });
  });

  test('nothing behind a login is kept, and public hosts are', () => {
    const { expression, action_parameters } = rulesOf(json, 'cache')['private'] ?? {};
    expect(action_parameters).toEqual({ cache: false });
    for (const host of ['console', 'api', 'id', 'grafana-aws-euc1']) expect(expression).toContain(`"${host}.acme-db.example"`);
    expect(expression).not.toContain('status.acme-db.example');
  });
});

describe('Zero Trust Access', () => {
  test("stands in front of the platform's own UIs and of nothing else", () => {
    expect(Object.keys(all('cloudflare_zero_trust_access_application')).sort()).toEqual([
      'alertmanager_aws_euc1',
      'alertmanager_az_weu',
      'argocd_aws_euc1',
      'argocd_az_weu',
      'grafana_aws_euc1',
      'grafana_az_weu',
      'id_admin',
      'prometheus_aws_euc1',
      'prometheus_az_weu',
    ]);
  });

  test('admits people of the company by one policy', () => {
    expect(all('cloudflare_zero_trust_access_policy')).toMatchObject({
      people: { account_id, decision: 'allow', include: [{ email_domain: { domain: 'acme.example' } }], session_duration: '12h' },
    });
    expect(all('cloudflare_zero_trust_access_application')['argocd_aws_euc1']).toMatchObject({
      type: 'self_hosted',
      destinations: [{ type: 'public', uri: 'argocd-aws-euc1.acme-db.example' }],
      policies: [{ id: '${cloudflare_zero_trust_access_policy.people.id}', precedence: 1 }],
      app_launcher_visible: false,
    });
  });
});

test('a failover and an expiring client certificate send a mail', () => {
  expect(all('cloudflare_notification_policy')['failover']).toMatchObject({
    alert_type: 'load_balancing_health_alert',
    mechanisms: { email: [{ id: 'data-platform@acme.example' }] },
    filters: { pool_id: ['${cloudflare_load_balancer_pool.aws_euc1.id}', '${cloudflare_load_balancer_pool.az_weu.id}'] },
  });
  expect(all('cloudflare_notification_policy')['origin_pulls']).toMatchObject({ alert_type: 'zone_aop_custom_certificate_expiration_type' });
});

test('the stack passes the offline proof', () => {
  expect(checkStack('edge', text, readTables())).toEqual([]);
});

test('addresses of what must not be made anew are pinned', () => {
  const pinned = addressesIn(text).filter((address) =>
    /^cloudflare_(zone|zone_dnssec|load_balancer\w*|authenticated\w+|ruleset|zero_trust_access_policy)\./.test(address),
  );
  expect(pinned).toEqual([
    'cloudflare_authenticated_origin_pulls_certificate.origin_pulls',
    'cloudflare_authenticated_origin_pulls_settings.origin_pulls',
    'cloudflare_load_balancer.api',
    'cloudflare_load_balancer.console',
    'cloudflare_load_balancer.id',
    'cloudflare_load_balancer.id_admin',
    'cloudflare_load_balancer.status',
    'cloudflare_load_balancer_monitor.aws_euc1',
    'cloudflare_load_balancer_monitor.az_weu',
    'cloudflare_load_balancer_pool.aws_euc1',
    'cloudflare_load_balancer_pool.az_weu',
    'cloudflare_ruleset.cache',
    'cloudflare_ruleset.custom',
    'cloudflare_ruleset.managed',
    'cloudflare_ruleset.rate_limits',
    'cloudflare_ruleset.responses',
    'cloudflare_zero_trust_access_policy.people',
    'cloudflare_zone.zone',
    'cloudflare_zone_dnssec.zone',
  ]);
});

test('the README names both variables, the zone and how to take over what exists', () => {
  const [spec] = stacks({ platform: example satisfies Platform, lock: emptyLock, clusters: [] });
  const { readme } = spec?.build(new TerraformApp({ outdir: 'cdktf.out' }), spec.id) ?? {};
  expect(readme).toContain('TF_VAR_origin_pull_certificate');
  expect(readme).toContain('TF_VAR_origin_pull_private_key');
  expect(readme).toContain(`terraform import cloudflare_ruleset.custom zone/${zone_id}/<id>`);
});
