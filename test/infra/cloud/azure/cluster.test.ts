import { withinCredentialLimit } from '../../../../infra/cloud/azure/kits/token';
import { nodes } from '../../../../lib/names';
import { example, fullLock, natGateway, resource, resources, type Block } from './stacks';

const { stack, readme } = example();
const cluster = stack('az-weu-cluster');
const aks = resource(cluster, 'azurerm_kubernetes_cluster', 'aks');
const identityStack = '/subscriptions/3f0c9a52-7d54-4a55-9a0e-2f8d9c3b6e10/resourceGroups/rg-acme-db-az-weu-identity';

describe('AKS cluster', () => {
  it('answers inside the network, to Entra users only', () => {
    expect(aks).toMatchObject({
      private_cluster_enabled: true,
      private_cluster_public_fqdn_enabled: false,
      private_dns_zone_id: 'System',
      local_account_disabled: true,
      run_command_enabled: false,
      azure_active_directory_role_based_access_control: {
        azure_rbac_enabled: true,
        tenant_id: '8c1d2e34-5b6a-4f70-8a91-b2c3d4e5f601',
        admin_group_object_ids: ['5d7e9f10-2a3b-4c4d-8e5f-60718293a4b5'],
      },
    });
  });

  it('has a minor version that platform.yaml decides, for the control plane and for every pool', () => {
    expect(aks).toMatchObject({ kubernetes_version: '1.35', default_node_pool: { orchestrator_version: '1.35' } });
    for (const pool of resources(cluster, 'azurerm_kubernetes_cluster_node_pool')) expect(pool).toMatchObject({ orchestrator_version: '1.35' });
    expect(aks['lifecycle']).toEqual({ prevent_destroy: true, ignore_changes: ['default_node_pool[0].node_count'] });
  });

  it('takes patches and node images by itself, on different nights', () => {
    expect(aks).toMatchObject({
      automatic_upgrade_channel: 'patch',
      node_os_upgrade_channel: 'NodeImage',
      maintenance_window_auto_upgrade: { frequency: 'Weekly', interval: 1, duration: 4, day_of_week: 'Sunday', start_time: '02:00', utc_offset: '+00:00' },
      maintenance_window_node_os: { day_of_week: 'Wednesday', duration: 4 },
    });
  });

  it('moves packets with Cilium over an overlay, out through the firewall', () => {
    expect(aks['network_profile']).toEqual({
      network_plugin: 'azure',
      network_plugin_mode: 'overlay',
      network_data_plane: 'cilium',
      network_policy: 'cilium',
      load_balancer_sku: 'standard',
      outbound_type: 'userDefinedRouting',
      pod_cidr: '10.128.0.0/14',
      service_cidr: '172.21.0.0/16',
      dns_service_ip: '172.21.0.10',
    });
    expect(resource(example(natGateway).stack('az-weu-cluster'), 'azurerm_kubernetes_cluster', 'aks')).toMatchObject({
      network_profile: { outbound_type: 'userAssignedNATGateway' },
    });
  });

  it('encrypts disks and Secrets with keys of the platform', () => {
    expect(aks).toMatchObject({
      disk_encryption_set_id: `${identityStack}/providers/Microsoft.Compute/diskEncryptionSets/des-acme-db-az-weu`,
      key_management_service: { key_vault_key_id: '${data.azurerm_key_vault_key.etcd_key.id}', key_vault_network_access: 'Public' },
    });
    expect(cluster.data?.['azurerm_key_vault_key']?.['etcd_key']).toMatchObject({
      name: 'etcd',
      key_vault_id: expect.stringMatching(/\/vaults\/kk-azweu-/) as string,
    });
  });

  it('is somebody that existed before it', () => {
    expect(aks).toMatchObject({
      identity: {
        type: 'UserAssigned',
        identity_ids: [`${identityStack}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-acme-db-az-weu-control-plane`],
      },
      kubelet_identity: {
        client_id: '${data.azurerm_user_assigned_identity.kubelet.client_id}',
        object_id: '${data.azurerm_user_assigned_identity.kubelet.principal_id}',
        user_assigned_identity_id: `${identityStack}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-acme-db-az-weu-kubelet`,
      },
    });
  });

  it('has the add-ons that the platform uses and no others', () => {
    expect(aks).toMatchObject({
      azure_policy_enabled: true,
      oidc_issuer_enabled: true,
      workload_identity_enabled: true,
      image_cleaner_enabled: true,
      image_cleaner_interval_hours: 48,
      storage_profile: { disk_driver_enabled: true, snapshot_controller_enabled: true, blob_driver_enabled: false, file_driver_enabled: false },
    });
    for (const unused of ['oms_agent', 'monitor_metrics', 'microsoft_defender', 'key_vault_secrets_provider', 'service_mesh_profile', 'web_app_routing'])
      expect(aks).not.toHaveProperty(unused);
  });

  it('is Standard, with a price by namespace', () => {
    expect(aks).toMatchObject({ sku_tier: 'Standard', cost_analysis_enabled: true, name: 'acme-db-az-weu', node_resource_group: 'rg-acme-db-az-weu-nodes' });
  });
});

describe('node pools', () => {
  const common = {
    auto_scaling_enabled: true,
    os_sku: 'AzureLinux',
    os_disk_type: 'Ephemeral',
    host_encryption_enabled: true,
    node_public_ip_enabled: false,
    max_pods: 110,
  };

  it('keep controllers on nodes of their own, over three zones', () => {
    expect(aks['default_node_pool']).toMatchObject({
      ...common,
      name: 'system',
      zones: ['1', '2', '3'],
      min_count: 3,
      max_count: 6,
      only_critical_addons_enabled: true,
      temporary_name_for_rotation: 'systemtmp',
      node_labels: { [nodes.poolLabel]: nodes.systemPool },
    });
  });

  it.each(['1', '2', '3'])('give zone %s a pool of its own for workloads', (zone) => {
    const pool = resource(cluster, 'azurerm_kubernetes_cluster_node_pool', `pool_workload${zone}`);
    expect(pool).toMatchObject({
      ...common,
      name: `workload${zone}`,
      zones: [zone],
      mode: 'User',
      min_count: 1,
      max_count: 6,
      temporary_name_for_rotation: `worktmp${zone}`,
      node_labels: { [nodes.poolLabel]: nodes.workloadPool },
      lifecycle: { ignore_changes: ['node_count'] },
    });
    expect(pool['upgrade_settings']).toMatchObject({ max_surge: '1', undrainable_node_behavior: 'Cordon' });
  });

  it('have names that AKS takes, the temporary ones too', () => {
    const pools: readonly Block[] = [aks['default_node_pool'] as Block, ...resources(cluster, 'azurerm_kubernetes_cluster_node_pool')];
    for (const { name, temporary_name_for_rotation: temporary } of pools) for (const each of [name, temporary]) expect(each).toMatch(/^[a-z][a-z0-9]{0,11}$/);
  });
});

describe('trust between service accounts and identities', () => {
  const credentials = resources(cluster, 'azurerm_federated_identity_credential');

  it('is for exactly one service account each', () => {
    expect(Object.fromEntries(credentials.map(({ parent_id: parent, subject }) => [String(parent).split('id-acme-db-az-weu-')[1], subject]))).toEqual({
      'external-secrets': 'system:serviceaccount:external-secrets:external-secrets',
      'grafana-db': 'system:serviceaccount:observability:grafana-db',
      'keycloak-db': 'system:serviceaccount:keycloak:keycloak-db',
      loki: 'system:serviceaccount:observability:loki',
      prometheus: 'system:serviceaccount:observability:prometheus',
      'thanos-compact': 'system:serviceaccount:observability:thanos-compact',
      'thanos-store': 'system:serviceaccount:observability:thanos-store',
    });
    for (const credential of credentials)
      expect(credential).toMatchObject({
        issuer: '${azurerm_kubernetes_cluster.aks.oidc_issuer_url}',
        audience: ['api://AzureADTokenExchange'],
        resource_group_name: 'rg-acme-db-az-weu-identity',
      });
  });

  it('stays below the twenty credentials that Entra takes for an identity', () => {
    const full = example((text) => text, fullLock);
    const count = new Map<unknown, number>();
    for (const id of ['az-weu-cluster', 'az-weu-data'])
      for (const { parent_id: parent } of resources(full.stack(id), 'azurerm_federated_identity_credential')) count.set(parent, (count.get(parent) ?? 0) + 1);
    expect(Math.max(...count.values())).toBeLessThanOrEqual(20);
    expect(() => withinCredentialLimit('tenants', 21)).toThrow("identity 'tenants' would need 21 federated credentials; Entra takes 20");
    expect(() => withinCredentialLimit('tenants', 20)).not.toThrow();
  });

  it('gives the issuer to the lock file', () => {
    expect(cluster.output?.['oidc_issuer']?.value).toBe('${azurerm_kubernetes_cluster.aks.oidc_issuer_url}');
    expect(readme('az-weu-cluster')).toContain('--name acme-db-az-weu --context az-weu --format exec');
  });
});
