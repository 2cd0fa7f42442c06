import { example, fullLock, natGateway, type Example } from './stacks';

const firewall = example();
const everywhere: readonly (readonly [string, Example])[] = [
  ['firewall', firewall],
  ['nat-gateway', example(natGateway)],
  ['firewall, lock file filled', example((text) => text, fullLock)],
];

/** What must never be destroyed by an apply, by its Terraform address. A line that changes here is an outage or lost data. */
const stateful: Readonly<Record<string, readonly string[]>> = {
  'bootstrap-azure': [
    'azurerm_resource_group.group',
    'azurerm_storage_account.state_account',
    'azurerm_storage_container.state_container',
    'azurerm_user_assigned_identity.pipeline_apply',
    'azurerm_user_assigned_identity.pipeline_plan',
  ],
  'az-weu-network': [
    'azurerm_firewall.firewall',
    'azurerm_firewall_policy.firewall_policy',
    'azurerm_private_dns_zone.zone_blob',
    'azurerm_private_dns_zone.zone_vault',
    'azurerm_public_ip.egress_address_0',
    'azurerm_public_ip.egress_address_1',
    'azurerm_public_ip.egress_address_2',
    'azurerm_public_ip.egress_address_3',
    'azurerm_public_ip.ingress_address',
    'azurerm_public_ip_prefix.egress_prefix',
    'azurerm_resource_group.group',
    'azurerm_storage_account.flow_log_account',
    'azurerm_subnet.subnet_endpoints',
    'azurerm_subnet.subnet_firewall',
    'azurerm_subnet.subnet_ingress',
    'azurerm_subnet.subnet_system',
    'azurerm_subnet.subnet_workload',
    'azurerm_virtual_network.vnet',
  ],
  'az-weu-identity': [
    'azurerm_disk_encryption_set.disk_encryption_set',
    'azurerm_key_vault.key_vault',
    'azurerm_key_vault.secret_vault',
    'azurerm_key_vault_key.key_disks',
    'azurerm_key_vault_key.key_etcd',
    'azurerm_key_vault_key.key_storage',
    'azurerm_resource_group.group',
    'azurerm_user_assigned_identity.identity_control_plane',
    'azurerm_user_assigned_identity.identity_disks',
    'azurerm_user_assigned_identity.identity_external_secrets',
    'azurerm_user_assigned_identity.identity_grafana_db',
    'azurerm_user_assigned_identity.identity_keycloak_db',
    'azurerm_user_assigned_identity.identity_keycloak_db_reader',
    'azurerm_user_assigned_identity.identity_kubelet',
    'azurerm_user_assigned_identity.identity_loki',
    'azurerm_user_assigned_identity.identity_prometheus',
    'azurerm_user_assigned_identity.identity_storage',
    'azurerm_user_assigned_identity.identity_thanos_compact',
    'azurerm_user_assigned_identity.identity_thanos_store',
  ],
  'az-weu-cluster': ['azurerm_kubernetes_cluster.aks', 'azurerm_resource_group.group'],
  'az-weu-data': [
    'azurerm_resource_group.group',
    'azurerm_storage_account.account_backups',
    'azurerm_storage_account.account_logs',
    'azurerm_storage_account.account_metrics',
    'azurerm_storage_container.container_backups',
    'azurerm_storage_container.container_logs',
    'azurerm_storage_container.container_metrics',
  ],
  'az-weu-observability': ['azurerm_log_analytics_workspace.workspace', 'azurerm_resource_group.group'],
};

const addresses = (of: Example, id: string, keep: (block: Readonly<Record<string, unknown>>) => boolean) =>
  Object.entries(of.stack(id).resource)
    .flatMap(([type, blocks]) =>
      Object.entries(blocks)
        .filter(([, block]) => keep(block))
        .map(([name]) => `${type}.${name}`),
    )
    .sort();

describe('Azure stacks', () => {
  it('are bootstrap and five per cluster, in the order in which they are applied', () => {
    expect(firewall.ids).toEqual(['bootstrap-azure', 'az-weu-network', 'az-weu-identity', 'az-weu-cluster', 'az-weu-data', 'az-weu-observability']);
  });

  it.each(Object.keys(stateful))('keep the addresses of what must not be destroyed in %s', (id) => {
    expect(addresses(firewall, id, (block) => (block['lifecycle'] as { prevent_destroy?: boolean } | undefined)?.prevent_destroy === true)).toEqual(
      stateful[id],
    );
  });

  describe.each(everywhere)('with %s', (_, of) => {
    it.each(of.ids)('%s has no generated suffix in any address', (id) => {
      expect(addresses(of, id, () => true).filter((address) => /_[0-9A-F]{8}$/.test(address))).toEqual([]);
    });

    it.each(of.ids)('%s says its provider, subscription and state', (id) => {
      const { provider, terraform } = of.stack(id);
      expect(terraform.required_providers).toEqual({ azurerm: { source: 'hashicorp/azurerm', version: '~> 4.55.0' } });
      expect(provider.azurerm).toHaveLength(1);
      expect(provider.azurerm[0]).toMatchObject({
        subscription_id: '3f0c9a52-7d54-4a55-9a0e-2f8d9c3b6e10',
        tenant_id: '8c1d2e34-5b6a-4f70-8a91-b2c3d4e5f601',
        storage_use_azuread: true,
        resource_provider_registrations: 'none',
      });
      expect(terraform.backend).toMatchObject({
        azurerm: { resource_group_name: 'rg-acme-db-tfstate', container_name: 'tfstate', key: `${id}.tfstate`, use_azuread_auth: true },
      });
    });

    it.each(of.ids)('%s refers only to what it has itself', (id) => {
      const stack = of.stack(id);
      const references = [...JSON.stringify(stack).matchAll(/\$\{(data\.)?(azurerm_\w+)\.(\w+)\./g)].map(([, data, type = '', name = '']) => ({
        known: (data ? stack.data : stack.resource)?.[type]?.[name] !== undefined,
        type,
        name,
      }));
      expect(references.filter(({ known }) => !known)).toEqual([]);
    });

    it.each(of.ids)('%s tags what can be tagged', (id) => {
      const group = of.stack(id).resource['azurerm_resource_group']?.['group'];
      expect(group?.['tags']).toMatchObject({ platform: 'acme-db', owner: 'data-platform', 'cost-center': 'cc-4711', 'managed-by': 'dbaas-gitops', stack: id });
    });
  });

  it('lets a destroyed or emptied resource come back instead of purging it', () => {
    expect(firewall.stack('az-weu-identity').provider.azurerm[0]?.['features']).toEqual([
      {
        key_vault: [
          {
            purge_soft_delete_on_destroy: false,
            purge_soft_deleted_keys_on_destroy: false,
            recover_soft_deleted_key_vaults: true,
            recover_soft_deleted_keys: true,
          },
        ],
        log_analytics_workspace: [{ permanently_delete_on_destroy: false }],
        resource_group: [{ prevent_deletion_if_contains_resources: true }],
        storage: [{ data_plane_available: false }],
      },
    ]);
  });
});
