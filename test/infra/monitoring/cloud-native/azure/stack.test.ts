import { emptyLock, type CloudLock } from '../../../../../lib/model';
import { lockValues } from '../../../../../lib/names';
import { parsePlatform } from '../../../../../lib/model';
import { readFileSync } from 'node:fs';
import { withCloudMonitoring } from '../../../../manifests/foundation/rendered';
import { resource, resources } from '../../../cloud/azure/stacks';
import { monitoring } from './example';

const { context, stack, readme } = monitoring();
const ingestionUrl =
  'https://dce-acme-db-az-weu-ab12.westeurope-1.metrics.ingest.monitor.azure.com/dataCollectionRules/dcr-0123456789abcdef0123456789abcdef/streams/Microsoft-PrometheusMetrics/api/v1/write?api-version=2023-04-24';
const queryUrl = 'https://amw-acme-db-az-weu-ab12.westeurope.prometheus.monitor.azure.com';
const locked = (name: string): CloudLock => ({ clusters: { [name]: { 'metrics.ingestionUrl': ingestionUrl, 'metrics.queryUrl': queryUrl } } });

describe('metrics of an AKS cluster in Azure Monitor', () => {
  it('answer inside the network only, and are not lost by an apply', () => {
    const workspace = resource(stack, 'azurerm_monitor_workspace', 'workspace');
    expect(workspace).toMatchObject({ public_network_access_enabled: false, lifecycle: { prevent_destroy: true } });
    expect(resource(stack, 'azurerm_management_lock', 'workspace_lock')).toMatchObject({ lock_level: 'CanNotDelete' });
    expect(resource(stack, 'azurerm_monitor_data_collection_endpoint', 'ingestion_endpoint')).toMatchObject({ public_network_access_enabled: false });
    expect(resource(stack, 'azurerm_monitor_private_link_scoped_service', 'ingestion_link')).toMatchObject({
      scope_name: 'ampls-acme-db-az-weu',
      resource_group_name: 'rg-acme-db-az-weu-network',
      linked_resource_id: '${azurerm_monitor_data_collection_endpoint.ingestion_endpoint.id}',
    });
    expect(resource(stack, 'azurerm_private_endpoint', 'endpoint_metrics')).toMatchObject({
      private_service_connection: { subresource_names: ['prometheusMetrics'], private_connection_resource_id: '${azurerm_monitor_workspace.workspace.id}' },
      private_dns_zone_group: { private_dns_zone_ids: [expect.stringMatching(/privateDnsZones\/privatelink\.westeurope\.prometheus\.monitor\.azure\.com$/)] },
    });
  });

  it('come through a rule that passes samples of Prometheus into the workspace and nothing else', () => {
    expect(resource(stack, 'azurerm_monitor_data_collection_rule', 'ingestion_rule')).toMatchObject({
      kind: 'Linux',
      data_collection_endpoint_id: '${azurerm_monitor_data_collection_endpoint.ingestion_endpoint.id}',
      data_flow: [{ streams: ['Microsoft-PrometheusMetrics'], destinations: ['workspace'] }],
      destinations: { monitor_account: [{ name: 'workspace', monitor_account_id: '${azurerm_monitor_workspace.workspace.id}' }] },
    });
  });

  it('are sent by the agent and asked by Grafana, who may do nothing else', () => {
    const assigned = resources(stack, 'azurerm_role_assignment').map(({ role_definition_name: role, scope, principal_id: who }) => [role, scope, who]);
    expect(assigned).toEqual([
      ['Monitoring Data Reader', '${azurerm_monitor_workspace.workspace.id}', '${data.azurerm_user_assigned_identity.identity_grafana.principal_id}'],
      ['Monitoring Reader', expect.stringMatching(/managedClusters\/acme-db-az-weu$/), '${data.azurerm_user_assigned_identity.identity_grafana.principal_id}'],
      [
        'Monitoring Metrics Publisher',
        '${azurerm_monitor_data_collection_rule.ingestion_rule.id}',
        '${data.azurerm_user_assigned_identity.identity_metrics_agent.principal_id}',
      ],
    ]);
  });

  it('give their addresses to the lock file, in the form that it takes', () => {
    const values = lockValues(context.platform, context.cluster).filter((value) => value.stack === 'monitoring');
    expect(values.map(({ output }) => output).sort()).toEqual(
      Object.keys(stack.output ?? {})
        .filter((name) => name !== 'cluster')
        .sort(),
    );
    const samples: Readonly<Record<string, string>> = { 'metrics.ingestionUrl': ingestionUrl, 'metrics.queryUrl': queryUrl };
    for (const { key, pattern } of values) expect(samples[key]).toMatch(pattern);
    expect(stack.output?.['metrics_ingestion_url']?.value).toBe(
      '${azurerm_monitor_data_collection_endpoint.ingestion_endpoint.metrics_ingestion_endpoint}/dataCollectionRules/${azurerm_monitor_data_collection_rule.ingestion_rule.immutable_id}/streams/Microsoft-PrometheusMetrics/api/v1/write?api-version=2023-04-24',
    );
  });

  it('fail an apply that gives other addresses than those that the cluster has', () => {
    const guarded = monitoring(withCloudMonitoring(), locked('az-weu')).stack;
    const condition = (type: string, name: string) =>
      (resource(guarded, type, name)['lifecycle'] as { readonly postcondition: readonly [{ readonly condition: string }] }).postcondition[0].condition;
    expect(condition('azurerm_monitor_workspace', 'workspace')).toBe(`\${self.query_endpoint == "${queryUrl}"}`);
    expect(condition('azurerm_monitor_data_collection_rule', 'ingestion_rule')).toBe(`\${strcontains("${ingestionUrl}", self.immutable_id)}`);
    expect(JSON.stringify(stack)).not.toContain('postcondition');
  });
});

describe('who is told', () => {
  it('by mail has an address; by a URL that only whoever applies knows, a sensitive variable', () => {
    expect(resource(stack, 'azurerm_monitor_action_group', 'receiver_warning')).toMatchObject({
      short_name: 'warning',
      email_receiver: [{ email_address: 'platform@acme.example', use_common_alert_schema: true }],
    });
    expect(resource(stack, 'azurerm_monitor_action_group', 'receiver_critical')).toMatchObject({
      webhook_receiver: [{ name: 'pagerduty', service_uri: '${var.alerts_critical_url}', use_common_alert_schema: true }],
    });
    expect(Object.keys(stack.variable ?? {})).toEqual(['alerts_critical_url']);
    expect(stack.variable?.['alerts_critical_url']).toMatchObject({ type: 'string', sensitive: true, nullable: false });
    expect(readme).toContain('export TF_VAR_alerts_critical_url=');
  });

  it('only by mail asks for no variable', () => {
    const mails = monitoring(
      withCloudMonitoring('  alerts:\n    critical: { type: email, address: a@acme.example }\n    warning: { type: email, address: b@acme.example }\n'),
    );
    expect(mails.stack.variable).toBeUndefined();
    expect(mails.readme).not.toContain('TF_VAR');
  });

  it('hears without rules and agent when metrics stop, when limits come near, when rules cannot be evaluated', () => {
    expect(resource(stack, 'azurerm_monitor_metric_alert', 'alert_metrics_stopped')).toMatchObject({
      criteria: [{ metric_namespace: 'Microsoft.Monitor/accounts', metric_name: 'EventsPerMinuteIngested', operator: 'LessThan', threshold: 10_000 }],
      action: [{ action_group_id: '${azurerm_monitor_action_group.receiver_critical.id}' }],
      severity: 1,
    });
    for (const name of ['alert_series_limit', 'alert_samples_limit'])
      expect(resource(stack, 'azurerm_monitor_metric_alert', name)).toMatchObject({ criteria: [{ operator: 'GreaterThan', threshold: 80 }], severity: 2 });
    expect(resource(stack, 'azurerm_monitor_activity_log_alert', 'alert_rules_health')).toMatchObject({
      scopes: [expect.stringMatching(/resourceGroups\/rg-acme-db-az-weu-monitoring$/)],
      criteria: { category: 'ResourceHealth', resource_types: ['Microsoft.AlertsManagement/prometheusRuleGroups', 'Microsoft.Monitor/accounts'] },
    });
  });
});

describe('metrics of two clusters in a subscription', () => {
  const text = readFileSync('examples/azure-regions/platform.yaml', 'utf8').replace(
    /^monitoring:\n(?: .*\n|\n)*/m,
    'monitoring:\n  use: cloud-native\n  alerts:\n    critical: { type: pagerduty }\n    warning: { type: email, address: a@acme.example }\n\n',
  );
  const { platform } = parsePlatform(text, 'platform.yaml');
  const other = platform.cloud.clusters[1]?.name ?? '';

  it('are asked across, as soon as the other workspace is known', () => {
    const before = monitoring(platform, emptyLock).stack;
    expect(Object.keys(before.resource['azurerm_private_endpoint'] ?? {})).toEqual(['endpoint_metrics']);
    const after = monitoring(platform, locked(other)).stack;
    const id = `metrics_${other.replaceAll('-', '_')}`;
    expect(resource(after, 'azurerm_private_endpoint', `endpoint_${id}`)).toMatchObject({
      private_service_connection: { private_connection_resource_id: expect.stringMatching(new RegExp(`/amw-.*-${other}$`)) },
      private_dns_zone_group: { private_dns_zone_ids: [`\${azurerm_private_dns_zone.${id}.id}`] },
    });
    const asked = resources(after, 'azurerm_role_assignment').filter(({ role_definition_name: role }) => role === 'Monitoring Data Reader');
    expect(asked.map(({ scope }) => scope)).toEqual(['${azurerm_monitor_workspace.workspace.id}', expect.stringMatching(new RegExp(`/amw-.*-${other}$`))]);
  });
});
