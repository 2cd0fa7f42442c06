import { secrets } from '../../../../lib/names';
import { example, fullLock, natGateway, resource, resources } from './stacks';

const { stack, readme, context } = example();
const identity = stack('az-weu-identity');
const locked = example((text) => text, fullLock).stack('az-weu-identity');
const assignment = (name: string, of = identity) => resource(of, 'azurerm_role_assignment', name);
const subnet = (name: string) =>
  `/subscriptions/3f0c9a52-7d54-4a55-9a0e-2f8d9c3b6e10/resourceGroups/rg-acme-db-az-weu-network/providers/Microsoft.Network/virtualNetworks/vnet-acme-db-az-weu/subnets/${name}`;

describe('identities of an AKS cluster', () => {
  it('are those of the contract, with their client ids for the lock file', () => {
    expect(Object.keys(identity.output?.['client_ids']?.value as object).sort()).toEqual([
      'external-secrets',
      'grafana-db',
      'keycloak-db',
      'keycloak-db-reader',
      'loki',
      'prometheus',
      'thanos-compact',
      'thanos-store',
    ]);
    expect(identity.output?.['cluster']?.value).toBe('az-weu');
    expect(resource(identity, 'azurerm_user_assigned_identity', 'identity_loki')).toMatchObject({ name: 'id-acme-db-az-weu-loki' });
  });

  it('fail the apply when the lock file has another client id, and only when it has one', () => {
    expect(resource(locked, 'azurerm_user_assigned_identity', 'identity_loki')).toMatchObject({
      lifecycle: { prevent_destroy: true, postcondition: [{ condition: '${self.client_id == "11111111-2222-4333-8444-555555555555"}' }] },
    });
    expect(resource(locked, 'azurerm_user_assigned_identity', 'identity_prometheus')['lifecycle']).toEqual({ prevent_destroy: true });
    expect(resource(identity, 'azurerm_user_assigned_identity', 'identity_loki')['lifecycle']).toEqual({ prevent_destroy: true });
  });

  it('give the control plane what it needs before the cluster exists, behind a firewall', () => {
    const principal = { principal_id: '${azurerm_user_assigned_identity.identity_control_plane.principal_id}', principal_type: 'ServicePrincipal' };
    for (const name of ['system', 'workload', 'ingress'])
      expect(assignment(`control_plane_${name}_subnet`)).toMatchObject({ ...principal, role_definition_name: 'Network Contributor', scope: subnet(name) });
    expect(assignment('control_plane_routes')).toMatchObject({
      ...principal,
      role_definition_name: 'Network Contributor',
      scope: expect.stringMatching(/routeTables\/rt-acme-db-az-weu$/) as string,
    });
    expect(assignment('control_plane_kubelet')).toMatchObject({
      ...principal,
      role_definition_name: 'Managed Identity Operator',
      scope: '${azurerm_user_assigned_identity.identity_kubelet.id}',
    });
    expect(assignment('control_plane_disk_encryption_set')).toMatchObject({
      ...principal,
      role_definition_name: 'Reader',
      scope: '${azurerm_disk_encryption_set.disk_encryption_set.id}',
    });
  });

  it('give the control plane the public address behind a NAT gateway, and no route table', () => {
    const nat = example(natGateway).stack('az-weu-identity');
    expect(assignment('control_plane_network_group', nat)).toMatchObject({
      role_definition_name: 'Network Contributor',
      scope: '/subscriptions/3f0c9a52-7d54-4a55-9a0e-2f8d9c3b6e10/resourceGroups/rg-acme-db-az-weu-network',
    });
    expect(nat.resource['azurerm_role_assignment']).not.toHaveProperty('control_plane_routes');
  });
});

describe('vaults of an AKS cluster', () => {
  const common = { sku_name: 'premium', rbac_authorization_enabled: true, purge_protection_enabled: true, soft_delete_retention_days: 90 };

  it('keep secrets where only the network reaches them', () => {
    expect(resource(identity, 'azurerm_key_vault', 'secret_vault')).toMatchObject({
      ...common,
      name: context.names.vault(),
      public_network_access_enabled: false,
      network_acls: { default_action: 'Deny', bypass: 'None' },
    });
    expect(resource(identity, 'azurerm_private_endpoint', 'endpoint_secrets')).toMatchObject({
      subnet_id: subnet('endpoints'),
      private_service_connection: { subresource_names: ['vault'] },
      private_dns_zone_group: { private_dns_zone_ids: [expect.stringMatching(/privateDnsZones\/privatelink\.vaultcore\.azure\.net$/) as string] },
    });
  });

  it('let nobody but the secret controller read secrets', () => {
    const readers = Object.entries(identity.resource['azurerm_role_assignment'] ?? {}).filter(([, { role_definition_name: role }]) =>
      String(role).includes('Secrets'),
    );
    expect(readers.map(([name]) => name)).toEqual(['secrets_to_external_secrets']);
    expect(assignment('secrets_to_external_secrets')).toMatchObject({
      role_definition_name: 'Key Vault Secrets User',
      scope: '${azurerm_key_vault.secret_vault.id}',
    });
  });

  it('hold no secret that Terraform knows', () => {
    expect(identity.resource).not.toHaveProperty('azurerm_key_vault_secret');
  });

  it('keep keys apart, where AKS reaches them', () => {
    expect(resource(identity, 'azurerm_key_vault', 'key_vault')).toMatchObject({
      ...common,
      public_network_access_enabled: true,
      network_acls: { default_action: 'Allow' },
    });
    expect(resources(identity, 'azurerm_key_vault_key').every(({ key_vault_id: vault }) => vault === '${azurerm_key_vault.key_vault.id}')).toBe(true);
  });

  it('have a lock each', () => {
    expect(resources(identity, 'azurerm_management_lock').map(({ scope, lock_level: level }) => [scope, level])).toEqual([
      ['${azurerm_key_vault.key_vault.id}', 'CanNotDelete'],
      ['${azurerm_key_vault.secret_vault.id}', 'CanNotDelete'],
    ]);
  });

  it.each([
    ['disks', 'Key Vault Crypto Service Encryption User', 'identity_disks', ['unwrapKey', 'wrapKey']],
    ['etcd', 'Key Vault Crypto User', 'identity_control_plane', ['decrypt', 'encrypt']],
    ['storage', 'Key Vault Crypto Service Encryption User', 'identity_storage', ['unwrapKey', 'wrapKey']],
  ])('hold key %s in hardware, renewed every year, for one user', (purpose, role, user, operations) => {
    expect(resource(identity, 'azurerm_key_vault_key', `key_${purpose}`)).toMatchObject({
      name: purpose,
      key_type: 'RSA-HSM',
      key_size: 3072,
      key_opts: operations,
      rotation_policy: { automatic: { time_after_creation: 'P365D' } },
    });
    expect(assignment(`key_${purpose}_use`)).toMatchObject({
      role_definition_name: role,
      scope: `\${azurerm_key_vault_key.key_${purpose}.resource_versionless_id}`,
      principal_id: `\${azurerm_user_assigned_identity.${user}.principal_id}`,
    });
  });

  it('encrypt disks with whatever version is newest, once the right to use it is there', () => {
    expect(resource(identity, 'azurerm_disk_encryption_set', 'disk_encryption_set')).toMatchObject({
      key_vault_key_id: '${azurerm_key_vault_key.key_disks.versionless_id}',
      auto_key_rotation_enabled: true,
      encryption_type: 'EncryptionAtRestWithCustomerKey',
      depends_on: ['azurerm_role_assignment.key_disks_use'],
    });
  });

  it('are explained: where secrets go and what a key rotation asks for', () => {
    const [first] = secrets(context.platform);
    expect(readme('az-weu-identity')).toContain(`--vault-name ${context.names.vault()} --name ${context.names.secret(first?.id ?? '')}`);
    expect(readme('az-weu-identity')).toContain('kubectl replace -f -');
  });
});
