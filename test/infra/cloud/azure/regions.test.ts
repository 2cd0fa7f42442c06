/** Two AKS clusters in two regions of one subscription: what is there once, what twice, and what crosses. */
import { stackFindings } from '../../../../infra/check';
import { lockKeys } from '../../../../lib/names';
import { isKept, regionsPlatform, stacksOf, type Block, type Edit } from '../regions';

const all = stacksOf(regionsPlatform('azure-regions'));
const apart: readonly Edit[] = [['  use: azure-regions\n', '  use: azure-regions\n  link: none\n']];
const unlinked = stacksOf(regionsPlatform('azure-regions', apart));
const joined = stacksOf(regionsPlatform('azure-regions', [['  use: istio-keycloak\n', '  use: istio-keycloak\n  meshes: joined\n']]));
const subscription = '/subscriptions/4f0c9a52-7d54-4a55-9a0e-2f8d9c3b6e10';
const network = (cluster: string) => `${subscription}/resourceGroups/rg-ledger-${cluster}-network/providers/Microsoft.Network`;

describe('stacks of two Azure regions', () => {
  it('are one bootstrap, five for each cluster, and those between the regions', () => {
    const kinds = ['network', 'identity', 'cluster', 'data', 'observability'];
    expect(all.ids).toEqual([
      'bootstrap-azure',
      ...kinds.map((kind) => `weu-${kind}`),
      ...kinds.map((kind) => `neu-${kind}`),
      'link-azure',
      'copies-azure',
      'edge',
    ]);
    expect(unlinked.ids).toEqual(all.ids.filter((id) => id !== 'link-azure'));
  });

  it.each([
    ['linked', all],
    ['not linked', unlinked],
    ['with joined meshes', joined],
  ])('fit together and share no name, %s', (_, { texts }) => {
    expect(stackFindings(texts)).toEqual([]);
  });

  it('keep the state of a cluster in its own region, and what is there once at home', () => {
    const place = (id: string) => all.json(id).terraform.backend['azurerm'];
    const home = place('bootstrap-azure');
    const away = place('neu-network');
    expect(home).toMatchObject({ resource_group_name: 'rg-ledger-tfstate', storage_account_name: expect.stringMatching(/^ledgertf[0-9a-f]{8}$/) });
    expect(away).toMatchObject({ resource_group_name: 'rg-ledger-tfstate-northeurope' });
    expect(away?.['storage_account_name']).not.toBe(home?.['storage_account_name']);
    for (const id of all.ids) expect([id, place(id)]).toEqual([id, { ...(id.startsWith('neu-') ? away : home), key: `${id}.tfstate` }]);
  });
});

/** Addresses of what an apply must never destroy, beside those of a cluster's own stacks (stacks.test.ts). */
const stateful: Readonly<Record<string, readonly string[]>> = {
  'bootstrap-azure': [
    'azurerm_resource_group.group',
    'azurerm_resource_group.group_northeurope',
    'azurerm_storage_account.state_account',
    'azurerm_storage_account.state_account_northeurope',
    'azurerm_storage_container.state_container',
    'azurerm_storage_container.state_container_northeurope',
    'azurerm_user_assigned_identity.pipeline_apply',
    'azurerm_user_assigned_identity.pipeline_plan',
  ],
  'copies-azure': ['weu', 'neu'].flatMap((cluster) => [
    `azurerm_resource_group.group_${cluster}`,
    `azurerm_storage_account.account_${cluster}_backups`,
    `azurerm_storage_container.container_${cluster}_backups`,
  ]),
};

describe('addresses', () => {
  it.each(Object.keys(stateful))('of what must not be destroyed in %s stay as they are', (id) => {
    expect(all.addresses(id, isKept)).toEqual([...(stateful[id] ?? [])].sort());
  });

  it('of the link stay as they are', () => {
    expect(all.addresses('link-azure')).toEqual(
      [
        'azurerm_virtual_network_peering.neu_weu',
        'azurerm_virtual_network_peering.weu_neu',
        ...['weu', 'neu'].flatMap((cluster) => [
          `azurerm_private_dns_zone.metrics_${cluster}`,
          `azurerm_private_dns_a_record.metrics_${cluster}`,
          `azurerm_private_dns_zone_virtual_network_link.zone_metrics_${cluster}_in_weu`,
          `azurerm_private_dns_zone_virtual_network_link.zone_metrics_${cluster}_in_neu`,
        ]),
      ].sort(),
    );
  });
});

describe('what the subscription has once', () => {
  it('is made once: budget, pipeline, reports of Azure', () => {
    for (const [type, name] of [
      ['azurerm_consumption_budget_subscription', 'budget'],
      ['azurerm_role_definition', 'lock_role'],
      ['azurerm_monitor_activity_log_alert', 'alert_service_health'],
    ] as const)
      expect([type, all.ids.filter((id) => all.json(id).resource[type]?.[name] !== undefined)]).toEqual([type, [expect.any(String)]]);
    expect(all.resource('neu-observability', 'azurerm_monitor_activity_log_alert', 'alert_cluster_health')).toBeDefined();
  });

  it('opens the states of both regions to administrators and pipeline', () => {
    const scopes = (role: string) =>
      Object.values(all.json('bootstrap-azure').resource['azurerm_role_assignment'] ?? {})
        .filter((block) => block['role_definition_name'] === role)
        .map((block) => block['scope']);
    const containers = ['${azurerm_storage_container.state_container.id}', '${azurerm_storage_container.state_container_northeurope.id}'];
    expect(scopes('Storage Blob Data Reader')).toEqual(containers);
    expect(scopes('Storage Blob Data Contributor').sort()).toEqual([...containers, ...containers].sort());
  });

  it('keeps the state of the edge, which holds a key, from whoever plans a pull request', () => {
    const { condition } = all.resource('bootstrap-azure', 'azurerm_role_assignment', 'pipeline_plan_state');
    expect(condition).toContain("blobs:path] StringNotEquals 'edge.tfstate'");
    expect(condition).toContain("blobs/read'} AND NOT SubOperationMatches{'Blob.List'}");
    expect(all.resource('bootstrap-azure', 'azurerm_role_assignment', 'pipeline_apply_state')).not.toHaveProperty('condition');
  });

  it('lets runners in either network reach the states of both', () => {
    const targets = (id: string) =>
      Object.entries(all.json(id).resource['azurerm_private_endpoint'] ?? {})
        .filter(([name]) => name.startsWith('endpoint_state'))
        .map(([name, block]) => `${name} ${/resourceGroups\/([^/]+)/.exec(JSON.stringify(block['private_service_connection']))?.[1] ?? ''}`);
    expect(targets('weu-network').sort()).toEqual(['endpoint_state rg-ledger-tfstate', 'endpoint_state_northeurope rg-ledger-tfstate-northeurope']);
    expect(targets('neu-network').sort()).toEqual(['endpoint_state rg-ledger-tfstate-northeurope', 'endpoint_state_westeurope rg-ledger-tfstate']);
  });
});

describe('the private network', () => {
  it('is peered at both ends, for addresses of the other VNet only', () => {
    expect(all.resource('link-azure', 'azurerm_virtual_network_peering', 'neu_weu')).toMatchObject({
      resource_group_name: 'rg-ledger-neu-network',
      virtual_network_name: 'vnet-ledger-neu',
      remote_virtual_network_id: `${network('weu')}/virtualNetworks/vnet-ledger-weu`,
      allow_virtual_network_access: true,
      allow_forwarded_traffic: false,
      allow_gateway_transit: false,
      use_remote_gateways: false,
    });
  });

  it('has names for the fixed addresses of metrics, in both networks', () => {
    expect(all.resource('link-azure', 'azurerm_private_dns_zone', 'metrics_neu')).toMatchObject({
      name: 'metrics-neu.ledger.example',
      resource_group_name: 'rg-ledger-neu-network',
    });
    expect(all.resource('link-azure', 'azurerm_private_dns_a_record', 'metrics_neu')).toMatchObject({ name: '@', records: ['10.44.1.11'] });
    const publicRecords = (of: typeof all) => Object.keys(of.json('edge').resource['cloudflare_dns_record'] ?? {}).filter((name) => name.startsWith('metrics'));
    expect(publicRecords(all)).toEqual([]);
    expect(publicRecords(unlinked)).toHaveLength(2);
  });

  const rule = (of: typeof all, id: string, name: string) => of.resource(id, 'azurerm_network_security_rule', `rule_nodes_${name}`);

  it.each([
    ['weu-network', '10.44', '10.40.1.11'],
    ['neu-network', '10.40', '10.44.1.11'],
  ])('admits nodes of the other cluster to metrics, whatever the way out of %s', (id, other, target) => {
    expect(rule(all, id, 'metrics')).toMatchObject({
      source_address_prefixes: [`${other}.16.0/20`, `${other}.32.0/20`],
      destination_address_prefixes: [target],
      destination_port_ranges: ['10901'],
    });
  });

  it('needs no way through the firewalls, and no port on the internet', () => {
    const firewall = JSON.stringify(all.json('weu-network').resource['azurerm_firewall_policy_rule_collection_group']);
    expect(firewall).not.toContain('metrics-neu');
    expect(firewall).not.toContain('10901');
    expect(firewall).not.toContain('.blob.core.windows.net');
    expect(JSON.stringify(unlinked.json('weu-network').resource['azurerm_firewall_policy_rule_collection_group'])).toContain('metrics-neu.ledger.example');
  });

  it('carries joined meshes: their gateway has an address, and the name of the API is found', () => {
    expect(rule(joined, 'neu-network', 'mesh')).toMatchObject({ destination_address_prefixes: ['10.44.1.12'], destination_port_ranges: ['15443'] });
    expect(joined.resource('neu-cluster', 'azurerm_kubernetes_cluster', 'aks')).toMatchObject({
      private_cluster_enabled: true,
      private_cluster_public_fqdn_enabled: true,
    });
    expect(all.resource('neu-cluster', 'azurerm_kubernetes_cluster', 'aks')).toMatchObject({ private_cluster_public_fqdn_enabled: false });
  });
});

describe('copies of backups', () => {
  const account = (name: string) => all.resource('copies-azure', 'azurerm_storage_account', name);

  it('lie in the region of the other cluster, in a group there, under its key', () => {
    expect(all.resource('copies-azure', 'azurerm_resource_group', 'group_weu')).toMatchObject({ name: 'rg-ledger-weu-copies', location: 'northeurope' });
    expect(account('account_weu_backups')).toMatchObject({ location: 'northeurope', account_replication_type: 'ZRS', public_network_access_enabled: false });
    expect(all.resource('copies-azure', 'azurerm_storage_account_customer_managed_key', 'account_weu_backups_key')).toMatchObject({
      key_vault_id: expect.stringContaining('rg-ledger-neu-identity'),
      user_assigned_identity_id: expect.stringContaining('id-ledger-neu-storage'),
    });
  });

  it('have names of their own', () => {
    const names = ['account_weu_backups', 'account_neu_backups'].map((id) => account(id)['name']);
    expect(new Set([...names, all.resource('weu-data', 'azurerm_storage_account', 'account_backups')['name']]).size).toBe(3);
    for (const name of names) expect(name).toMatch(/^[a-z0-9]{3,24}$/);
  });

  it('follow everything, which the original lists; neither is geo-redundant beside that', () => {
    expect(all.resource('copies-azure', 'azurerm_storage_object_replication', 'replication_weu_backups')).toMatchObject({
      destination_storage_account_id: '${azurerm_storage_account.account_weu_backups.id}',
      rules: [{ source_container_name: 'backups', copy_blobs_created_after: 'Everything' }],
    });
    const original = all.resource('weu-data', 'azurerm_storage_account', 'account_backups');
    expect(original).toMatchObject({ account_replication_type: 'ZRS', blob_properties: { change_feed_enabled: true, versioning_enabled: true } });
    expect(all.resource('weu-data', 'azurerm_storage_account', 'account_metrics')).toMatchObject({ blob_properties: { change_feed_enabled: false } });
  });

  it('cannot be deleted, and say who touches them', () => {
    expect(all.resource('copies-azure', 'azurerm_management_lock', 'account_weu_backups_lock')).toMatchObject({ lock_level: 'CanNotDelete' });
    expect(all.resource('copies-azure', 'azurerm_monitor_diagnostic_setting', 'logs_weu_backups')).toMatchObject({
      log_analytics_workspace_id: expect.stringContaining('log-ledger-neu'),
      enabled_log: [{ category: 'StorageDelete' }, { category: 'StorageRead' }, { category: 'StorageWrite' }],
    });
  });
});

describe('a standby database', () => {
  it('reads original and copy through private endpoints of its own network', () => {
    const endpoints = Object.entries(all.json('copies-azure').resource['azurerm_private_endpoint'] ?? {});
    const connection = (name: string) =>
      (endpoints.find(([id]) => id === name)?.[1] ?? {}) as { readonly private_service_connection?: Block; readonly subnet_id?: string };
    expect(endpoints.map(([name]) => name).sort()).toEqual([
      'endpoint_neu_backups',
      'endpoint_neu_backups_copy',
      'endpoint_weu_backups',
      'endpoint_weu_backups_copy',
    ]);
    expect(connection('endpoint_weu_backups')).toMatchObject({
      location: 'northeurope',
      subnet_id: `${network('neu')}/virtualNetworks/vnet-ledger-neu/subnets/endpoints`,
      private_service_connection: { private_connection_resource_id: expect.stringContaining('rg-ledger-weu-data') },
    });
  });

  it('reads them with its own identity, below its own folder', () => {
    const assignments = Object.entries(all.json('copies-azure').resource['azurerm_role_assignment'] ?? {});
    expect(assignments.map(([name]) => name).sort()).toEqual([
      'neu_backups_copy_to_weu_keycloak_db',
      'neu_backups_to_weu_keycloak_db',
      'weu_backups_copy_to_neu_keycloak_db',
      'weu_backups_to_neu_keycloak_db',
    ]);
    for (const [, block] of assignments)
      expect(block).toMatchObject({ role_definition_name: 'Storage Blob Data Reader', condition: expect.stringContaining("StringLike 'keycloak-db/*'") });
    expect(all.json('copies-azure').data['azurerm_user_assigned_identity']?.['identity_neu_keycloak_db']).toEqual({
      name: 'id-ledger-neu-keycloak-db',
      resource_group_name: 'rg-ledger-neu-identity',
    });
  });

  it('needs no second identity, no issuer, no open address', () => {
    expect(Object.keys(all.json('neu-identity').resource['azurerm_user_assigned_identity'] ?? {})).not.toContain('identity_keycloak_db_reader');
    expect(all.json('neu-data').resource['azurerm_federated_identity_credential']).toBeUndefined();
    expect(all.resource('neu-data', 'azurerm_storage_account', 'account_backups')).toMatchObject({ public_network_access_enabled: false });
  });
});

describe('cloud.lock.yaml', () => {
  const others = ({ platform }: typeof all) =>
    platform.cloud.clusters.map((cluster) => lockKeys(platform, cluster).filter((key) => !key.startsWith('identities.')));

  it('holds client ids, and addresses only where the clusters meet on the internet', () => {
    expect(others(all)).toEqual([[], []]);
    expect(others(unlinked)).toEqual([['network.egressAddresses'], ['network.egressAddresses']]);
    expect(all.readme('neu-network')).not.toContain('Two passes');
    expect(unlinked.readme('neu-network')).toContain('Two passes');
  });
});

it('says of copies and backups who reads them in the other region, if anybody does', () => {
  const auth0 = 'security:\n  use: istio-auth0\n  auth0: { tenant: ledger.eu.auth0.com }\n';
  const alone = stacksOf(regionsPlatform('azure-regions', [['security:\n  use: istio-keycloak\n', auth0]]));
  expect(all.readme('copies-azure')).toContain('pods of the database may read it');
  expect(alone.readme('copies-azure')).toContain('no pod may read original or copy');
  expect(all.readme('weu-data')).toContain('with their own identity');
  expect(alone.readme('weu-data')).not.toContain('identity, through');
});
