/**
 * Names and resource ids of Azure, computed: a stack names what another stack made without reading its state.
 * What the clusters also read is in lib/names.
 */
import { azureIngress, azureZones, checked, diskEncryptionSet, diskEncryptionSetId, digest, type BucketSpec } from '../../../lib/names';
import type { AzureContext } from './kits/stack';
import { azureAccount } from '../../../lib/model';

export type StackKind = 'network' | 'identity' | 'cluster' | 'data' | 'observability';
/** Resource groups of a cluster: one for each stack, and one for copies of its data, which lies in another region. */
export type GroupKind = StackKind | 'copies';
export type SubnetId = 'firewall' | 'ingress' | 'endpoints' | 'system' | 'workload';
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
};
export const subnetName = (id: SubnetId): string => subnetNames[id];

/** Zones of the private endpoints that the cluster's network answers itself. */
export const privateZones = { blob: 'privatelink.blob.core.windows.net', vault: 'privatelink.vaultcore.azure.net' } as const;
export type PrivateZone = keyof typeof privateZones;

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
    endpoint: (id: string) => named('pep', `-${id}`),
  } as const;
}

/** Resource ids of what the stacks of a cluster make. */
export function azureIds(context: AzureContext) {
  const { platform, names } = context;
  const own = azureNames(context);
  const groupId = (stack: StackKind) => `${subscriptionScope(azureAccount(platform).subscriptionId)}/resourceGroups/${names.resourceGroup(stack)}`;
  const id = (stack: StackKind, type: string, name: string) => `${groupId(stack)}/providers/${type}/${name}`;
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
    privateZone: (zone: PrivateZone) => id('network', 'Microsoft.Network/privateDnsZones', privateZones[zone]),
    identity: (identity: string) => id('identity', 'Microsoft.ManagedIdentity/userAssignedIdentities', names.managedIdentity(identity)),
    secretVault: id('identity', 'Microsoft.KeyVault/vaults', names.vault()),
    keyVault: id('identity', 'Microsoft.KeyVault/vaults', own.keyVault),
    diskEncryptionSet: diskEncryptionSetId(platform, names.resourceGroup('identity'), names.prefix()),
    workspace: id('observability', 'Microsoft.OperationalInsights/workspaces', own.workspace),
    actionGroup: id('observability', 'Microsoft.Insights/actionGroups', own.actionGroup),
    cluster: id('cluster', 'Microsoft.ContainerService/managedClusters', names.cluster()),
    account,
    container: (bucket: BucketSpec['id']) => `${account(bucket)}/blobServices/default/containers/${names.container(bucket)}`,
  } as const;
}

/** Construct ids, and with them Terraform addresses, have underscores. */
export const address = (id: string): string => id.replaceAll('-', '_');
