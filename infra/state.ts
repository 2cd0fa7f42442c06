/** Where state lives: one bucket for stacks of AWS, one account for stacks of Azure, both made by bootstrap. */
import type { StateBackend } from '../lib/constructs/terraform';
import { awsAccount, azureAccount, type Cluster, type Platform } from '../lib/model';
import { checked, digest } from '../lib/names';

const clustersOn = <P extends Cluster['provider']>(platform: Platform, provider: P) =>
  (platform.cloud.clusters as readonly Cluster[]).filter((cluster): cluster is Extract<Cluster, { provider: P }> => cluster.provider === provider);

/** Key of a stack's state, in the bucket or container of its provider. */
export const stateKey = (stack: string): string => `${stack}.tfstate`;
/** The edge's state, which holds a private key. */
export const edgeStateKey = stateKey('edge');

/** Region of a provider's state: that of its first cluster. */
export const stateRegion = (platform: Platform, provider: Cluster['provider']): string => clustersOn(platform, provider)[0]?.region ?? '';
export const awsStateBucket = (platform: Platform): string => checked('S3 bucket', `${platform.name}-tfstate-${awsAccount(platform).accountId}`);
export const awsStateKey = (platform: Platform): string => checked('KMS alias', `alias/${platform.name}-tfstate`);
export const azureStateAccount = (platform: Platform): string =>
  checked('storage account', `${platform.name.replaceAll('-', '')}tf${digest(azureAccount(platform).subscriptionId, platform.name)}`);
export const azureStateGroup = (platform: Platform): string => checked('Azure resource group', `rg-${platform.name}-tfstate`);
export const azureStateContainer = 'tfstate';
export const azureStateAccountId = (platform: Platform): string =>
  `/subscriptions/${azureAccount(platform).subscriptionId}/resourceGroups/${azureStateGroup(platform)}/providers/Microsoft.Storage/storageAccounts/${azureStateAccount(platform)}`;

/** Backend of the stacks that live in one provider; the edge keeps its state with the first cluster's provider. */
export function stateBackend(platform: Platform, provider: Cluster['provider']): StateBackend {
  if (provider === 'aws') {
    const region = stateRegion(platform, 'aws');
    return {
      kind: 's3',
      bucket: awsStateBucket(platform),
      region,
      kmsKeyId: `arn:aws:kms:${region}:${awsAccount(platform).accountId}:${awsStateKey(platform)}`,
    };
  }
  const { subscriptionId, tenantId } = azureAccount(platform);
  return {
    kind: 'azurerm',
    storageAccountName: azureStateAccount(platform),
    containerName: azureStateContainer,
    resourceGroupName: azureStateGroup(platform),
    subscriptionId,
    tenantId,
  };
}

/** Tags of everything in the clouds. */
export const platformTags = (platform: Platform): Readonly<Record<string, string>> => ({
  platform: platform.name,
  owner: platform.owner.team,
  'managed-by': 'dbaas-gitops',
  ...(platform.owner.costCenter ? { 'cost-center': platform.owner.costCenter } : {}),
});

/** Names of outputs that another stack reads from remote state: the only values that cross stacks. */
export const stackOutputs = {
  /** List of public IPv4 addresses of a cluster's ingress, in zone order (network stack). */
  ingressAddresses: 'ingress_addresses',
  /** Map identity id -> client id (Azure identity stack), or client -> client id (security stack), read by `npm run lock`. */
  clientIds: 'client_ids',
  /** List of public IPv4 addresses by which a cluster leaves its network (network stack), read by `npm run lock`. */
  egressAddresses: 'egress_addresses',
  /** URL that issues the tokens of a cluster's service accounts (cluster stack), read by `npm run lock`. */
  oidcIssuer: 'oidc_issuer',
  /** Name of the platform that a stack's outputs belong to (security stack), read by `npm run lock`. */
  platform: 'platform',
  /** Name of the cluster that a stack's outputs belong to (network, identity and cluster stacks), read by `npm run lock`. */
  cluster: 'cluster',
} as const;
