/**
 * Names and resource ids of Azure, computed: a stack names what another stack made without reading its state.
 * What the clusters also read is in lib/names.
 */
import {
  azureIngress,
  azureMonitorServices,
  azureZones,
  checked,
  databaseSubnet,
  diskEncryptionSet,
  diskEncryptionSetId,
  digest,
  logWorkspaceId,
  logWorkspaceName,
  logsStack,
  tenantVault,
  type AzureMonitorService,
  type BucketSpec,
} from '../../../lib/names';
import type { AzureContext } from './kits/stack';
import { azureAccount } from '../../../lib/model';

export type StackKind = 'network' | 'identity' | 'cluster' | 'data' | 'observability' | 'monitoring' | 'logs' | `tenants-${string}`;
/** Resource groups of a cluster: one for each stack, and one for copies of its data, which lies in another region. */
export type GroupKind = StackKind | 'copies';
export type SubnetId = 'firewall' | 'ingress' | 'endpoints' | 'system' | 'workload' | 'databases';
/** Identities of the cloud layer itself, beside those of the name contract. */
export type OwnIdentity = 'control-plane' | 'kubelet' | 'disks' | 'storage';
export type KeyPurpose = 'disks' | 'etcd' | 'storage';

/** Azure demands this name for the subnet of a firewall. */
const subnetNames: Readonly<Record<SubnetId, string>> = {
  firewall: 'AzureFirewallSubnet',
  ingress: azureIngress.subnet,
  endpoints: 'endpoints',
  system: 'system',
  workload: 'workload',
  databases: databaseSubnet,
};
export const subnetName = (id: SubnetId): string => subnetNames[id];

/** Kinds of services behind private endpoints. */
export type PrivateService = 'blob' | 'vault' | AzureMonitorService;
interface PrivateServiceSpec {
  /** What Azure calls the part of the service that is connected. */
  readonly part: string;
  /** Zone with the names that the cluster's network answers itself. */
  zone(region: string): string;
}
export const privateServices: Readonly<Record<PrivateService, PrivateServiceSpec>> = {
  blob: { part: 'blob', zone: () => 'privatelink.blob.core.windows.net' },
  vault: { part: 'vault', zone: () => 'privatelink.vaultcore.azure.net' },
  monitor: { part: 'azuremonitor', zone: () => 'privatelink.monitor.azure.com' },
  metrics: { part: 'prometheusMetrics', zone: (region) => `privatelink.${region}.prometheus.monitor.azure.com` },
  ods: { part: 'azuremonitor', zone: () => 'privatelink.ods.opinsights.azure.com' },
  oms: { part: 'azuremonitor', zone: () => 'privatelink.oms.opinsights.azure.com' },
};
/** Those that a cluster's network knows. */
export const privateServicesOf = ({ platform }: Pick<AzureContext, 'platform'>): readonly PrivateService[] => [
  'blob',
  'vault',
  ...azureMonitorServices(platform),
];

export const workloadPools = azureZones.map((zone) => ({
  zone,
  name: checked('AKS node pool', `workload${zone}`),
  temporaryName: checked('AKS node pool', `worktmp${zone}`),
}));

export const subscriptionScope = (subscriptionId: string): string => `/subscriptions/${subscriptionId}`;

/** Names of what the stacks of a cluster make. */
export function azureNames({ platform, cluster, names }: AzureContext) {
  const named = (kind: string, suffix = '') => checked('Azure resource', `${kind}-${names.prefix()}${suffix}`);
  const compact = cluster.name.replaceAll('-', '');
  const own = (id: string) => digest(azureAccount(platform).subscriptionId, names.prefix(), id);
  return {
    vnet: named('vnet'),
    firewall: named('afw'),
    firewallPolicy: named('afwp'),
    natGateway: named('ng'),
    routeTable: named('rt'),
    nsg: (id: string) => named('nsg', `-${id}`),
    ingressAddress: checked('Azure resource', azureIngress.publicAddress(cluster)),
    egressPrefix: named('ippre', '-egress'),
    flowLogAccount: checked('storage account', `${compact.slice(0, 8)}flowlogs${own('flow-logs')}`),
    /** Vault of keys; the secrets are in `names.vault()`. */
    keyVault: checked('key vault', `kk-${compact.slice(0, 12)}-${own('keys')}`),
    diskEncryptionSet: diskEncryptionSet(names.prefix()),
    workspace: named('log'),
    actionGroup: named('ag'),
    metricsWorkspace: named('amw'),
    ingestionEndpoint: checked('data collection endpoint', `dce-${names.prefix()}`),
    ingestionRule: named('dcr'),
    monitorLink: named('ampls'),
    logWorkspace: logWorkspaceName(names),
    logEndpoint: checked('data collection endpoint', `dce-${names.prefix()}-logs`),
    logRule: named('dcr', '-logs'),
    logActionGroup: named('ag', '-logs'),
    endpoint: (id: string) => named('pep', `-${id}`),
  } as const;
}

/** Resource ids of what the stacks of a cluster make. */
export function azureIds(context: AzureContext) {
  const { platform, names } = context;
  const own = azureNames(context);
  const groupId = (stack: GroupKind) => `${subscriptionScope(azureAccount(platform).subscriptionId)}/resourceGroups/${names.resourceGroup(stack)}`;
  const id = (stack: GroupKind, type: string, name: string) => `${groupId(stack)}/providers/${type}/${name}`;
  const vnet = id('network', 'Microsoft.Network/virtualNetworks', own.vnet);
  const account = (bucket: BucketSpec['id']) => id('data', 'Microsoft.Storage/storageAccounts', names.bucket(bucket));
  return {
    groupId,
    vnet,
    subnet: (subnet: SubnetId) => `${vnet}/subnets/${subnetName(subnet)}`,
    firewall: id('network', 'Microsoft.Network/azureFirewalls', own.firewall),
    natGateway: id('network', 'Microsoft.Network/natGateways', own.natGateway),
    routeTable: id('network', 'Microsoft.Network/routeTables', own.routeTable),
    ingressAddress: id('network', 'Microsoft.Network/publicIPAddresses', own.ingressAddress),
    flowLogAccount: id('network', 'Microsoft.Storage/storageAccounts', own.flowLogAccount),
    privateZone: (service: PrivateService) => id('network', 'Microsoft.Network/privateDnsZones', privateServices[service].zone(context.cluster.region)),
    identity: (identity: string) => id('identity', 'Microsoft.ManagedIdentity/userAssignedIdentities', names.managedIdentity(identity)),
    secretVault: id('identity', 'Microsoft.KeyVault/vaults', names.vault()),
    /** Where databases have tenants. */
    tenantVault: id('identity', 'Microsoft.KeyVault/vaults', tenantVault(platform, context.cluster, azureAccount(platform).subscriptionId)),
    keyVault: id('identity', 'Microsoft.KeyVault/vaults', own.keyVault),
    diskEncryptionSet: diskEncryptionSetId(platform, names.resourceGroup('identity'), names.prefix()),
    workspace: id('observability', 'Microsoft.OperationalInsights/workspaces', own.workspace),
    actionGroup: id('observability', 'Microsoft.Insights/actionGroups', own.actionGroup),
    metricsWorkspace: id('monitoring', 'Microsoft.Monitor/accounts', own.metricsWorkspace),
    logWorkspace: logWorkspaceId(platform, names),
    logEndpoint: id(logsStack, 'Microsoft.Insights/dataCollectionEndpoints', own.logEndpoint),
    logRule: id(logsStack, 'Microsoft.Insights/dataCollectionRules', own.logRule),
    cluster: id('cluster', 'Microsoft.ContainerService/managedClusters', names.cluster()),
    account,
    /** Copy of a container, in the region of the other cluster. */
    containerCopy: (bucket: BucketSpec['id']) =>
      `${id('copies', 'Microsoft.Storage/storageAccounts', names.bucketCopy(bucket))}/blobServices/default/containers/${names.container(bucket)}`,
    container: (bucket: BucketSpec['id']) => `${account(bucket)}/blobServices/default/containers/${names.container(bucket)}`,
  } as const;
}

/** Construct ids, and with them Terraform addresses, have underscores. */
export const address = (id: string): string => id.replaceAll('-', '_');
