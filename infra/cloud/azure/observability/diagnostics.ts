/** Which logs of Azure's own parts are kept. */
import type { LogAnalyticsWorkspace } from '@cdktf/provider-azurerm/lib/log-analytics-workspace';
import { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { azureAccount, cloudLogsOf, type AzureCluster } from '../../../../lib/model';
import { buckets, hasTenants } from '../../../../lib/names';
import { address, azureIds, subscriptionScope } from '../ids';
import type { AzureContext } from '../kits/stack';

interface Source {
  readonly id: string;
  readonly target: string;
  readonly categories: readonly string[];
  /** Tables of their own instead of the shared one, where the service offers them. @default false */
  readonly dedicated?: boolean;
}
type Ids = ReturnType<typeof azureIds>;

/** `kube-audit-admin`: every change, without reads; with reads it is ten times as much. */
const clusterLogs = [
  'cloud-controller-manager',
  'cluster-autoscaler',
  'csi-azuredisk-controller',
  'guard',
  'kube-apiserver',
  'kube-audit-admin',
  'kube-controller-manager',
  'kube-scheduler',
];
const firewallLogs = [
  'AZFWApplicationRule',
  'AZFWDnsQuery',
  'AZFWFqdnResolveFailure',
  'AZFWIdpsSignature',
  'AZFWNatRule',
  'AZFWNetworkRule',
  'AZFWThreatIntel',
];
const addressLogs = ['DDoSMitigationFlowLogs', 'DDoSMitigationReports', 'DDoSProtectionNotifications'];
export const bucketLogs = ['StorageDelete', 'StorageRead', 'StorageWrite'];
const activityLogs = ['Administrative', 'Alert', 'Autoscale', 'Policy', 'Recommendation', 'ResourceHealth', 'Security', 'ServiceHealth'];

const egressSources: Record<AzureCluster['network']['egress'], (ids: Ids) => readonly Source[]> = {
  firewall: (ids) => [{ id: 'firewall', target: ids.firewall, categories: firewallLogs, dedicated: true }],
  'nat-gateway': () => [], // a NAT gateway has no logs; flow logs show its connections
};

function sources(context: AzureContext): readonly Source[] {
  const { platform, cluster } = context;
  const ids = azureIds(context);
  return [
    { id: 'subscription', target: subscriptionScope(azureAccount(platform).subscriptionId), categories: activityLogs },
    { id: 'cluster', target: ids.cluster, categories: clusterLogs, dedicated: true },
    { id: 'secret-vault', target: ids.secretVault, categories: ['AuditEvent'] },
    ...(hasTenants(platform) ? [{ id: 'tenant-vault', target: ids.tenantVault, categories: ['AuditEvent'] }] : []),
    { id: 'key-vault', target: ids.keyVault, categories: ['AuditEvent'] },
    { id: 'ingress-address', target: ids.ingressAddress, categories: addressLogs },
    ...egressSources[cluster.network.egress](ids),
    // Metrics and logs are read and written all the time: who touched them says nothing. Backups are another matter.
    ...buckets(platform)
      .filter(({ precious }) => precious)
      .map(({ id }) => ({
        id: `bucket-${id}`,
        target: `${ids.account(id)}/blobServices/default`,
        categories: bucketLogs,
      })),
  ];
}

export function diagnostics(stack: PlatformStack, context: AzureContext, workspace: LogAnalyticsWorkspace): void {
  for (const { id, target, categories, dedicated } of sources(context)) {
    // What the control plane says stands beside what its pods say, where Azure keeps both.
    const isOfLogs = id === 'cluster' && cloudLogsOf(context.platform.logging) !== undefined;
    pinned(
      new MonitorDiagnosticSetting(stack, address(`logs-${id}`), {
        name: context.names.prefix(),
        targetResourceId: target,
        logAnalyticsWorkspaceId: isOfLogs ? azureIds(context).logWorkspace : workspace.id,
        ...(dedicated ? { logAnalyticsDestinationType: 'Dedicated' } : {}),
        enabledLog: categories.map((category) => ({ category })),
      }),
    );
  }
}
