import { egressPrefixBits } from '../../../../infra/cloud/azure/network/firewall';
import { cloudflareRanges } from '../../../../lib/names';
import { cloudMonitoring, example, fullLock, natGateway, resource, resources, type Block, type StackJson } from './stacks';

const firewall = example();
const network = firewall.stack('az-weu-network');
const locked = example((text) => text, fullLock).stack('az-weu-network');
const nat = example(natGateway).stack('az-weu-network');
const rule = (stack: StackJson, name: string) => resource(stack, 'azurerm_network_security_rule', name);
const dnat = (stack: StackJson) =>
  (
    resource(stack, 'azurerm_firewall_policy_rule_collection_group', 'firewall_ingress')['nat_rule_collection'] as readonly [
      { readonly action: string; readonly rule: readonly Block[] },
    ]
  )[0];

describe('network of an AKS cluster', () => {
  it('has the subnets of the contract, none with a way out of its own', () => {
    const subnets = Object.fromEntries(resources(network, 'azurerm_subnet').map((subnet): [string, Block] => [String(subnet['name']), subnet]));
    expect(Object.keys(subnets).sort()).toEqual(['AzureFirewallSubnet', 'endpoints', 'ingress', 'system', 'workload']);
    for (const name of ['endpoints', 'ingress', 'system', 'workload']) expect(subnets[name]).toMatchObject({ default_outbound_access_enabled: false });
    expect(subnets['ingress']).toMatchObject({ address_prefixes: ['10.40.1.0/24'] });
    expect(subnets['endpoints']).toMatchObject({ private_endpoint_network_policies: 'NetworkSecurityGroupEnabled' });
  });

  it('has a security group on every subnet but that of the firewall, where Azure allows none', () => {
    const guarded = resources(network, 'azurerm_subnet_network_security_group_association').map(({ subnet_id: id }) => id);
    expect(guarded.sort()).toEqual(['endpoints', 'ingress', 'system', 'workload'].map((name) => `\${azurerm_subnet.subnet_${name}.id}`));
  });

  it('denies what no rule allows, last', () => {
    for (const group of ['nodes', 'endpoints', 'ingress'])
      expect(rule(network, `rule_${group}_deny_rest`)).toMatchObject({
        direction: 'Inbound',
        access: 'Deny',
        priority: 4096,
        source_address_prefix: '*',
        destination_address_prefix: '*',
      });
  });

  it('lets nodes and pods reach each other', () => {
    const members = ['10.40.16.0/20', '10.40.32.0/20', '10.128.0.0/14'];
    expect(rule(network, 'rule_nodes_nodes_and_pods')).toMatchObject({
      access: 'Allow',
      protocol: '*',
      source_address_prefixes: members,
      destination_address_prefixes: members,
    });
  });

  it('opens private endpoints to its own network only', () => {
    expect(rule(network, 'rule_endpoints_private_endpoints')).toMatchObject({
      access: 'Allow',
      protocol: 'Tcp',
      source_address_prefixes: ['10.40.0.0/16'],
      destination_port_ranges: ['443'],
    });
  });

  it('says why beside every rule', () => {
    for (const stack of [network, nat, locked])
      for (const each of resources(stack, 'azurerm_network_security_rule')) expect(String(each['description']).length).toBeGreaterThan(5);
  });

  it('never opens a port to everybody', () => {
    for (const stack of [network, nat, locked]) {
      const open = resources(stack, 'azurerm_network_security_rule').filter(
        ({ access, direction, source_address_prefix: from }) => access === 'Allow' && direction === 'Inbound' && (from === '*' || from === 'Internet'),
      );
      expect(open).toEqual([]);
    }
  });

  it('answers names of private endpoints itself and asks public DNS for those of others', () => {
    expect(
      resources(network, 'azurerm_private_dns_zone')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['privatelink.blob.core.windows.net', 'privatelink.vaultcore.azure.net']);
    for (const link of resources(network, 'azurerm_private_dns_zone_virtual_network_link'))
      expect(link).toMatchObject({ resolution_policy: 'NxDomainRedirect', registration_enabled: false });
  });

  it('leads into Azure Monitor by one private link, where metrics are kept there', () => {
    const { stack, readme } = example(cloudMonitoring);
    const linked = stack('az-weu-network');
    expect(resource(linked, 'azurerm_monitor_private_link_scope', 'monitor_link')).toMatchObject({
      ingestion_access_mode: 'PrivateOnly',
      query_access_mode: 'Open',
    });
    expect(resource(linked, 'azurerm_private_endpoint', 'endpoint_monitor')).toMatchObject({
      private_service_connection: {
        subresource_names: ['azuremonitor'],
        private_connection_resource_id: '${azurerm_monitor_private_link_scope.monitor_link.id}',
      },
    });
    expect(resources(linked, 'azurerm_private_dns_zone').map(({ name }) => name)).toEqual([
      'privatelink.blob.core.windows.net',
      'privatelink.westeurope.prometheus.monitor.azure.com',
      'privatelink.monitor.azure.com',
      'privatelink.vaultcore.azure.net',
    ]);
    // Azure tells receivers by itself: no host of theirs has to be opened, or named.
    expect(linked.variable).toBeUndefined();
    expect(readme('az-weu-network')).not.toContain('alert_receiver_hosts');
    expect(network.resource).not.toHaveProperty('azurerm_monitor_private_link_scope');
  });

  it('reaches Terraform state by a private endpoint, made after its subnet and zones', () => {
    expect(resource(network, 'azurerm_private_endpoint', 'endpoint_state')).toMatchObject({
      private_service_connection: { subresource_names: ['blob'], is_manual_connection: false },
      depends_on: [
        'azurerm_subnet.subnet_endpoints',
        'azurerm_private_dns_zone_virtual_network_link.zone_link_blob',
        'azurerm_private_dns_zone_virtual_network_link.zone_link_vault',
      ],
    });
  });

  it('logs every connection of the VNet for 90 days', () => {
    expect(resource(network, 'azurerm_network_watcher_flow_log', 'flow_log')).toMatchObject({
      network_watcher_name: 'NetworkWatcher_westeurope',
      resource_group_name: 'NetworkWatcherRG',
      target_resource_id: '${azurerm_virtual_network.vnet.id}',
      enabled: true,
      retention_policy: { enabled: true, days: 90 },
    });
    expect(resource(network, 'azurerm_storage_account', 'flow_log_account')).toMatchObject({
      network_rules: { default_action: 'Deny', bypass: ['AzureServices'] },
      public_network_access_enabled: true,
    });
  });

  it('gives its public addresses to the edge and to the lock file', () => {
    expect(network.output?.['ingress_addresses']?.value).toEqual(['${azurerm_public_ip.ingress_address.ip_address}']);
    expect(network.output?.['egress_addresses']?.value).toHaveLength(5);
    expect(network.output?.['cluster']?.value).toBe('az-weu');
  });

  it('says what it costs, and where a jump host may stand', () => {
    expect(firewall.readme('az-weu-network')).toContain('about 1,300 USD a month');
    expect(firewall.readme('az-weu-network')).toContain('a subnet of its own in `10.40.3.0/24`');
    expect(resources(network, 'azurerm_subnet').flatMap(({ address_prefixes: prefixes }) => prefixes)).not.toContain('10.40.3.0/24');
  });

  it('locks the address that DNS points to', () => {
    expect(resource(network, 'azurerm_public_ip', 'ingress_address')).toMatchObject({
      name: 'pip-az-weu-ingress',
      sku: 'Standard',
      allocation_method: 'Static',
      zones: ['1', '2', '3'],
    });
    expect(resource(network, 'azurerm_management_lock', 'ingress_address_lock')).toMatchObject({
      scope: '${azurerm_public_ip.ingress_address.id}',
      lock_level: 'CanNotDelete',
    });
  });
});

describe('egress profile firewall', () => {
  it('stops known attacks and bad addresses, and answers DNS', () => {
    expect(resource(network, 'azurerm_firewall_policy', 'firewall_policy')).toMatchObject({
      sku: 'Premium',
      threat_intelligence_mode: 'Deny',
      intrusion_detection: { mode: 'Deny' },
      dns: { proxy_enabled: true },
    });
    expect(resource(network, 'azurerm_virtual_network_dns_servers', 'dns_servers')).toMatchObject({
      dns_servers: ['${azurerm_firewall.firewall.ip_configuration[0].private_ip_address}'],
    });
  });

  it('spans the zones and has the ingress address first, then those to leave by', () => {
    const { zones, sku_tier: tier, ip_configuration: configurations } = resource(network, 'azurerm_firewall', 'firewall');
    expect({ zones, tier }).toEqual({ zones: ['1', '2', '3'], tier: 'Premium' });
    const [first, ...others] = configurations as readonly Block[];
    expect(first).toEqual({
      name: 'ingress',
      subnet_id: '${azurerm_subnet.subnet_firewall.id}',
      public_ip_address_id: '${azurerm_public_ip.ingress_address.id}',
    });
    expect(others).toHaveLength(4);
    for (const other of others) expect(other).not.toHaveProperty('subnet_id');
  });

  it('forwards HTTPS of the edge to the fixed internal address, and nothing else', () => {
    expect(dnat(network)).toMatchObject({ action: 'Dnat' });
    expect(dnat(network).rule).toEqual([
      {
        name: 'https',
        description: 'https from Cloudflare',
        protocols: ['TCP'],
        source_addresses: cloudflareRanges.ipv4,
        destination_address: '${azurerm_public_ip.ingress_address.ip_address}',
        destination_ports: ['443'],
        translated_address: '10.40.1.10',
        translated_port: 443,
      },
    ]);
    expect(rule(network, 'rule_nodes_https')).toMatchObject({
      source_address_prefixes: ['10.40.0.0/24'],
      destination_address_prefixes: ['10.40.1.10'],
      destination_port_ranges: ['443'],
    });
  });

  it('lets peers read metrics as soon as the lock file knows their addresses', () => {
    expect(dnat(locked).rule[1]).toMatchObject({
      name: 'metrics',
      source_addresses: ['18.1.2.3/32', '18.1.2.4/32'],
      destination_ports: ['10901'],
      translated_address: '10.40.1.11',
      translated_port: 10901,
    });
    expect(rule(locked, 'rule_nodes_metrics')).toMatchObject({ source_address_prefixes: ['10.40.0.0/24'], destination_address_prefixes: ['10.40.1.11'] });
  });

  it('takes everything that nodes send out', () => {
    expect(resource(network, 'azurerm_route_table', 'routes')).toMatchObject({
      bgp_route_propagation_enabled: false,
      route: [{ address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance' }],
    });
    expect(
      resources(network, 'azurerm_subnet_route_table_association')
        .map(({ subnet_id: id }) => id)
        .sort(),
    ).toEqual(['${azurerm_subnet.subnet_system.id}', '${azurerm_subnet.subnet_workload.id}']);
  });

  it.each([
    [2, 6, 30],
    [4, 10, 29],
    [10, 30, 28],
  ])('has addresses enough for %i system and %i workload nodes in each zone', (system, workload, bits) => {
    const { cluster } = firewall.context;
    const sized = {
      ...cluster,
      nodePools: { system: { ...cluster.nodePools.system, max: system }, workload: { ...cluster.nodePools.workload, max: workload } },
    };
    expect(egressPrefixBits(sized)).toBe(bits);
  });
});

describe('egress profile nat-gateway', () => {
  it('has no firewall, no routes and no allow list to ask about', () => {
    for (const type of ['azurerm_firewall', 'azurerm_firewall_policy', 'azurerm_route_table', 'azurerm_virtual_network_dns_servers'])
      expect(nat.resource).not.toHaveProperty(type);
    expect(nat.variable).toBeUndefined();
    expect(resources(nat, 'azurerm_subnet').map(({ name }) => name)).not.toContain('AzureFirewallSubnet');
  });

  it('leaves by two addresses of one prefix, from the subnets of nodes', () => {
    expect(resource(nat, 'azurerm_public_ip_prefix', 'egress_prefix')).toMatchObject({ prefix_length: 31 });
    expect(resources(nat, 'azurerm_subnet_nat_gateway_association')).toHaveLength(2);
    expect(nat.output?.['egress_addresses']?.value).toEqual([0, 1].map((index) => `\${cidrhost(azurerm_public_ip_prefix.egress_prefix.ip_prefix, ${index})}`));
  });

  it('takes the edge straight to the public address', () => {
    expect(rule(nat, 'rule_nodes_https')).toMatchObject({
      source_address_prefixes: cloudflareRanges.ipv4,
      destination_address_prefixes: ['${azurerm_public_ip.ingress_address.ip_address}'],
      destination_port_ranges: ['443'],
    });
  });

  it('closes the internet but for the ports that are needed', () => {
    expect(rule(nat, 'rule_nodes_internet_443')).toMatchObject({
      direction: 'Outbound',
      access: 'Allow',
      destination_address_prefix: 'Internet',
      destination_port_ranges: ['443'],
    });
    const allowed = resources(nat, 'azurerm_network_security_rule').filter(({ direction, access }) => direction === 'Outbound' && access === 'Allow');
    expect(allowed.map(({ destination_port_ranges: ports }) => ports)).toEqual([['10901'], ['443']]);
    expect(rule(nat, 'rule_nodes_deny_internet')).toMatchObject({
      direction: 'Outbound',
      access: 'Deny',
      priority: 4096,
      destination_address_prefix: 'Internet',
    });
  });
});
