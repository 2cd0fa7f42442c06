import { cloudLogsPlatform, stacksOf, type Block } from './stacks';

const stacks = stacksOf(cloudLogsPlatform('  retentionDays: 60\n  auditRetentionDays: 3653\n'));
const cheap = stacksOf(cloudLogsPlatform('  tier: infrequent\n'));
const logs = 'az-weu-logs';
const group = '/subscriptions/3f0c9a52-7d54-4a55-9a0e-2f8d9c3b6e10/resourceGroups/rg-acme-db-az-weu-logs/providers';
const rule = stacks.block(logs, 'azurerm_monitor_data_collection_rule', 'rule') as Block & {
  readonly data_flow: readonly { readonly streams: readonly string[]; readonly transform_kql?: string; readonly output_stream?: string }[];
};

describe('the workspace', () => {
  it('is there before the cluster, whose agent names it', () => {
    expect(stacks.ids.indexOf(logs)).toBeLessThan(stacks.ids.indexOf('az-weu-cluster'));
    expect(stacks.block('az-weu-cluster', 'azurerm_kubernetes_cluster', 'aks')).toMatchObject({
      oms_agent: {
        log_analytics_workspace_id: `${group}/Microsoft.OperationalInsights/workspaces/log-acme-db-az-weu-logs`,
        msi_auth_for_monitoring_enabled: true,
      },
    });
  });

  it('knows no keys, takes nothing from the internet, and cannot be deleted by an apply', () => {
    expect(stacks.block(logs, 'azurerm_log_analytics_workspace', 'workspace')).toMatchObject({
      local_authentication_enabled: false,
      internet_ingestion_enabled: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(stacks.block(logs, 'azurerm_management_lock', 'workspace_lock')).toMatchObject({ lock_level: 'CanNotDelete' });
  });

  it('is reached by the link of the network, like the endpoint that hands out the rule', () => {
    expect(Object.keys(stacks.blocks(logs, 'azurerm_monitor_private_link_scoped_service')).sort()).toEqual(['endpoint_link', 'workspace_link']);
    expect(stacks.block('az-weu-network', 'azurerm_monitor_private_link_scope', 'monitor_link')).toMatchObject({ ingestion_access_mode: 'PrivateOnly' });
    const zones = JSON.stringify(stacks.block('az-weu-network', 'azurerm_private_endpoint', 'endpoint_monitor'));
    for (const zone of ['privatelink.monitor.azure.com', 'privatelink.ods.opinsights.azure.com', 'privatelink.oms.opinsights.azure.com'])
      expect(zones).toContain(zone);
    expect(stacks.block(logs, 'azurerm_monitor_data_collection_endpoint', 'endpoint')).toMatchObject({ public_network_access_enabled: false });
  });
});

describe('tables', () => {
  it('keep ordinary lines for their days, audit lines and changes through the API for theirs: two years as they are, then in the archive', () => {
    const audit = { plan: 'Analytics', retention_in_days: 730, total_retention_in_days: 3653 };
    expect(stacks.block(logs, 'azurerm_log_analytics_workspace_table', 'container_lines')).toMatchObject({
      name: 'ContainerLogV2',
      plan: 'Analytics',
      retention_in_days: 60,
      total_retention_in_days: 60,
    });
    expect(stacks.block(logs, 'azurerm_log_analytics_workspace_table', 'api_changes')).toMatchObject({ name: 'AKSAuditAdmin', ...audit });
    expect(stacks.block(logs, 'azurerm_log_analytics_workspace_table_custom_log', 'audit_lines')).toMatchObject({ name: 'ContainerLogAudit_CL', ...audit });
  });

  it('have the plan Basic where nothing has to watch them, without a period that Azure refuses there', () => {
    const basic = cheap.block(logs, 'azurerm_log_analytics_workspace_table', 'container_lines');
    expect(basic).toMatchObject({ plan: 'Basic', total_retention_in_days: 30 });
    expect(basic).not.toHaveProperty('retention_in_days');
    expect(Object.keys(cheap.blocks(logs, 'azurerm_monitor_scheduled_query_rules_alert_v2'))).not.toContain('rule_error_burst');
  });
});

describe('the rule of collection', () => {
  const lines = rule.data_flow.filter(({ streams }) => streams.includes('Microsoft-ContainerLogV2'));

  it('sends each line to one table: those of logins and of the delivery to that of the audit', () => {
    expect(lines.map(({ transform_kql: kql = '' }) => /where PodNamespace (!?in) \(([^)]*)\)/.exec(kql)?.slice(1))).toEqual([
      ['!in', "'argocd', 'keycloak', 'login'"],
      ['in', "'argocd', 'keycloak', 'login'"],
    ]);
    expect(lines.map(({ output_stream: to }) => to)).toEqual([undefined, 'Custom-ContainerLogAudit_CL']);
  });

  it('withholds lines with credentials, in both', () => {
    for (const { transform_kql: kql = '' } of lines) expect(kql).toContain('matches regex');
    const [, pattern = ''] = /matches regex @'([^']*)'/.exec(lines[0]?.transform_kql ?? '') ?? [];
    const secret = new RegExp(pattern);
    for (const line of [
      'token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl',
      'Authorization: Bearer abcdefghijklmnop0123',
      'postgres://app:s3cret@db:5432/app',
      'AKIAIOSFODNN7EXAMPLE',
      '-----BEGIN RSA PRIVATE KEY-----MIIE',
    ])
      expect([line, secret.test(line)]).toEqual([line, true]);
    for (const line of ['GET https://console.acme-db.example/v1 200', 'user ada@acme.example logged in', 'bearer of news'])
      expect([line, secret.test(line)]).toEqual([line, false]);
  });

  it('brings events and journals of nodes too', () => {
    expect(rule.data_flow[0]?.streams).toEqual(['Microsoft-KubeEvents', 'Microsoft-KubePodInventory', 'Microsoft-Syslog']);
  });

  it('is bound to the cluster under the names that the agent looks for: without both nothing is sent', () => {
    expect(stacks.blocks('az-weu-cluster', 'azurerm_monitor_data_collection_rule_association')).toMatchObject({
      log_rule: { name: 'ContainerInsightsExtension', data_collection_rule_id: `${group}/Microsoft.Insights/dataCollectionRules/dcr-acme-db-az-weu-logs` },
      log_endpoint: {
        name: 'configurationAccessEndpoint',
        data_collection_endpoint_id: `${group}/Microsoft.Insights/dataCollectionEndpoints/dce-acme-db-az-weu-logs`,
      },
    });
  });
});

describe('rules that Azure runs on logs', () => {
  const rules = stacks.blocks(logs, 'azurerm_monitor_scheduled_query_rules_alert_v2');

  it('tell the owner, each with something to do', () => {
    for (const [name, alert] of Object.entries(rules)) {
      expect([name, alert['action']]).toEqual([name, { action_groups: ['${azurerm_monitor_action_group.owner.id}'] }]);
      expect(String(alert['description']).length).toBeGreaterThan(60);
    }
    expect(Object.keys(rules)).toEqual(expect.arrayContaining(['rule_logs_silent', 'rule_logs_audit_silent', 'rule_logins_refused', 'rule_logs_volume']));
  });

  it('take an empty table for trouble: no row would never be too many', () => {
    expect(rules['rule_logs_audit_silent']).toMatchObject({
      criteria: [{ metric_measure_column: 'Silent', operator: 'GreaterThan', threshold: 0 }],
    });
  });
});

it('changes through the API stand beside the lines of pods; what only Azure sees stays where it was', () => {
  const setting = (name: string) => stacks.block('az-weu-observability', 'azurerm_monitor_diagnostic_setting', name)['log_analytics_workspace_id'];
  expect(setting('logs_cluster')).toBe(`${group}/Microsoft.OperationalInsights/workspaces/log-acme-db-az-weu-logs`);
  expect(setting('logs_secret_vault')).toBe('${azurerm_log_analytics_workspace.workspace.id}');
});

it('Grafana may search the workspace, with its own identity', () => {
  expect(stacks.block(logs, 'azurerm_role_assignment', 'logs_to_grafana')).toMatchObject({ role_definition_name: 'Log Analytics Reader' });
  expect(stacks.blocks('az-weu-cluster', 'azurerm_federated_identity_credential')).toHaveProperty('token_grafana');
});
