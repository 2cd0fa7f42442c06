/** The name contract: every name that both layers must agree on, computed from Platform alone. */
import { awsAccount, azureAccount, choose, locked, meshOf, type CloudLock, type Cluster, type Platform } from '../model';
import { behindFrontDoor, edgeStackIds, frontDoorProof } from './cloud-native';
import { identities, peerReaders, secrets, type BucketSpec, type IdentitySpec, type SecretSpec } from './contract';
import { publicPorts } from './edge-ingress';
import { activeCluster, clusterUiHost, originHost, type ClusterUi } from './endpoints';
import { clientIdsAreGiven, identityOf, oidcClientIdKey } from './identity';
import { managedMetricsKeys } from './observability';
import { foreignPeers, peerKeys, siblings } from './peers';
import { checked, digest } from './rules';
import { hasReader, shardOf, tenantIdentity, tenantReader, tenantsOn, tenantsStack } from './tenants';
import { proxyClient, ssoClients } from './sso-clients';

export * from './auth0';
export * from './azure-monitor';
export * from './backup';
export * from './cloud-logs';
export * from './cloud-native';
export * from './cloudflare-ranges';
export * from './contract';
export * from './edge-ingress';
export * from './egress-ports';
export * from './endpoints';
export * from './gateway';
export * from './identity';
export * from './keycloak';
export * from './labels';
export * from './load-balancer';
export * from './log-tenants';
export * from './login';
export * from './login-paths';
export * from './mesh';
export * from './network';
export * from './nodes';
export * from './observability';
export * from './peers';
export * from './repository';
export * from './rules';
export * from './spread';
export * from './sso-clients';
export * from './tenant-dns';
export * from './tenants';

/** Names of one cluster. Every function is pure and throws names/rule where the carrying system would refuse. */
export interface Names {
  /** EKS or AKS cluster. */
  cluster(): string;
  /** Prefix of everything that belongs to the cluster: `<platform>-<cluster>`. */
  prefix(): string;
  /** Resource group of one stack (Azure). */
  resourceGroup(stack: string): string;
  /** IAM role (AWS) of an identity or of a part of the cloud layer. */
  role(id: string): string;
  roleArn(id: string): string;
  /** User-assigned identity (Azure). */
  managedIdentity(id: string): string;
  /** Key of cloud.lock.yaml with the client id of an identity (Azure). */
  clientIdKey(id: string): string;
  /** S3 bucket, or storage account (the container has the bucket's id). */
  bucket(id: BucketSpec['id'] | 'access-logs' | 'edge-logs'): string;
  /** Copy of a bucket in the region of the other cluster in the same cloud. */
  bucketCopy(id: BucketSpec['id']): string;
  container(id: BucketSpec['id']): string;
  /** Host of the object store, without scheme. */
  bucketEndpoint(id: BucketSpec['id']): string;
  keyAlias(purpose: string): string;
  /** Key vault (Azure). */
  vault(): string;
  /** Where the store keeps a secret of the contract. */
  secret(id: string): string;
  targetGroup(port: number): string;
  loadBalancer(): string;
  /** Load balancer that ends HTTPS, where the cloud has one (AWS). */
  webLoadBalancer(): string;
  /** Load balancer that other clusters reach through a private network (AWS). */
  innerLoadBalancer(): string;
  /** Host of one of the cluster's own UIs. */
  uiHost(ui: ClusterUi): string;
  /** Host of the identity provider, ours or not. */
  identityHost(): string;
  originHost(): string;
  /** Whether this cluster runs what only one cluster can run. */
  isActive(): boolean;
  identity(id: string): IdentitySpec;
  /** Issuer of tokens, byte for byte. */
  issuer(): string;
  /** Of workload certificates, where there is a mesh. */
  trustDomain(): string;
}

export function namesOf(platform: Platform, cluster: Cluster): Names {
  const prefix = () => checked('Kubernetes name', `${platform.name}-${cluster.name}`);
  const account = () => (cluster.provider === 'aws' ? awsAccount(platform).accountId : azureAccount(platform).subscriptionId);
  const compact = (name: string) => name.replaceAll('-', '');
  const bucket = (id: string) =>
    cluster.provider === 'aws'
      ? checked('S3 bucket', `${prefix()}-${id}-${account()}`)
      : checked('storage account', `${compact(cluster.name).slice(0, 8)}${compact(id).slice(0, 8)}${digest(account(), prefix(), id)}`);
  return {
    cluster: () => checked(cluster.provider === 'aws' ? 'EKS cluster' : 'AKS cluster', prefix()),
    prefix,
    resourceGroup: (stack) => checked('Azure resource group', `rg-${prefix()}-${stack}`),
    role: (id) => checked('IAM role', `${prefix()}-${id}`),
    roleArn: (id) => `arn:aws:iam::${awsAccount(platform).accountId}:role/${checked('IAM role', `${prefix()}-${id}`)}`,
    managedIdentity: (id) => checked('user-assigned identity', `id-${prefix()}-${id}`),
    clientIdKey: (id) => `identities.${id}.clientId`,
    bucket,
    bucketCopy: (id) => bucket(`${id}-copy`),
    container: (id) => checked('storage container', id),
    bucketEndpoint: (id) => (cluster.provider === 'aws' ? `s3.${cluster.region}.amazonaws.com` : `${bucket(id)}.blob.core.windows.net`),
    keyAlias: (purpose) => checked('KMS alias', `alias/${prefix()}-${purpose}`),
    vault: () => checked('key vault', `kv-${compact(cluster.name).slice(0, 12)}-${digest(account(), prefix())}`),
    secret: (id) => (cluster.provider === 'aws' ? checked('Secrets Manager secret', awsSecret(platform, cluster, id)) : checked('Key Vault secret', id)),
    targetGroup: (port) => checked('load balancer or target group', `${cluster.name}-ingress-${port}`),
    loadBalancer: () => checked('load balancer or target group', `${cluster.name}-ingress`),
    webLoadBalancer: () => checked('load balancer or target group', `${cluster.name}-web`),
    innerLoadBalancer: () => checked('load balancer or target group', `${cluster.name}-inner`),
    uiHost: (ui) => checked('host', clusterUiHost(platform, cluster, ui)),
    identityHost: () => checked('host', identityOf(platform).host),
    originHost: () => checked('host', originHost(platform, cluster)),
    isActive: () => activeCluster(platform).name === cluster.name,
    identity: (id) => identityNamed(platform, cluster, id),
    issuer: () => identityOf(platform).issuer,
    trustDomain: () => meshOf(platform.security)?.trustDomain ?? `mesh.${platform.domain}`,
  };
}

/**
 * Where the values lie that clusters of one account share: written once, in the home region, and kept in the other ones
 * by Secrets Manager. No cluster has this name: names of clusters start with a letter.
 */
export const sharedSecretPrefix = ({ name }: Pick<Platform, 'name'>): string => `${name}/_all/`;
/** Whether a secret of the contract is one for all clusters of this cloud, kept in their regions by the cloud itself. */
export const isShared = (platform: Platform, cluster: Cluster, { scope }: Pick<SecretSpec, 'scope'>): boolean =>
  scope === 'platform' && cluster.provider === 'aws' && siblings(platform, cluster).length > 0;

function awsSecret(platform: Platform, cluster: Cluster, id: string): string {
  const spec = secrets(platform).find((secret) => secret.id === id);
  return spec && isShared(platform, cluster, spec) ? `${sharedSecretPrefix(platform)}${id}` : `${platform.name}/${cluster.name}/${id}`;
}

function identityNamed(platform: Platform, cluster: Cluster, id: string): IdentitySpec {
  const found = identities(platform, cluster).find((identity) => identity.id === id);
  if (!found) throw new RangeError(`the name contract has no identity '${id}' on ${cluster.provider}`);
  return found;
}

/** Client id of an Azure identity from the lock file, or its placeholder. */
export const clientId = (lock: CloudLock, cluster: Cluster, names: Names, id: string): string => locked(lock, cluster.name, names.clientIdKey(id));

/** Stacks of the platform with values for the lock file. */
const platformStacks = ['security', edgeStackIds.frontDoor] as const;
type PlatformStackId = (typeof platformStacks)[number];

/** One value of cloud.lock.yaml: its key, and the Terraform output that it comes from. */
export interface LockValue {
  readonly key: string;
  /** Stack of the cluster; or one of the platform, whose value counts for every cluster. */
  readonly stack: 'identity' | 'network' | 'cluster' | 'monitoring' | `tenants-${string}` | PlatformStackId;
  readonly output: string;
  /** Entry of the output, where it is a map. */
  readonly entry?: string;
  /** What the value looks like; lists are written with commas. */
  readonly pattern: RegExp;
}

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Clients of the identity provider that the clusters refer to. */
const lockedClients = (platform: Platform): readonly LockValue[] =>
  [proxyClient(platform), ...ssoClients(platform)].map(({ id }) => ({
    key: oidcClientIdKey(id),
    stack: 'security',
    output: 'client_ids',
    entry: id,
    pattern: /^[A-Za-z0-9]{8,64}$/,
  }));

/** Whether a value is that of every cluster, made by a stack of the platform. */
export const isOfPlatform = ({ stack }: Pick<LockValue, 'stack'>): boolean => (platformStacks as readonly string[]).includes(stack);
/** Id of the stack that makes a value of the lock file. */
export const lockStackId = ({ name }: Pick<Cluster, 'name'>, value: Pick<LockValue, 'stack'>): string =>
  isOfPlatform(value) ? value.stack : `${name}-${value.stack}`;

/** Everything that cloud.lock.yaml must hold for a cluster before a release. */
export const lockValues = (platform: Platform, cluster: Cluster): readonly LockValue[] => [
  ...platformLockValues(platform, cluster),
  ...tenantLockValues(platform, cluster),
];

/** Without those of tenants: read by what no tenant changes. */
export const platformLockValues = (platform: Platform, cluster: Cluster): readonly LockValue[] => [
  ...(cluster.provider === 'azure'
    ? [...identities(platform, cluster), ...peerReaders(platform, cluster)].map(({ id }): LockValue => ({
        key: `identities.${id}.clientId`,
        stack: 'identity',
        output: 'client_ids',
        entry: id,
        pattern: uuidPattern,
      }))
    : []),
  ...monitoringValues(platform, cluster),
  ...(clientIdsAreGiven(platform) ? lockedClients(platform) : []),
  ...(behindFrontDoor(platform, cluster)
    ? [{ key: frontDoorProof.lockKey, stack: edgeStackIds.frontDoor, output: 'front_door_id', pattern: uuidPattern } as const]
    : []),
  ...peerValues(platform, cluster),
];

/** Output of a tenants stack with the client id of an identity; one for each, so that each is in the file of its tenant. */
export const tenantClientId = (identity: string): string => `client_id_${identity.replaceAll('-', '_')}`;

/** Client ids that the pods of databases carry, here and in other clouds. */
function tenantLockValues(platform: Platform, cluster: Cluster): readonly LockValue[] {
  if (cluster.provider !== 'azure') return [];
  return tenantsOn(platform, cluster).flatMap((tenant) =>
    [tenantIdentity(tenant.name), ...(hasReader(platform, cluster, tenant) ? [tenantReader(tenant.name)] : [])].map((id): LockValue => ({
      key: `identities.${id}.clientId`,
      stack: tenantsStack(shardOf(tenant.name)),
      output: tenantClientId(id),
      pattern: uuidPattern,
    })),
  );
}

export const lockKeys = (platform: Platform, cluster: Cluster): readonly string[] => lockValues(platform, cluster).map(({ key }) => key);
/** Stacks whose outputs `npm run lock` takes: others have nothing for it, and it refuses them. */
export const lockStacks = (platform: Platform): readonly string[] => [
  ...new Set((platform.cloud.clusters as readonly Cluster[]).flatMap((cluster) => lockValues(platform, cluster).map((value) => lockStackId(cluster, value)))),
];

/** Addresses of the managed Prometheus. */
const monitoringValues = ({ monitoring }: Platform, { provider }: Cluster): readonly LockValue[] =>
  choose<Platform['monitoring'], readonly LockValue[]>(monitoring, {
    prometheus: () => [],
    'cloud-native': () => [
      { key: managedMetricsKeys.ingestionUrl, stack: 'monitoring', output: 'metrics_ingestion_url', pattern: ingestionUrls[provider] },
      { key: managedMetricsKeys.queryUrl, stack: 'monitoring', output: 'metrics_query_url', pattern: queryUrls[provider] },
    ],
  });
const ingestionUrls: Readonly<Record<Cluster['provider'], RegExp>> = {
  aws: /^https:\/\/aps-workspaces\.[a-z0-9-]+\.amazonaws\.com\/workspaces\/ws-[0-9a-f-]+\/api\/v1\/remote_write$/,
  azure:
    /^https:\/\/[\w.-]+\.ingest\.monitor\.azure\.com\/dataCollectionRules\/[\w-]+\/streams\/Microsoft-PrometheusMetrics\/api\/v1\/write\?api-version=[\d-]+$/,
};
const queryUrls: Readonly<Record<Cluster['provider'], RegExp>> = {
  aws: /^https:\/\/aps-workspaces\.[a-z0-9-]+\.amazonaws\.com\/workspaces\/ws-[0-9a-f-]+$/,
  azure: /^https:\/\/[\w.-]+\.prometheus\.monitor\.azure\.com$/,
};

/** What the other clusters must know of this one: nothing where the cloud itself answers for it. */
function peerValues(platform: Platform, cluster: Cluster): readonly LockValue[] {
  const foreign = foreignPeers(platform, cluster).length > 0;
  const seenFromOutside = foreign || publicPorts(platform).some(({ from }) => from === 'peers');
  return [
    ...(seenFromOutside
      ? [{ key: peerKeys.egressAddresses, stack: 'network', output: 'egress_addresses', pattern: /^\d+(\.\d+){3}(,\d+(\.\d+){3})*$/ } as const]
      : []),
    ...(foreign ? [{ key: peerKeys.oidcIssuer, stack: 'cluster', output: 'oidc_issuer', pattern: /^https:\/\/[\w./-]+$/ } as const] : []),
  ];
}
