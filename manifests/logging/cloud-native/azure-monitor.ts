/** Azure: the agent is part of the cluster and collects by the rule of the cloud layer; what it does on nodes is set here. */
import { ConfigMap } from '../../../imports/k8s';
import type { Component, Intents } from '../../../lib/components';
import { daemonSetMissing } from '../../../lib/constructs/kube-state';
import { azureAccount, cloudLogsOf } from '../../../lib/model';
import { dashboardViewer, dataSources, logTables, logWorkspaceId, namespaces } from '../../../lib/names';
import type { Context } from '../../context';
import { agentDashboard } from './dashboard';
import { audited } from './shared';

/** The name that the agent watches. */
const name = 'container-azm-ms-agentconfig';

/**
 * Lines of every namespace, those of the cluster's own among them, which the agent leaves out by itself. No environment
 * variables of containers: it would store them, secrets included.
 * @see https://learn.microsoft.com/azure/azure-monitor/containers/kubernetes-data-collection-configmap
 */
const settings = `[log_collection_settings]
  [log_collection_settings.schema]
    containerlog_schema_version = "v2"
  [log_collection_settings.stdout]
    enabled = true
    exclude_namespaces = []
  [log_collection_settings.stderr]
    enabled = true
    exclude_namespaces = []
  [log_collection_settings.env_var]
    enabled = false
  [log_collection_settings.enable_multiline_logs]
    enabled = "true"
  [log_collection_settings.metadata_collection]
    enabled = true
    include_fields = ["podUid", "image", "imageTag"]
  [log_collection_settings.collect_all_kube_events]
    enabled = true
`;

function dataSource({ platform, names }: Context): Readonly<Intents['datasources']> {
  return {
    uid: dataSources.logs,
    title: 'Logs',
    type: 'grafana-azure-monitor-datasource',
    url: '',
    settings: {
      azureAuthType: 'workloadidentity',
      cloudName: 'azuremonitor',
      subscriptionId: azureAccount(platform).subscriptionId,
      tenantId: azureAccount(platform).tenantId,
      basicLogsEnabled: cloudLogsOf(platform.logging)?.tier === 'infrequent',
    },
    logs: {
      language: 'kql',
      workspace: logWorkspaceId(platform, names),
      tables: logTables,
      audited: audited({ platform }).map(({ namespace }) => namespace),
      basic: cloudLogsOf(platform.logging)?.tier === 'infrequent',
    },
  };
}

export function agentSettings(context: Context): Component | undefined {
  if (context.cluster.provider !== 'azure') return undefined;
  return {
    name: 'log-agent-settings',
    summary: 'What the log agent of Azure collects on nodes: every namespace, no environment variables.',
    namespace: namespaces.system,
    needs: [],
    provides: ['logs', 'log-collection'],
    content: {
      kind: 'manifests',
      build: (chart) => {
        new ConfigMap(chart, 'settings', {
          metadata: { name, namespace: namespaces.system },
          data: { 'schema-version': 'v1', 'config-version': 'dbaas', 'log-data-collection-settings': settings },
        });
      },
    },
    intents: {
      flows: [{ from: dashboardViewer, to: { outside: 'private-endpoints' }, ports: [{ port: 443 }], why: 'searches in the logs (Azure Monitor)' }],
      egressHosts: [
        {
          from: dashboardViewer,
          hosts: ['api.loganalytics.io', 'api.loganalytics.azure.com', 'management.azure.com', 'login.microsoftonline.com'],
          why: 'searches in the logs, and the token that allows them',
        },
      ],
      rules: [agentRules],
      datasources: [dataSource(context)],
      dashboards: [agentDashboard],
      logTenants: audited(context),
    },
  };
}

const agentRules: Intents['rules'] = {
  group: 'logs-agent',
  alerts: [
    {
      alert: 'LogAgentMissing',
      expr: `${daemonSetMissing('available', namespaces.system, 'ama-logs')} > 0`,
      for: '30m',
      severity: 'warning',
      summary: 'Nodes without a log agent: {{ $value }}',
      description:
        'kubectl -n kube-system get pods -l component=ama-logs-agent -o wide. Azure runs the agent; its lines are lost once Kubernetes has rotated the files away.',
    },
    {
      alert: 'LogAgentRestarts',
      expr: 'sum by (pod) (increase(kube_pod_container_status_restarts_total{namespace="kube-system", pod=~"ama-logs.*"}[1h])) > 3',
      for: '15m',
      severity: 'warning',
      summary: 'The log agent {{ $labels.pod }} restarts again and again',
      description:
        'kubectl -n kube-system logs <pod> -c ama-logs --previous. Usually it reads more than 2 MB a second on one node, or does not reach the endpoint "monitor" of the network.',
    },
  ],
};
