/**
 * Where state lives: a bucket (AWS) or a storage account (Azure) in each region that has a cluster, made by bootstrap.
 * Stacks of a cluster keep their state in its own region, so that the loss of another one leaves them as they are. What a
 * provider has once (bootstrap, the edge, what joins two regions) is in its home region, that of its first cluster.
 */
import type { StateBackend } from '../lib/constructs/terraform';
import { awsAccount, azureAccount, choose, clustersOn, type Edge, type Monitoring, type Platform, type Provider } from '../lib/model';
import { checked, digest } from '../lib/names';

/** Key of a stack's state, in the bucket or container of its region. */
export const stateKey = (stack: string): string => `${stack}.tfstate`;
/** Stacks whose state holds a private key, so that only who applies may read it (docs/adr/0009-origin-pull-key.md). */
export const stacksWithKeys = ({ edge }: Platform): readonly string[] =>
  choose<Edge, readonly string[]>(edge, { cloudflare: () => ['edge'], 'cloud-native': () => [] });
/** Stacks on a provider whose state holds URLs of receivers of alerts: whoever knows them can send there. */
export const stacksWithReceivers = (platform: Platform, provider: Provider): readonly string[] =>
  choose<Monitoring, readonly string[]>(platform.monitoring, {
    prometheus: () => [],
    'cloud-native': ({ alerts }) =>
      [alerts.critical, alerts.warning].every(({ type }) => type === 'email') ? [] : clustersOn(platform, provider).map(({ name }) => `${name}-monitoring`),
  });
/** What a plan of a pull request cannot reach, in words: after "terraform plan". */
export function exceptStacksWithKeys(platform: Platform, provider: Provider): string {
  const stacks = [...(edgeStateProvider(platform) === provider ? stacksWithKeys(platform) : []), ...stacksWithReceivers(platform, provider)];
  const secret = stacksWithReceivers(platform, provider).length > 0 ? 'secrets' : 'a private key';
  return stacks.length === 0 ? '' : `, of every stack but ${stacks.map((id) => `\`${id}\``).join(', ')}, whose state holds ${secret}`;
}

/** Regions of a provider that hold state, its home first. */
export const stateRegions = (platform: Platform, provider: Provider): readonly string[] => [
  ...new Set(clustersOn(platform, provider).map(({ region }) => region)),
];
/** Home of what a provider has once: the region of its first cluster. */
export const homeRegion = (platform: Platform, provider: Provider): string => stateRegions(platform, provider)[0] ?? '';
/** Part of a name that tells a region from the home, whose names have none. */
const beside = (platform: Platform, provider: Provider, region: string): string => (region === homeRegion(platform, provider) ? '' : `-${region}`);

export const awsStateBucket = (platform: Platform, region: string): string =>
  checked('S3 bucket', `${platform.name}-tfstate${beside(platform, 'aws', region)}-${awsAccount(platform).accountId}`);
export const awsStateBuckets = (platform: Platform): readonly string[] => stateRegions(platform, 'aws').map((region) => awsStateBucket(platform, region));
/** Alias of the key of states; each region has a key of its own under it. */
export const awsStateKey = (platform: Platform): string => checked('KMS alias', `alias/${platform.name}-tfstate`);
export const azureStateAccount = (platform: Platform, region: string): string => {
  const parts = [azureAccount(platform).subscriptionId, platform.name, ...(region === homeRegion(platform, 'azure') ? [] : [region])];
  return checked('storage account', `${platform.name.replaceAll('-', '')}tf${digest(...parts)}`);
};
export const azureStateGroup = (platform: Platform, region: string): string =>
  checked('Azure resource group', `rg-${platform.name}-tfstate${beside(platform, 'azure', region)}`);
export const azureStateContainer = 'tfstate';
export const azureStateAccountId = (platform: Platform, region: string): string =>
  `/subscriptions/${azureAccount(platform).subscriptionId}/resourceGroups/${azureStateGroup(platform, region)}/providers/Microsoft.Storage/storageAccounts/${azureStateAccount(platform, region)}`;

/** Backend of the stacks of one region, or of what the provider has once. */
export function stateBackend(platform: Platform, provider: Provider, region: string = homeRegion(platform, provider)): StateBackend {
  if (provider === 'aws')
    return {
      kind: 's3',
      bucket: awsStateBucket(platform, region),
      region,
      kmsKeyId: `arn:aws:kms:${region}:${awsAccount(platform).accountId}:${awsStateKey(platform)}`,
    };
  const { subscriptionId, tenantId } = azureAccount(platform);
  return {
    kind: 'azurerm',
    storageAccountName: azureStateAccount(platform, region),
    containerName: azureStateContainer,
    resourceGroupName: azureStateGroup(platform, region),
    subscriptionId,
    tenantId,
  };
}
/** Provider whose home holds the state of the edge: that of the first cluster. */
export const edgeStateProvider = ({ cloud }: Platform): Provider => cloud.clusters[0].provider;

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
  /** Id of the Front Door profile, which it writes into a header of every request (stack edge-front-door), read by `npm run lock`. */
  frontDoorId: 'front_door_id',
  /** Host name of the Front Door endpoint (stack edge-front-door). */
  frontDoorHost: 'front_door_host',
  /** Map host -> token that proves the host to Front Door, as TXT record (stack edge-front-door). */
  hostProofs: 'host_proofs',
  /** URL that issues the tokens of a cluster's service accounts (cluster stack), read by `npm run lock`. */
  oidcIssuer: 'oidc_issuer',
  /** URL that samples of metrics are sent to (monitoring stack), read by `npm run lock`. */
  metricsIngestionUrl: 'metrics_ingestion_url',
  /** URL at which metrics are asked for (monitoring stack), read by `npm run lock`. */
  metricsQueryUrl: 'metrics_query_url',
  /** Name of the platform that a stack's outputs belong to (security stack), read by `npm run lock`. */
  platform: 'platform',
  /** Name of the cluster that a stack's outputs belong to (network, identity, cluster and monitoring stacks), read by `npm run lock`. */
  cluster: 'cluster',
} as const;
