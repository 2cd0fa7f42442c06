import { regionsPlatform, stacksOf, isKept, type Block, type Edit } from '../cloud/regions';

const of = (edits: readonly Edit[] = []) => stacksOf(regionsPlatform('azure-regions-cloud-native-edge', edits));
const regions = of();
const scope = '/subscriptions/4f0c9a52-7d54-4a55-9a0e-2f8d9c3b6e10';
const zoneId = (name: string) => `${scope}/resourceGroups/rg-ledger-edge/providers/Microsoft.Network/dnsZones/${name}`;
const withoutPlan: Edit = ['  azure:\n    ddosProtection:\n      acknowledgeCost: true\n', ''];
const around: Edit = ['  azure:\n    ddosProtection:\n', '  azure:\n    entry: traffic-manager\n    ddosProtection:\n'];

describe('the zone at Azure DNS', () => {
  it('is applied before the clusters, since they get roles in it, and names come after them', () => {
    const at = (id: string) => regions.ids.indexOf(id);
    expect(at('edge-zone')).toBeLessThan(at('weu-network'));
    expect(at('edge-ddos')).toBeLessThan(at('weu-network'));
    expect(at('edge-front-door')).toBeGreaterThan(at('neu-observability'));
  });

  it('and that of the tenants stay, held by a lock that lets records come and go', () => {
    expect(regions.addresses('edge-zone', isKept)).toEqual(['azurerm_dns_zone.tenants', 'azurerm_dns_zone.zone', 'azurerm_resource_group.group']);
    for (const zone of ['zone', 'tenants'])
      expect(regions.resource('edge-zone', 'azurerm_management_lock', `${zone}_lock`)).toMatchObject({
        scope: `\${azurerm_dns_zone.${zone}.id}/SOA/@`,
        lock_level: 'CanNotDelete',
      });
  });

  it('delegates the names of tenants, and says who may issue certificates', () => {
    expect(regions.resource('edge-zone', 'azurerm_dns_ns_record', 'tenants')).toMatchObject({
      name: 't',
      records: '${tolist(azurerm_dns_zone.tenants.name_servers)}',
    });
    const { name, record } = regions.resource('edge-zone', 'azurerm_dns_caa_record', 'authorities');
    expect(name).toBe('@');
    expect((record as readonly Block[]).map(({ tag, value }) => `${String(tag)} ${String(value)}`)).toEqual([
      'issue digicert.com',
      'issue letsencrypt.org',
      'issuewild letsencrypt.org',
      'iodef mailto:ledger-platform@ledger.example',
    ]);
  });

  it('has names relative to it, where the domain lies below the zone', () => {
    const below = of([
      ['domain: ledger.example', 'domain: db.ledger.example'],
      ['host: console.ledger.example', 'host: console.db.ledger.example'],
    ]);
    expect(below.resource('edge-zone', 'azurerm_dns_ns_record', 'tenants')).toMatchObject({ name: 't.db' });
    expect(below.resource('edge-zone', 'azurerm_dns_caa_record', 'authorities')).toMatchObject({ name: 'db' });
    expect(below.resource('edge-front-door', 'azurerm_dns_txt_record', 'proof_console')).toMatchObject({
      name: '_dnsauth.console.db',
      zone_name: 'ledger.example',
    });
  });

  it('is written by the clusters in two places only: proofs of certificates, and names of tenants', () => {
    const assigned = (name: string) => regions.resource('weu-identity', 'azurerm_role_assignment', name);
    expect(assigned('proofs_to_cert_manager')).toMatchObject({ scope: zoneId('ledger.example'), role_definition_name: 'ledger-dns-proofs' });
    expect(assigned('tenants_to_external_dns')).toMatchObject({ scope: zoneId('t.ledger.example'), role_definition_name: 'DNS Zone Contributor' });
    const { permissions, role_definition_id: id } = regions.resource('bootstrap-azure', 'azurerm_role_definition', 'proof_role');
    const writes = (permissions as readonly { readonly actions: readonly string[] }[])
      .flatMap(({ actions }) => actions)
      .filter((action) => !action.endsWith('/read'));
    expect(writes).toEqual(['Microsoft.Network/dnsZones/TXT/write', 'Microsoft.Network/dnsZones/TXT/delete']);
    expect(String(regions.resource('bootstrap-azure', 'azurerm_role_assignment', 'pipeline_apply_roles')['condition'])).toContain(String(id));
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('names', () => {
  it('of hosts lead to Front Door once the host is known there, routed and guarded', () => {
    expect(regions.resource('edge-front-door', 'azurerm_dns_cname_record', 'host_console')).toMatchObject({
      name: 'console',
      record: '${azurerm_cdn_frontdoor_endpoint.endpoint.host_name}',
      depends_on: ['azurerm_cdn_frontdoor_custom_domain_association.domain_console_route', 'azurerm_cdn_frontdoor_security_policy.firewall_of_console'],
    });
    expect(regions.resource('edge-front-door', 'azurerm_dns_txt_record', 'proof_console')).toMatchObject({
      name: '_dnsauth.console',
      record: [{ value: '${azurerm_cdn_frontdoor_custom_domain.domain_console.validation_token}' }],
    });
  });

  it('of origins follow the addresses of the clusters', () => {
    expect(regions.resource('edge-front-door', 'azurerm_dns_a_record', 'origin_neu')).toMatchObject({
      name: 'origin-neu',
      target_resource_id: `${scope}/resourceGroups/rg-ledger-neu-network/providers/Microsoft.Network/publicIPAddresses/pip-neu-ingress`,
    });
  });

  it('of metrics are public only where no private network joins the clusters', () => {
    expect(regions.addresses('edge-front-door')).not.toContain('azurerm_dns_a_record.metrics_weu');
    const apart = of([['  use: azure-regions\n', '  use: azure-regions\n  link: none\n']]);
    expect(apart.resource('edge-front-door', 'azurerm_dns_a_record', 'metrics_weu')).toMatchObject({ name: 'metrics-weu' });
  });
});

describe('who gets to a cluster', () => {
  const nsgRules = (stacks = regions) =>
    Object.values(stacks.json('neu-network').resource['azurerm_network_security_rule'] ?? {}).filter(({ destination_port_ranges: ports }) =>
      (ports as readonly string[] | undefined)?.includes('443'),
    );

  it('behind a NAT gateway is said by tags that Azure keeps', () => {
    expect(nsgRules().map(({ source_address_prefix: tag }) => tag)).toEqual(expect.arrayContaining(['AzureFrontDoor.Backend', 'AzureTrafficManager']));
    expect(nsgRules().map(({ source_address_prefixes: ranges }) => ranges)).not.toContainEqual(['0.0.0.0/0']);
  });

  it('behind the firewall is looked up by each plan, since its rules take no tags', () => {
    const [collection] = regions.resource('weu-network', 'azurerm_firewall_policy_rule_collection_group', 'firewall_ingress')[
      'nat_rule_collection'
    ] as readonly [{ readonly rule: readonly Block[] }];
    const data = 'data.azurerm_network_service_tags';
    expect(collection.rule.find(({ name }) => name === 'https')?.['source_addresses']).toBe(
      `\${concat(${data}.ranges_azurefrontdoor_backend.ipv4_cidrs, ${data}.ranges_azuretrafficmanager.ipv4_cidrs)}`,
    );
    expect(regions.json('weu-network').data['azurerm_network_service_tags']).toMatchObject({
      ranges_azurefrontdoor_backend: { location: 'westeurope', service: 'AzureFrontDoor.Backend' },
    });
    expect(regions.readme('weu-network')).toContain('once a week');
    expect(regions.readme('neu-network')).not.toContain('once a week');
  });
});

describe('the way around Front Door', () => {
  it('watches the clusters in the order of Front Door', () => {
    expect(regions.resource('edge-front-door', 'azurerm_traffic_manager_profile', 'traffic_manager')).toMatchObject({
      traffic_routing_method: 'Priority',
      dns_config: { ttl: 30 },
      monitor_config: { protocol: 'HTTPS', port: 443, path: '/healthz', expected_status_code_ranges: ['200-200'] },
    });
    expect(regions.resource('edge-front-door', 'azurerm_traffic_manager_external_endpoint', 'entry_weu')).toMatchObject({
      target: 'origin-weu.ledger.example',
      priority: 1,
    });
  });

  it('leads names past it and opens the clusters, all by one setting', () => {
    const past = of([around]);
    const record = (name: string) => past.resource('edge-front-door', 'azurerm_dns_cname_record', name)['record'];
    expect(record('host_console')).toBe('${azurerm_traffic_manager_profile.traffic_manager.fqdn}');
    expect(record('host_grafana_neu')).toBe('origin-neu.ledger.example');
    const open = Object.values(past.json('neu-network').resource['azurerm_network_security_rule'] ?? {}).map(({ source_address_prefixes: ranges }) => ranges);
    expect(open).toContainEqual(['0.0.0.0/0']);
    expect(past.json('weu-network').data).not.toHaveProperty('azurerm_network_service_tags');
    expect(past.addresses('edge-front-door')).toEqual(regions.addresses('edge-front-door'));
  });
});

describe('the protection plan', () => {
  it('covers the networks of both clusters, and is there before them', () => {
    const id = `${scope}/resourceGroups/rg-ledger-ddos/providers/Microsoft.Network/ddosProtectionPlans/ddos-ledger`;
    for (const cluster of ['weu', 'neu'])
      expect(regions.resource(`${cluster}-network`, 'azurerm_virtual_network', 'vnet')).toMatchObject({ ddos_protection_plan: { enable: true, id } });
    expect(regions.resource('edge-ddos', 'azurerm_network_ddos_protection_plan', 'plan')).toMatchObject({
      name: 'ddos-ledger',
      lifecycle: { prevent_destroy: true },
    });
  });

  it('says when an address is attacked', () => {
    expect(regions.resource('neu-observability', 'azurerm_monitor_metric_alert', 'alert_ddos_attack')).toMatchObject({
      scopes: [`${scope}/resourceGroups/rg-ledger-neu-network/providers/Microsoft.Network/publicIPAddresses/pip-neu-ingress`],
      criteria: [{ metric_name: 'IfUnderDDoSAttack' }],
    });
  });

  it('is made only where somebody agreed to pay for it', () => {
    const without = of([withoutPlan]);
    expect(without.addresses('weu-observability')).not.toContain('azurerm_monitor_metric_alert.alert_ddos_attack');
    expect(without.ids).not.toContain('edge-ddos');
    expect(without.resource('weu-network', 'azurerm_virtual_network', 'vnet')).not.toHaveProperty('ddos_protection_plan');
  });
});

it('the READMEs say what a person does: delegate, sign, lock, pay', () => {
  expect(regions.readme('edge-zone')).toContain('az network dns dnssec-config create --resource-group rg-ledger-edge --zone-name ledger.example');
  expect(regions.readme('edge-zone')).toContain('output name_servers');
  expect(regions.readme('edge-front-door')).toContain('npm run lock -- edge-front-door.json');
  expect(regions.readme('edge-front-door')).toContain('330 USD');
  expect(regions.readme('edge-ddos')).toContain('2,900 USD');
  expect(regions.readme('bootstrap-azure')).toContain('edge-zone (delegate the zone right away), network');
});
