/** The edge of the clouds at AWS, as Terraform reads it. */
import { readFileSync } from 'node:fs';
import { terraformFiles } from '../../../infra/synth';
import { emptyLock, parsePlatform, type Platform } from '../../../lib/model';
import { allowRules } from '../../../infra/cloud/aws/network/inspection-policy';
import type { AwsContext } from '../../../infra/cloud/aws/kits/stack';
import { namesOf } from '../../../lib/names';
import { manifestFiles } from '../../../manifests/synth';

type Block = Readonly<Record<string, unknown>>;
interface Json {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly data: Readonly<Record<string, Readonly<Record<string, Block>>>>;
}
const text = readFileSync('examples/aws-regions-cloud-native-edge/platform.yaml', 'utf8');
const parsed = (yaml: string): Platform => parsePlatform(yaml, 'platform.yaml').platform;
const stacksOf = (platform: Platform): ReadonlyMap<string, Json> => {
  const { clusters } = manifestFiles({ platform, lock: emptyLock });
  return new Map(terraformFiles({ platform, lock: emptyLock, clusters }).map(({ id, files }) => [id, JSON.parse(files[0]?.content ?? '{}') as Json])); // a stack
};
const example = parsed(text);
const stacks = stacksOf(example);
const stack = (id: string, of = stacks): Json => {
  const found = of.get(id);
  if (!found) throw new Error(`no stack ${id}: ${[...of.keys()].join(' ')}`);
  return found;
};
const resource = (id: string, type: string, name: string, of = stacks): Block => {
  const found = stack(id, of).resource[type]?.[name];
  if (!found) throw new Error(`no ${type}.${name} in ${id}: ${Object.keys(stack(id, of).resource[type] ?? {}).join(' ')}`);
  return found;
};

describe('zone', () => {
  it('is signed with a key in us-east-1, below which the tenants have a zone of their own', () => {
    expect(resource('edge-zone', 'aws_kms_key', 'signing')).toMatchObject({ customer_master_key_spec: 'ECC_NIST_P256', key_usage: 'SIGN_VERIFY' });
    expect(resource('edge-zone', 'aws_route53_zone', 'tenants')).toMatchObject({ name: 't.db.ledger.example', lifecycle: { prevent_destroy: true } });
    for (const id of ['platform', 'tenants']) expect(resource('edge-zone', 'aws_route53_hosted_zone_dnssec', id)).toMatchObject({ signing_status: 'SIGNING' });
    expect(resource('edge-zone', 'aws_route53_record', 'tenants_key')).toMatchObject({
      type: 'DS',
      records: ['${aws_route53_key_signing_key.tenants.ds_record}'],
    });
  });

  it('logs its queries for a year, and lets only the authorities in use issue', () => {
    expect(resource('edge-zone', 'aws_cloudwatch_log_group', 'platform')).toMatchObject({ retention_in_days: 365, kms_key_id: '${aws_kms_key.logs.arn}' });
    expect(resource('edge-zone', 'aws_route53_record', 'authorities')['records']).toEqual([
      '0 issue "letsencrypt.org"',
      '0 issuewild "letsencrypt.org"',
      '0 issue "amazon.com"',
      '0 issuewild "amazon.com"',
      '0 iodef "mailto:ledger-platform@ledger.example"',
    ]);
  });
});

describe('what stands in front of a cluster', () => {
  it('ends HTTPS with a modern policy, tells browsers to stay there and redirects the rest', () => {
    expect(resource('euc1-edge', 'aws_lb', 'web')).toMatchObject({
      load_balancer_type: 'application',
      drop_invalid_header_fields: true,
      enable_deletion_protection: true,
      enable_waf_fail_open: false,
      access_logs: { enabled: true, prefix: 'web' },
    });
    expect(resource('euc1-edge', 'aws_lb_listener', 'https')).toMatchObject({
      protocol: 'HTTPS',
      ssl_policy: expect.stringMatching(/^ELBSecurityPolicy-TLS13/),
      routing_http_response_strict_transport_security_header_value: 'max-age=31536000; includeSubDomains',
    });
    expect(resource('euc1-edge', 'aws_lb_listener', 'http')['default_action']).toMatchObject([{ type: 'redirect' }]);
  });

  it('takes over the target group that pods register in, and nobody else reaches them', () => {
    expect(resource('euc1-edge', 'aws_lb_target_group', 'gateway')).toMatchObject({
      name: 'euc1-ingress-443',
      protocol: 'HTTPS',
      port: 443,
      target_type: 'ip',
    });
    expect(Object.keys(stack('euc1-network').resource['aws_lb'] ?? {})).not.toContain('ingress');
    const out = Object.values(stack('euc1-edge').resource['aws_vpc_security_group_egress_rule'] ?? {});
    expect(new Set(out.map(({ from_port }) => from_port))).toEqual(new Set([443, 15021]));
    expect(out.every(({ cidr_ipv4 }) => String(cidr_ipv4).startsWith('10.20.'))).toBe(true);
  });

  it('shows a certificate for every host, proven in the zone', () => {
    expect(resource('euc1-edge', 'aws_acm_certificate', 'web')).toMatchObject({ domain_name: '*.db.ledger.example', validation_method: 'DNS' });
    expect(stack('euc1-edge').data['aws_route53_zone']?.['zone']).toMatchObject({ name: 'ledger.example' });
  });
});

describe('firewall', () => {
  const rules = (resource('euc1-edge', 'aws_wafv2_web_acl', 'web')['rule'] ?? []) as readonly Block[]; // blocks
  const rule = (name: string): Block => rules.find((each) => each['name'] === name) ?? {};

  it('asks first who may come and how often, then what AWS maintains', () => {
    expect(rules.map(({ name }) => name)).toEqual(
      [
        'hosts',
        'admin-hosts',
        'methods',
        'passwords',
        'login-start',
        'token',
        'requests',
        'health',
        'AWSManagedRulesAmazonIpReputationList',
        'AWSManagedRulesAnonymousIpList',
        'AWSManagedRulesKnownBadInputsRuleSet',
        'AWSManagedRulesCommonRuleSet',
        'AWSManagedRulesSQLiRuleSet',
        'AWSManagedRulesLinuxRuleSet',
      ].filter((name) => rules.some((each) => each['name'] === name)),
    );
    expect(rules.map(({ priority }) => priority)).toEqual(rules.map((_, index) => index));
    expect(rules.some(({ name }) => name === 'passwords')).toBe(true);
  });

  it('closes hosts of the platform to everybody outside the company, whatever is written behind the name', () => {
    expect(resource('euc1-edge', 'aws_wafv2_ip_set', 'admin_ranges')['addresses']).toEqual(['198.51.100.16/28', '203.0.113.0/24']);
    const admin = JSON.stringify(rule('admin-hosts'));
    expect(admin).toContain('"search_string":"grafana-euc1.db.ledger.example"');
    expect(admin).toContain('"positional_constraint":"STARTS_WITH"');
    expect(admin).not.toContain('api.db.ledger.example');
    expect(rule('admin-hosts')['action']).toEqual({ block: {} });
  });

  it('counts logins and everything else by address', () => {
    expect(rule('passwords')['statement']).toMatchObject({ rate_based_statement: { limit: 20, aggregate_key_type: 'IP', evaluation_window_sec: 60 } });
    expect(rule('requests')['statement']).toMatchObject({ rate_based_statement: { limit: 3000 } });
    expect(rule('requests')['action']).toEqual({ block: { custom_response: { response_code: 429 } } });
  });

  it('writes down what it stopped, without credentials', () => {
    expect(resource('euc1-edge', 'aws_cloudwatch_log_group', 'firewall')['name']).toMatch(/^aws-waf-logs-/);
    expect(JSON.stringify(resource('euc1-edge', 'aws_wafv2_web_acl_logging_configuration', 'web')['redacted_fields'])).toMatch(/authorization.*cookie/);
  });
});

describe('records', () => {
  it('lead a host with a login to one cluster, and to the other while that one is down', () => {
    expect(resource('edge', 'aws_route53_record', 'host_console_euc1')).toMatchObject({
      type: 'A',
      set_identifier: 'euc1',
      failover_routing_policy: { type: 'PRIMARY' },
      health_check_id: '${aws_route53_health_check.euc1.id}',
    });
    expect(resource('edge', 'aws_route53_record', 'host_console_euw1')['failover_routing_policy']).toEqual({ type: 'SECONDARY' });
  });

  it('lead a host without a login to the nearest cluster', () => {
    expect(resource('edge', 'aws_route53_record', 'host_ledger_euw1')['latency_routing_policy']).toEqual({ region: 'eu-west-1' });
  });

  it('ask what stands behind the gateway', () => {
    expect(resource('edge', 'aws_route53_health_check', 'euc1')).toMatchObject({
      type: 'HTTPS',
      fqdn: 'origin-euc1.db.ledger.example',
      resource_path: '/healthz',
      enable_sni: true,
    });
    expect(resource('edge', 'aws_cloudwatch_metric_alarm', 'euc1')).toMatchObject({ metric_name: 'HealthCheckStatus', threshold: 1 });
  });
});

describe('network firewall', () => {
  it('stands on both ways of every zone', () => {
    const routes = stack('euc1-network').resource['aws_route'] ?? {};
    for (const zone of ['a', 'b', 'c']) {
      expect(routes[`public_${zone}_internet`]?.['vpc_endpoint_id']).toContain(`state.availability_zone == "eu-central-1${zone}"`);
      expect(routes[`internet_public_${zone}`]?.['vpc_endpoint_id']).toBe(routes[`public_${zone}_internet`]?.['vpc_endpoint_id']);
    }
    expect(resource('euc1-network', 'aws_route_table_association', 'internet')['gateway_id']).toBe('${aws_internet_gateway.internet.id}');
    expect(resource('euc1-network', 'aws_networkfirewall_firewall', 'main')).toMatchObject({
      delete_protection: true,
      encryption_configuration: { type: 'CUSTOMER_KMS' },
    });
  });

  it('lets known hosts through by their name, and ends the rest', () => {
    const [cluster] = example.cloud.clusters;
    if (cluster.provider !== 'aws') throw new Error('the first cluster is at AWS');
    const rules = allowRules({ platform: example, cluster, names: namesOf(example, cluster), lock: emptyLock } as AwsContext); // no intents are read
    expect(rules.filter((rule) => rule.includes('content:"hooks.ledger.example"; startswith'))).toHaveLength(1);
    expect(rules.filter((rule) => rule.includes('dotprefix; content:".db.ledger.example"'))).toHaveLength(1);
    expect(new Set(rules.map((rule) => /sid:(\d+)/.exec(rule)?.[1])).size).toBe(rules.length);
    expect(resource('euc1-network', 'aws_networkfirewall_firewall_policy', 'main')['firewall_policy']).toMatchObject({
      stateful_default_actions: ['aws:drop_established', 'aws:alert_established'],
    });
  });

  it.each([
    ['the example', (yaml: string) => yaml],
    ['delivery flux', (yaml: string) => yaml.replace('use: argocd', 'use: flux')],
  ])('lets through what components ask for by name, in %s', (_, edit) => {
    const platform = parsed(edit(text));
    const endpoints =
      /^(?:[a-z0-9-]+\.)?(?:s3|sts|secretsmanager|logs|monitoring|aps-workspaces|sqs|ec2|eks|elasticloadbalancing)\.eu-central-1\.amazonaws\.com$/;
    const { clusters } = manifestFiles({ platform, lock: emptyLock });
    const [{ cluster, components } = { cluster: platform.cloud.clusters[0], components: [] }] = clusters;
    const rules = allowRules({ platform, cluster, names: namesOf(platform, cluster), lock: emptyLock } as AwsContext); // no intents are read
    const names = rules.flatMap((rule) => /content:"([^"]+)"/.exec(rule)?.[1] ?? []);
    const asked = components.flatMap(({ component: { name, intents } }) =>
      (intents?.egressHosts ?? []).flatMap(({ hosts, port = 443 }) => hosts.map((host) => ({ name, host, port }))),
    );
    expect(asked.length).toBeGreaterThan(10);
    expect(
      asked.filter(
        ({ host, port }) => port === 443 && !endpoints.test(host) && !names.some((each) => each === host || (each.startsWith('.') && host.endsWith(each))),
      ),
    ).toEqual([]);
  });
});

it('buys and accelerates only where platform.yaml says so', () => {
  expect(stack('edge').resource['aws_shield_subscription']).toBeUndefined();
  const more = stacksOf(
    parsed(
      text
        .replace('  routing: latency\n', '')
        .replace(/ {4}networkFirewall:\n.*\n/, '    globalAccelerator: true\n    shieldAdvanced: { acknowledgeCost: true }\n'),
    ),
  );
  expect(resource('edge', 'aws_shield_subscription', 'shield', more)).toMatchObject({ skip_destroy: true });
  expect(resource('edge', 'aws_globalaccelerator_endpoint_group', 'euw1', more)).toMatchObject({
    traffic_dial_percentage: 0,
    endpoint_group_region: 'eu-west-1',
  });
  expect(resource('edge', 'aws_route53_record', 'host_console', more)['alias']).toMatchObject({
    name: '${aws_globalaccelerator_accelerator.platform.dns_name}',
  });
  expect(stack('euc1-network', more).resource['aws_networkfirewall_firewall']).toBeUndefined();
});
