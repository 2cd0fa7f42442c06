/**
 * The AKS cluster. No lock beside `prevent_destroy`: a lock on a cluster counts for its node pools as well, and changing
 * a pool's machine size replaces pools.
 */
import { DataAzurermKeyVaultKey } from '@cdktf/provider-azurerm/lib/data-azurerm-key-vault-key';
import { DataAzurermUserAssignedIdentity } from '@cdktf/provider-azurerm/lib/data-azurerm-user-assigned-identity';
import { KubernetesCluster, type KubernetesClusterConfig } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { azureAccount, type AzureCluster, hostAddress } from '../../../../lib/model';
import { meshesAreJoined } from '../../../../lib/names';
import { azureIds, type KeyPurpose } from '../ids';
import type { Place } from '../kits/group';
import type { AzureContext } from '../kits/stack';
import { logAgent } from './log-agent';
import { systemNodePool } from './node-pools';

export function kubernetesCluster(stack: PlatformStack, context: AzureContext, place: Place): KubernetesCluster {
  const { platform, names } = context;
  return pinned(
    new KubernetesCluster(stack, 'aks', {
      ...place,
      name: names.cluster(),
      nodeResourceGroup: names.resourceGroup('nodes'),
      dnsPrefix: names.cluster(),
      // Only the minor, so that patches of the upgrade channel are no difference; a new minor is a change of platform.yaml.
      kubernetesVersion: platform.cloud.kubernetesVersion,
      skuTier: 'Standard',
      supportPlan: 'KubernetesOfficial',
      costAnalysisEnabled: true,
      defaultNodePool: systemNodePool(context),
      ...access(context),
      ...upgrades,
      ...addOns,
      ...logAgent(context),
      ...identity(stack, context),
      ...encryption(stack, context),
      networkProfile: networkProfile(context.cluster),
      autoScalerProfile,
      lifecycle: { ...keep, ignoreChanges: ['default_node_pool[0].node_count'] },
    }),
  );
}

/** The API answers inside the network, to Entra users only: no local accounts, no commands through Azure's API. */
const access = ({ platform }: AzureContext) =>
  ({
    privateClusterEnabled: true,
    // The name only: joined meshes watch this API from another network, where no private zone answers for it.
    privateClusterPublicFqdnEnabled: meshesAreJoined(platform),
    privateDnsZoneId: 'System',
    localAccountDisabled: true,
    runCommandEnabled: false,
    roleBasedAccessControlEnabled: true,
    azureActiveDirectoryRoleBasedAccessControl: {
      azureRbacEnabled: true,
      tenantId: azureAccount(platform).tenantId,
      adminGroupObjectIds: [...azureAccount(platform).adminGroupIds],
    },
  }) satisfies Partial<KubernetesClusterConfig>;

const window = { frequency: 'Weekly', interval: 1, duration: 4, startTime: '02:00', utcOffset: '+00:00' } as const;
/** Patches and node images by themselves, each on its own night; one after the other, so that a bad one shows. */
const upgrades = {
  automaticUpgradeChannel: 'patch',
  maintenanceWindowAutoUpgrade: { ...window, dayOfWeek: 'Sunday' },
  nodeOsUpgradeChannel: 'NodeImage',
  maintenanceWindowNodeOs: { ...window, dayOfWeek: 'Wednesday' },
} satisfies Partial<KubernetesClusterConfig>;

/**
 * Left out: the secrets provider (External Secrets brings secrets into the cluster), Container Insights (unless it collects
 * the logs) and managed Prometheus (the platform has its own), Defender (priced by core, a decision of the organisation).
 */
const addOns = {
  azurePolicyEnabled: true,
  oidcIssuerEnabled: true,
  workloadIdentityEnabled: true,
  imageCleanerEnabled: true,
  imageCleanerIntervalHours: 48,
  storageProfile: { blobDriverEnabled: false, diskDriverEnabled: true, fileDriverEnabled: false, snapshotControllerEnabled: true },
} satisfies Partial<KubernetesClusterConfig>;

/** Both identities exist before the cluster and have their rights already (stack identity). */
function identity(stack: PlatformStack, context: AzureContext) {
  const { names } = context;
  const ids = azureIds(context);
  const kubelet = new DataAzurermUserAssignedIdentity(stack, 'kubelet', {
    name: names.managedIdentity('kubelet'),
    resourceGroupName: names.resourceGroup('identity'),
  });
  return {
    identity: { type: 'UserAssigned', identityIds: [ids.identity('control-plane')] },
    kubeletIdentity: { clientId: kubelet.clientId, objectId: kubelet.principalId, userAssignedIdentityId: ids.identity('kubelet') },
  } satisfies Partial<KubernetesClusterConfig>;
}

/** Disks of nodes and volumes, and Secrets in etcd, with keys of the platform. The disk encryption set can never change. */
function encryption(stack: PlatformStack, context: AzureContext) {
  const ids = azureIds(context);
  const key: KeyPurpose = 'etcd';
  const etcd = new DataAzurermKeyVaultKey(stack, 'etcd_key', { name: key, keyVaultId: ids.keyVault });
  return {
    diskEncryptionSetId: ids.diskEncryptionSet,
    keyManagementService: { keyVaultKeyId: etcd.id, keyVaultNetworkAccess: 'Public' }, // see identity/vaults.ts
  } satisfies Partial<KubernetesClusterConfig>;
}

const outboundTypes: Record<AzureCluster['network']['egress'], string> = { firewall: 'userDefinedRouting', 'nat-gateway': 'userAssignedNATGateway' };

/** Pods have addresses of their own, which leave the cluster as those of their node. Cilium moves packets and enforces policies. */
const networkProfile = ({ network: { pods, services, egress } }: AzureCluster) =>
  ({
    networkPlugin: 'azure',
    networkPluginMode: 'overlay',
    networkDataPlane: 'cilium',
    networkPolicy: 'cilium',
    loadBalancerSku: 'standard',
    outboundType: outboundTypes[egress],
    podCidr: pods,
    serviceCidr: services,
    dnsServiceIp: hostAddress(services, 10),
  }) satisfies KubernetesClusterConfig['networkProfile'];

/** One pool per zone, kept at the same size; a database pod gets ten minutes to hand over before its node goes. */
const autoScalerProfile = {
  balanceSimilarNodeGroups: true,
  expander: 'least-waste',
  maxGracefulTerminationSec: '600',
  skipNodesWithLocalStorage: false,
  skipNodesWithSystemPods: true,
} satisfies KubernetesClusterConfig['autoScalerProfile'];
