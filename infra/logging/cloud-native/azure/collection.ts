/** What the agent of the cluster sends, by which way, and to which table each line goes. */
import type { LogAnalyticsWorkspace } from '@cdktf/provider-azurerm/lib/log-analytics-workspace';
import { MonitorDataCollectionEndpoint } from '@cdktf/provider-azurerm/lib/monitor-data-collection-endpoint';
import { MonitorDataCollectionRule } from '@cdktf/provider-azurerm/lib/monitor-data-collection-rule';
import { MonitorPrivateLinkScopedService } from '@cdktf/provider-azurerm/lib/monitor-private-link-scoped-service';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { logTables, logTenants, secretsInLines } from '../../../../lib/names';
import { azureNames } from '../../../cloud/azure/ids';
import type { Place } from '../../../cloud/azure/kits/group';
import type { AzureContext } from '../../../cloud/azure/kits/stack';
import { columns, type Tables } from './tables';

export interface CollectionProps {
  readonly workspace: LogAnalyticsWorkspace;
  readonly tables: Tables;
}

const destination = 'logs';
const lines = 'Microsoft-ContainerLogV2';
const others = ['Microsoft-KubeEvents', 'Microsoft-KubePodInventory'];
const nodes = 'Microsoft-Syslog';

export function collection(stack: PlatformStack, context: AzureContext, place: Place, { workspace, tables }: CollectionProps): void {
  const names = azureNames(context);
  const endpoint = pinned(
    new MonitorDataCollectionEndpoint(stack, 'endpoint', {
      ...place,
      name: names.logEndpoint,
      kind: 'Linux',
      description: 'Where the agent asks for its rule',
      publicNetworkAccessEnabled: false,
      lifecycle: keep,
    }),
  );
  const linked = (id: string, name: string, linkedResourceId: string) =>
    pinned(
      new MonitorPrivateLinkScopedService(stack, `${id}_link`, {
        name,
        resourceGroupName: context.names.resourceGroup('network'),
        scopeName: names.monitorLink,
        linkedResourceId,
      }),
    );
  const ways = [linked('workspace', names.logWorkspace, workspace.id), linked('endpoint', names.logEndpoint, endpoint.id)];
  pinned(
    new MonitorDataCollectionRule(stack, 'rule', {
      ...place,
      name: names.logRule,
      kind: 'Linux',
      description: 'Lines of containers by whose they are, Kubernetes events, journals of nodes',
      dataCollectionEndpointId: endpoint.id,
      dataSources,
      destinations: { logAnalytics: [{ name: destination, workspaceResourceId: workspace.id }] },
      dataFlow: [{ streams: [...others, nodes], destinations: [destination] }, ...lineFlows(context)],
      lifecycle: keep,
      dependsOn: [tables.audit, ...ways],
    }),
  );
}

const dataSources = {
  extension: [
    {
      name: 'ContainerInsightsExtension', // the agent looks for this name
      extensionName: 'ContainerInsights',
      streams: [lines, ...others],
      extensionJson: JSON.stringify({ dataCollectionSettings: { interval: '1m', namespaceFilteringMode: 'Off', enableContainerLogV2: true } }),
    },
  ],
  syslog: [
    { name: 'daemons', streams: [nodes], facilityNames: ['daemon'], logLevels: ['Info', 'Notice', 'Warning', 'Error', 'Critical', 'Alert', 'Emergency'] },
    {
      name: 'system',
      streams: [nodes],
      facilityNames: ['auth', 'authpriv', 'kern', 'syslog'],
      logLevels: ['Warning', 'Error', 'Critical', 'Alert', 'Emergency'],
    },
  ],
};

/** Each line once: what a namespace of the audit says goes to the table of its own. */
function lineFlows({ wiring }: AzureContext) {
  const audited = [...new Set(wiring.all('logTenants').flatMap(({ tenant, namespace }) => (tenant === logTenants.audit ? [namespace] : [])))].sort();
  const list = audited.map((namespace) => `'${namespace}'`).join(', ');
  const flow = (condition: string, more: readonly string[] = []) => ({
    streams: [lines],
    destinations: [destination],
    transformKql: ['source', ...(condition ? [`where ${condition}`] : []), withheld, ...more].join(' | '),
  });
  if (audited.length === 0) return [flow('')];
  return [
    flow(`PodNamespace !in (${list})`),
    {
      ...flow(`PodNamespace in (${list})`, [`project ${Object.keys(columns).join(', ')}`]),
      outputStream: `Custom-${logTables.audit}`,
    },
  ];
}

/** Transformations cannot replace a part of a text: a line with a credential is withheld as a whole. */
const withheld = `extend LogMessage = iif(tostring(LogMessage) matches regex @'${secretsInLines.join('|')}', parse_json('{"withheld":"the line held a credential"}'), LogMessage)`;
