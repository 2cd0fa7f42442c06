import { emptyLock, type CloudLock } from '../../../lib/model';
import { stackFindings } from '../../../infra/check';
import { withCloudEdge } from '../../manifests/foundation/rendered';
import { regionsPlatform, stacksOf, isKept, type Block, type Edit } from '../cloud/regions';

const id = 'edge-front-door';
const of = (edits: readonly Edit[] = [], lock: CloudLock = emptyLock) => stacksOf(regionsPlatform('azure-regions-cloud-native-edge', edits), lock);
const regions = of();
const clouds = stacksOf(withCloudEdge());
const json = regions.json(id);
const all = (type: string, from = json): Readonly<Record<string, Block>> => from.resource[type] ?? {};
const only = <T>(value: unknown): readonly T[] => value as readonly T[];

interface Rule {
  readonly name: string;
  readonly priority: number;
  readonly type: string;
  readonly action: string;
  readonly rate_limit_threshold?: number;
  readonly rate_limit_duration_in_minutes?: number;
  readonly match_condition: readonly Block[];
}
const rulesOf = (audience: string, from = json): Readonly<Record<string, Rule>> =>
  Object.fromEntries(only<Rule>(all('azurerm_cdn_frontdoor_firewall_policy', from)[`firewall_${audience}`]?.['custom_rule']).map((rule) => [rule.name, rule]));

describe('Front Door', () => {
  it('is Premium, and refuses to be destroyed: the gateways know it by its id', () => {
    const profile = all('azurerm_cdn_frontdoor_profile')['front_door'];
    expect(profile).toMatchObject({ sku_name: 'Premium_AzureFrontDoor', log_scrubbing_rule: [{ match_variable: 'QueryStringArgNames' }] });
    expect(regions.addresses(id, isKept)).toEqual([
      'azurerm_cdn_frontdoor_endpoint.endpoint',
      'azurerm_cdn_frontdoor_profile.front_door',
      'azurerm_resource_group.group',
    ]);
  });

  it('gives its id to the lock file, and fails the apply when the file has another one', () => {
    const output = (JSON.parse(regions.texts.find((stack) => stack.id === id)?.json ?? '{}') as { readonly output: Block }).output;
    expect(output).toMatchObject({ front_door_id: { value: '${azurerm_cdn_frontdoor_profile.front_door.resource_guid}' }, platform: { value: 'ledger' } });
    expect(all('azurerm_cdn_frontdoor_profile')['front_door']?.['lifecycle']).toEqual({ prevent_destroy: true });
    const locked = of([], { clusters: { weu: { 'edge.frontDoorId': '11111111-2222-4333-8444-555555555555' } } });
    expect(locked.resource(id, 'azurerm_cdn_frontdoor_profile', 'front_door')).toMatchObject({
      lifecycle: { postcondition: [{ condition: '${self.resource_guid == "11111111-2222-4333-8444-555555555555"}' }] },
    });
  });

  it('sends hosts of both clusters to the active one first, and those of one cluster there only', () => {
    const origins = all('azurerm_cdn_frontdoor_origin');
    expect(Object.fromEntries(Object.entries(origins).map(([name, { priority }]) => [name, priority]))).toEqual({
      origin_failover_weu: 1,
      origin_failover_neu: 2,
      origin_only_weu_weu: 1,
      origin_only_neu_neu: 1,
    });
    expect(all('azurerm_cdn_frontdoor_route')['route_only_neu']?.['cdn_frontdoor_custom_domain_ids']).toContain(
      '${azurerm_cdn_frontdoor_custom_domain.domain_grafana_neu.id}',
    );
  });

  it('turns the order around with the active cluster, without making anything anew', () => {
    const moved = of([['  use: istio-keycloak\n', '  use: istio-keycloak\n  activeCluster: neu\n']]);
    expect(moved.addresses(id)).toEqual(regions.addresses(id));
    expect(moved.resource(id, 'azurerm_cdn_frontdoor_origin', 'origin_failover_neu')).toMatchObject({ priority: 1, name: 'neu' });
    expect(moved.resource(id, 'azurerm_cdn_frontdoor_origin', 'origin_failover_weu')).toMatchObject({ priority: 2 });
  });

  it('checks the certificate of an origin by its own name, and leaves requests the host that was asked for', () => {
    for (const origin of Object.values(all('azurerm_cdn_frontdoor_origin'))) {
      expect(origin).toMatchObject({ certificate_name_check_enabled: true, host_name: `origin-${String(origin['name'])}.ledger.example`, https_port: 443 });
      expect(origin).not.toHaveProperty('origin_host_header');
    }
  });

  it('asks whether a cluster can serve, not only whether its proxy runs', () => {
    expect(all('azurerm_cdn_frontdoor_origin_group')['origins_failover']).toMatchObject({
      session_affinity_enabled: false,
      health_probe: { protocol: 'Https', path: '/healthz', request_type: 'GET', interval_in_seconds: 30 },
      load_balancing: { sample_size: 4, successful_samples_required: 3 },
    });
  });

  it('forwards HTTPS only, redirects HTTP, keeps nothing, and has no door without a firewall', () => {
    for (const route of Object.values(all('azurerm_cdn_frontdoor_route'))) {
      expect(route).toMatchObject({
        forwarding_protocol: 'HttpsOnly',
        https_redirect_enabled: true,
        supported_protocols: ['Http', 'Https'],
        link_to_default_domain: false,
        patterns_to_match: ['/*'],
      });
      expect(route).not.toHaveProperty('cache');
    }
  });

  it('sends hosts without a login to the nearest cluster, where the platform asks for it', () => {
    const edits: readonly Edit[] = [
      ['  adminRanges:', '  routing: latency\n  adminRanges:'],
      ['workloads:\n', `workloads:\n${status}`],
    ];
    const latency = of(edits);
    expect(latency.resource(id, 'azurerm_cdn_frontdoor_route', 'route_nearest')).toMatchObject({
      cdn_frontdoor_custom_domain_ids: ['${azurerm_cdn_frontdoor_custom_domain.domain_status.id}'],
    });
    for (const cluster of ['weu', 'neu'])
      expect(latency.resource(id, 'azurerm_cdn_frontdoor_origin', `origin_nearest_${cluster}`)).toMatchObject({ priority: 1 });
    expect(latency.resource(id, 'azurerm_cdn_frontdoor_route', 'route_failover')['cdn_frontdoor_custom_domain_ids']).toContain(
      '${azurerm_cdn_frontdoor_custom_domain.domain_console.id}',
    );
  });

  it('keeps its logs where the first cluster is, and mails its owner', () => {
    expect(all('azurerm_monitor_diagnostic_setting')['logs']).toMatchObject({
      log_analytics_workspace_id: expect.stringMatching(/rg-ledger-weu-observability.*workspaces\/log-ledger-weu$/) as string,
      enabled_log: ['FrontDoorAccessLog', 'FrontDoorHealthProbeLog', 'FrontDoorWebApplicationFirewallLog'].map((category) => ({ category })),
    });
    const metrics = Object.values(all('azurerm_monitor_metric_alert')).map(({ criteria }) => only<Block>(criteria)[0]?.['metric_name']);
    expect(metrics.sort()).toEqual([
      'OriginHealthPercentage',
      'Percentage5XX',
      'ProbeAgentCurrentEndpointStateByProfileResourceId',
      'WebApplicationFirewallRequestCount',
    ]);
  });
});

const status = '  - name: status\n    image: ghcr.io/ledger/status:1.0.0\n    host: status.ledger.example\n    access: { kind: public }\n';

describe('the firewall', () => {
  it('blocks by the newest rules of Microsoft, in both policies', () => {
    for (const policy of Object.values(all('azurerm_cdn_frontdoor_firewall_policy')))
      expect(policy).toMatchObject({
        mode: 'Prevention',
        enabled: true,
        sku_name: 'Premium_AzureFrontDoor',
        name: expect.stringMatching(/^[a-z]+$/) as string,
        managed_rule: [
          { type: 'Microsoft_DefaultRuleSet', version: '2.2', action: 'Block' },
          { type: 'Microsoft_BotManagerRuleSet', version: '1.1', action: 'Block' },
        ],
      });
  });

  it('stands before every host, by a link of its own', () => {
    expect(Object.keys(all('azurerm_cdn_frontdoor_security_policy')).sort()).toEqual(
      Object.keys(all('azurerm_cdn_frontdoor_custom_domain'))
        .map((name) => name.replace('domain_', 'firewall_of_'))
        .sort(),
    );
    expect(JSON.stringify(all('azurerm_cdn_frontdoor_security_policy')['firewall_of_argocd_weu'])).toContain('firewall_admin.id');
    expect(JSON.stringify(all('azurerm_cdn_frontdoor_security_policy')['firewall_of_console'])).toContain('firewall_public.id');
  });

  it('closes hosts of the platform to everybody outside, by who connects and not by what a header says', () => {
    expect(rulesOf('admin')['outside']).toMatchObject({
      type: 'MatchRule',
      action: 'Block',
      match_condition: [{ match_variable: 'SocketAddr', operator: 'IPMatch', negation_condition: true, match_values: ['203.0.113.0/24', '198.51.100.7/32'] }],
    });
    expect(rulesOf('public')).not.toHaveProperty('outside');
  });

  it('limits logins over five minutes and everything over one, for each address', () => {
    expect(rulesOf('public')['login']).toMatchObject({ type: 'RateLimitRule', rate_limit_duration_in_minutes: 5, rate_limit_threshold: 100 });
    expect(rulesOf('public')['token']).toMatchObject({ rate_limit_threshold: 1000 });
    expect(rulesOf('public')['requests']).toMatchObject({ rate_limit_duration_in_minutes: 1, rate_limit_threshold: 3000 });
  });

  it.each([
    ['login', 'https://id.ledger.example:443/realms/ledger/login-actions/authenticate?session_code=x', true],
    ['login', 'https://id.ledger.example/?next=/realms/ledger/login-actions/', false],
    ['token', 'http://id.ledger.example/realms/ledger/protocol/openid-connect/token', true],
    ['pathtricks', 'https://console.ledger.example/static/%2e%2e/secret', true],
    ['pathtricks', 'https://console.ledger.example/a/..;/b', true],
    ['pathtricks', 'https://console.ledger.example/search?q=..%2e', false],
    ['pathtricks', 'https://argocd-weu.ledger.example/api/v1/repositories/https:%2f%2fgithub.com', false],
  ])('rule %s judges %s by its path', (name, uri, holds) => {
    const [pattern] = only<string>(rulesOf('public')[name]?.match_condition[0]?.['match_values']);
    expect(new RegExp(pattern ?? '$.').test(uri)).toBe(holds);
  });

  it('has priorities of its own for each rule, and names that Azure takes', () => {
    for (const audience of ['admin', 'public']) {
      const rules = Object.values(rulesOf(audience));
      expect(new Set(rules.map(({ priority }) => priority)).size).toBe(rules.length);
      for (const { name } of rules) expect(name).toMatch(/^[a-z]+$/);
    }
  });

  it('writes no session, token, password or argument into its log', () => {
    const { scrubbing_rule: rules } = all('azurerm_cdn_frontdoor_firewall_policy')['firewall_public']?.['log_scrubbing'] as {
      readonly scrubbing_rule: readonly Block[];
    };
    expect(rules.filter(({ operator }) => operator === 'Equals').map(({ selector }) => selector)).toEqual(['authorization', 'cookie']);
    // Azure refuses a selector beside EqualsAny.
    for (const rule of rules.filter(({ operator }) => operator === 'EqualsAny')) expect(rule).not.toHaveProperty('selector');
  });
});

describe('a platform in both clouds', () => {
  it('lets Route 53 ask for the health of that cluster through Front Door, and for nothing else there', () => {
    const front = clouds.json(id);
    expect(all('azurerm_cdn_frontdoor_route', front)['route_check_az_weu']).toMatchObject({ patterns_to_match: ['/healthz'] });
    expect(all('azurerm_cdn_frontdoor_origin', front)['origin_check_az_weu_az_weu']).toMatchObject({
      host_name: 'origin-az-weu.acme-db.example',
      origin_host_header: 'origin-az-weu.acme-db.example',
    });
    expect(all('azurerm_cdn_frontdoor_custom_domain', front)['domain_check_az_weu']).toMatchObject({ host_name: 'check-az-weu.acme-db.example' });
    expect(Object.keys(all('azurerm_cdn_frontdoor_custom_domain'))).not.toContain('domain_check_weu');
  });

  it('has Front Door for the cluster on Azure alone, and leaves names and proofs to Route 53', () => {
    const front = clouds.json(id);
    expect(Object.values(all('azurerm_cdn_frontdoor_origin', front)).map(({ name }) => name)).toEqual(['az-weu', 'az-weu']);
    expect(Object.keys(all('azurerm_cdn_frontdoor_custom_domain', front))).not.toContain('domain_grafana_aws_euc1');
    expect(Object.keys(front.resource).filter((type) => /azurerm_(dns|traffic)/.test(type))).toEqual([]);
    expect(clouds.ids.filter((each) => each === 'edge-zone' && clouds.json(each).resource['azurerm_dns_zone'] !== undefined)).toEqual([]);
    for (const domain of Object.values(all('azurerm_cdn_frontdoor_custom_domain', front))) expect(domain).not.toHaveProperty('dns_zone_id');
  });
});

it('fits together with all other stacks', () => {
  expect(stackFindings(regions.texts)).toEqual([]);
});
