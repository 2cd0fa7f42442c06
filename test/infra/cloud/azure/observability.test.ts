import { example, natGateway, resource, resources, type StackJson } from './stacks';

const observability = example().stack('az-weu-observability');
const nat = example(natGateway).stack('az-weu-observability');
const categories = (name: string, of: StackJson = observability) =>
  (resource(of, 'azurerm_monitor_diagnostic_setting', name)['enabled_log'] as readonly { readonly category: string }[]).map(({ category }) => category);

describe('what Azure knows of an AKS cluster', () => {
  it('is kept for 90 days, and nobody writes to it from outside', () => {
    expect(resource(observability, 'azurerm_log_analytics_workspace', 'workspace')).toMatchObject({
      sku: 'PerGB2018',
      retention_in_days: 90,
      local_authentication_enabled: false,
      internet_ingestion_enabled: false,
    });
  });

  it('has who changed what in the cluster, and not every read', () => {
    expect(categories('logs_cluster')).toEqual(expect.arrayContaining(['kube-apiserver', 'kube-audit-admin', 'guard', 'cluster-autoscaler']));
    expect(categories('logs_cluster')).not.toContain('kube-audit');
    expect(resource(observability, 'azurerm_monitor_diagnostic_setting', 'logs_cluster')).toMatchObject({ log_analytics_destination_type: 'Dedicated' });
  });

  it('has who used a vault, who touched backups, what the firewall stopped, what happened in the subscription', () => {
    for (const vault of ['logs_secret_vault', 'logs_key_vault']) expect(categories(vault)).toEqual(['AuditEvent']);
    expect(categories('logs_bucket_backups')).toEqual(['StorageDelete', 'StorageRead', 'StorageWrite']);
    expect(categories('logs_firewall')).toEqual(
      expect.arrayContaining(['AZFWApplicationRule', 'AZFWNatRule', 'AZFWThreatIntel', 'AZFWIdpsSignature', 'AZFWDnsQuery']),
    );
    expect(categories('logs_subscription')).toEqual(expect.arrayContaining(['Administrative', 'Security']));
    expect(nat.resource['azurerm_monitor_diagnostic_setting']).not.toHaveProperty('logs_firewall');
  });

  it('reaches the owner by mail', () => {
    expect(resource(observability, 'azurerm_monitor_action_group', 'owner')).toMatchObject({
      short_name: 'acme-db',
      email_receiver: [{ email_address: 'data-platform@acme.example', use_common_alert_schema: true }],
    });
    for (const alert of [...resources(observability, 'azurerm_monitor_metric_alert'), ...resources(observability, 'azurerm_monitor_activity_log_alert')])
      expect(alert).toMatchObject({ action: [{ action_group_id: '${azurerm_monitor_action_group.owner.id}' }] });
  });

  it.each([
    ['alert_etcd_size', 'etcd_database_usage_percentage', 'GreaterThan', 75],
    ['alert_firewall_snat', 'SNATPortUtilization', 'GreaterThan', 80],
    ['alert_firewall_health', 'FirewallHealth', 'LessThan', 90],
    ['alert_storage_backups', 'Availability', 'LessThan', 99],
    ['alert_secret_vault', 'Availability', 'LessThan', 99],
  ])('%s fires on %s', (name, metric, operator, threshold) => {
    expect(resource(observability, 'azurerm_monitor_metric_alert', name)).toMatchObject({
      criteria: [{ metric_name: metric, operator, threshold }],
      frequency: 'PT5M',
      window_size: 'PT15M',
    });
  });

  it('watches the NAT gateway where there is no firewall', () => {
    expect(resource(nat, 'azurerm_monitor_metric_alert', 'alert_nat_datapath')).toMatchObject({
      criteria: [{ metric_namespace: 'Microsoft.Network/natGateways', metric_name: 'DatapathAvailability' }],
    });
    expect(nat.resource['azurerm_monitor_metric_alert']).not.toHaveProperty('alert_firewall_snat');
  });

  it('tells when Azure itself says that the API server is down', () => {
    expect(resource(observability, 'azurerm_monitor_activity_log_alert', 'alert_cluster_health')).toMatchObject({
      criteria: {
        category: 'ResourceHealth',
        resource_ids: [expect.stringMatching(/managedClusters\/acme-db-az-weu$/) as string],
        resource_health: { current: ['Degraded', 'Unavailable'] },
      },
    });
    expect(resource(observability, 'azurerm_monitor_activity_log_alert', 'alert_service_health')).toMatchObject({ criteria: { category: 'ServiceHealth' } });
  });

  it('says what every alert means', () => {
    for (const { description } of resources(observability, 'azurerm_monitor_metric_alert')) expect(String(description).length).toBeGreaterThan(30);
  });
});
