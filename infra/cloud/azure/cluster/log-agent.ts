/** Azure's own log agent, where it is the one that collects: part of the cluster, bound to the rule and the endpoint of the stack with its logs. */
import type { KubernetesClusterConfig } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { MonitorDataCollectionRuleAssociation } from '@cdktf/provider-azurerm/lib/monitor-data-collection-rule-association';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { cloudLogsOf } from '../../../../lib/model';
import { azureIds } from '../ids';
import type { AzureContext } from '../kits/stack';

/** With the cluster's identity, without keys of the workspace. */
export const logAgent = (context: AzureContext): Partial<KubernetesClusterConfig> =>
  cloudLogsOf(context.platform.logging) ? { omsAgent: { logAnalyticsWorkspaceId: azureIds(context).logWorkspace, msiAuthForMonitoringEnabled: true } } : {};

/** Without a rule the agent sends nothing; without the endpoint it would ask for its rule on the internet. Both have names that the agent looks for. */
export function logAgentRule(stack: PlatformStack, context: AzureContext, clusterId: string): void {
  if (!cloudLogsOf(context.platform.logging)) return;
  const { logRule, logEndpoint } = azureIds(context);
  const associate = (id: string, name: string, what: { readonly dataCollectionRuleId: string } | { readonly dataCollectionEndpointId: string }) =>
    pinned(new MonitorDataCollectionRuleAssociation(stack, id, { name, targetResourceId: clusterId, ...what }));
  associate('log_rule', 'ContainerInsightsExtension', { dataCollectionRuleId: logRule });
  associate('log_endpoint', 'configurationAccessEndpoint', { dataCollectionEndpointId: logEndpoint });
}
