import { belowPrefix } from '../../../../infra/cloud/azure/data/prefix';
import { example, fullLock, resource, resources } from './stacks';

const { stack, context } = example();
const data = stack('az-weu-data');
const locked = example((text) => text, fullLock).stack('az-weu-data');
const account = (id: string, of = data) => resource(of, 'azurerm_storage_account', `account_${id}`);

describe('buckets of an AKS cluster', () => {
  it.each(['backups', 'metrics', 'logs'] as const)('%s is closed to the public, without keys, encrypted with the key of the platform', (id) => {
    expect(account(id)).toMatchObject({
      name: context.names.bucket(id),
      shared_access_key_enabled: false,
      allow_nested_items_to_be_public: false,
      public_network_access_enabled: false,
      network_rules: { default_action: 'Deny', bypass: ['AzureServices'] },
      min_tls_version: 'TLS1_2',
      https_traffic_only_enabled: true,
      infrastructure_encryption_enabled: true,
      local_user_enabled: false,
      cross_tenant_replication_enabled: false,
      blob_properties: { versioning_enabled: true },
      lifecycle: { prevent_destroy: true, ignore_changes: ['customer_managed_key'] },
    });
    expect(resource(data, 'azurerm_storage_account_customer_managed_key', `account_${id}_key`)).toMatchObject({
      key_name: 'storage',
      key_vault_id: expect.stringMatching(/\/vaults\/kk-azweu-/) as string,
      user_assigned_identity_id: expect.stringMatching(/id-acme-db-az-weu-storage$/) as string,
    });
    expect(resource(data, 'azurerm_storage_account_customer_managed_key', `account_${id}_key`)).not.toHaveProperty('key_version');
    expect(resource(data, 'azurerm_storage_container', `container_${id}`)).toMatchObject({
      name: id,
      container_access_type: 'private',
      storage_account_id: `\${azurerm_storage_account.account_${id}.id}`,
    });
    expect(resource(data, 'azurerm_private_endpoint', `endpoint_${id}`)).toMatchObject({
      private_service_connection: { private_connection_resource_id: `\${azurerm_storage_account.account_${id}.id}`, subresource_names: ['blob'] },
    });
  });

  it('keeps backups in two regions and lets five weeks be undone', () => {
    expect(account('backups')).toMatchObject({
      account_replication_type: 'GZRS',
      blob_properties: { delete_retention_policy: { days: 35 }, container_delete_retention_policy: { days: 35 } },
    });
    expect(resource(data, 'azurerm_storage_management_policy', 'expiry_backups')).toMatchObject({
      rule: [{ actions: { version: { delete_after_days_since_creation: 35 } } }],
    });
    expect(resources(data, 'azurerm_management_lock').map(({ scope }) => scope)).toEqual(['${azurerm_storage_account.account_backups.id}']);
  });

  it('keeps metrics and logs in three zones and forgets what is deleted after a week', () => {
    for (const id of ['metrics', 'logs']) {
      expect(account(id)).toMatchObject({ account_replication_type: 'ZRS', blob_properties: { delete_retention_policy: { days: 7 } } });
      expect(resource(data, 'azurerm_storage_management_policy', `expiry_${id}`)).toMatchObject({
        rule: [{ actions: { version: { delete_after_days_since_creation: 7 } } }],
      });
    }
  });

  it('never deletes what its owner did not delete', () => {
    for (const { rule } of resources(data, 'azurerm_storage_management_policy')) expect(JSON.stringify(rule)).not.toContain('base_blob');
  });
});

describe('grants on buckets', () => {
  it('are the least role on one container', () => {
    const given = Object.entries(data.resource['azurerm_role_assignment'] ?? {}).map(([name, { role_definition_name: role, scope }]) => [name, role, scope]);
    const container = (id: string) => `\${azurerm_storage_container.container_${id}.id}`;
    expect(given.sort()).toEqual([
      ['backups_to_grafana_db', 'Storage Blob Data Contributor', container('backups')],
      ['backups_to_keycloak_db', 'Storage Blob Data Contributor', container('backups')],
      ['backups_to_keycloak_db_reader', 'Storage Blob Data Reader', container('backups')],
      ['logs_to_loki', 'Storage Blob Data Contributor', container('logs')],
      ['metrics_to_prometheus', 'Storage Blob Data Contributor', container('metrics')],
      ['metrics_to_thanos_compact', 'Storage Blob Data Contributor', container('metrics')],
      ['metrics_to_thanos_store', 'Storage Blob Data Reader', container('metrics')],
    ]);
  });

  it('bind a database to its own folder', () => {
    expect(resource(data, 'azurerm_role_assignment', 'backups_to_keycloak_db')).toMatchObject({
      condition: belowPrefix('keycloak-db', 'write'),
      condition_version: '2.0',
    });
    expect(resource(data, 'azurerm_role_assignment', 'backups_to_keycloak_db_reader')).toMatchObject({ condition: belowPrefix('keycloak-db', 'read') });
    expect(resource(data, 'azurerm_role_assignment', 'logs_to_loki')).not.toHaveProperty('condition');
  });

  it('name in a condition only actions that the role has', () => {
    const actions = (text: string) => [...new Set([...text.matchAll(/ActionMatches\{'[^']*\/blobs\/([a-z/]+)'\}/g)].map(([, action]) => action))].sort();
    expect(actions(belowPrefix('x', 'read'))).toEqual(['read']);
    expect(actions(belowPrefix('x', 'write'))).toEqual(['add/action', 'delete', 'move/action', 'read', 'write']);
    expect(belowPrefix('keycloak-db', 'write')).toContain("StringLike 'keycloak-db/*'");
    expect(belowPrefix('keycloak-db', 'read')).toContain("StringStartsWith 'keycloak-db/'");
  });
});

describe('pods of the other cluster', () => {
  it('are not admitted before the lock file knows them', () => {
    expect(data.resource).not.toHaveProperty('azurerm_federated_identity_credential');
    expect(account('backups')['network_rules']).not.toHaveProperty('ip_rules');
  });

  it('read backups from their own addresses, with tokens of their own issuer', () => {
    expect(account('backups', locked)).toMatchObject({
      public_network_access_enabled: true,
      network_rules: { default_action: 'Deny', ip_rules: ['18.1.2.3', '18.1.2.4'] },
    });
    expect(account('metrics', locked)).toMatchObject({ public_network_access_enabled: false });
    expect(resources(locked, 'azurerm_federated_identity_credential')).toEqual([
      expect.objectContaining({
        name: 'aws-euc1',
        issuer: 'https://oidc.eks.eu-central-1.amazonaws.com/id/0123',
        subject: 'system:serviceaccount:keycloak:keycloak-db',
        parent_id: expect.stringMatching(/id-acme-db-az-weu-keycloak-db-reader$/) as string,
      }),
    ]);
  });
});
