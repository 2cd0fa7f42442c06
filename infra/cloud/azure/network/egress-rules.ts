/** The allow list of an AKS cluster. */
import { commonEgress, https, type EgressRule } from '../../../egress/rules';
import { choose, cloudLogsOf, type Monitoring, type Platform } from '../../../../lib/model';
import type { AzureContext } from '../kits/stack';

/** Terraform variable of the network stack with the hosts that only the secret store knows. */
export const receiverVariable = {
  name: 'alert_receiver_hosts',
  description:
    "Hosts of the dead man's switch (secret alerts-heartbeat) and of webhook receivers of alerts: their addresses are in the secret store, so that synthesis cannot know them.",
} as const;

/** Whether pods of the platform send alerts to receivers; otherwise the cloud does, and nobody has to name a host. */
export const podsSendAlerts = ({ monitoring }: Pick<Platform, 'monitoring'>): boolean =>
  choose<Monitoring, boolean>(monitoring, { prometheus: () => true, 'cloud-native': () => false });

/** What only clusters in Azure call. */
const ofAzure = ({ platform: { monitoring } }: AzureContext): readonly EgressRule[] => [
  https('entra', ['login.microsoftonline.com'], 'tokens of workload identities'),
  ...choose<Monitoring, readonly EgressRule[]>(monitoring, {
    prometheus: () => [],
    'cloud-native': () => [https('azure-metrics', ['management.azure.com'], 'metrics that Azure keeps by itself, for dashboards')],
  }),
  https('policy', ['data.policy.core.windows.net', 'store.policy.core.windows.net'], 'definitions for the Azure Policy add-on, and what it reports'),
];

/** What agents of Azure send goes through the network's own link; Grafana finds workspaces by Azure's public API. */
const logSearches = ({ platform }: AzureContext): readonly EgressRule[] =>
  cloudLogsOf(platform.logging) ? [https('azure-logs', ['api.loganalytics.azure.com', 'api.loganalytics.io', 'management.azure.com'], 'searches in logs')] : [];

export const egressRules = (context: AzureContext): readonly EgressRule[] => [...ofAzure(context), ...logSearches(context), ...commonEgress(context)];
