/** Which stacks a platform has. An option that is in the model but not here does not compile. */
import type { Aspect, Cluster, Edge, Logging, Monitoring, Security } from '../lib/model';
import { awsBootstrap, awsRegionStacks, awsStacks, awsTenantStacks } from './cloud/aws';
import { azureBootstrap, azureRegionStacks, azureStacks, azureTenantStacks } from './cloud/azure';
import { allShards } from '../lib/names';
import type { ClusterContext, PlatformContext, StackSpec } from './context';
import { namesStacks } from './dns/names';
import { firstStacks as cloudNativeFirst, stacks as cloudNative } from './edge/cloud-native';
import { stacks as cloudflare } from './edge/cloudflare';
import { storesBeforeCluster, stacks as cloudLogs } from './logging/cloud-native';
import { stacks as cloudMonitoring } from './monitoring/cloud-native';
import { stacks as auth0 } from './security/auth0';

type Narrow<C extends Cluster> = (context: ClusterContext<C>) => readonly StackSpec[];

/** Stacks of one cluster: network, identity, cluster, data, observability. */
const clusterStacks = {
  aws: awsStacks as Narrow<Cluster>, // called with clusters of its own provider only, see below
  azure: azureStacks as Narrow<Cluster>,
} satisfies Record<Cluster['provider'], Narrow<Cluster>>;

/** One per cloud account: where state lives, and who may plan and apply. */
const bootstrapStacks = { aws: awsBootstrap, azure: azureBootstrap } satisfies Record<Cluster['provider'], (context: PlatformContext) => StackSpec>;

type Between = (contexts: readonly ClusterContext[]) => readonly StackSpec[];
/** What several regions of one provider share, and what joins them. */
const regionStacks = {
  aws: awsRegionStacks as Between, // as above
  azure: azureRegionStacks as Between,
} satisfies Record<Cluster['provider'], Between>;

type OfShard<C extends Cluster> = (context: ClusterContext<C>, shard: string) => readonly StackSpec[];
/** What the tenants of a shard have in the cloud of a cluster. */
const tenantStacks = {
  aws: awsTenantStacks as OfShard<Cluster>, // as above
  azure: azureTenantStacks as OfShard<Cluster>,
} satisfies Record<Cluster['provider'], OfShard<Cluster>>;

type OfPlatform = (context: PlatformContext) => readonly StackSpec[];
/** What the stacks of the clusters name: zones that they get roles in, plans that protect their networks. */
const edgeFirstStacks: Record<Edge['use'], OfPlatform> = { cloudflare: () => [], 'cloud-native': cloudNativeFirst };
const edgeStacks: Record<Edge['use'], OfPlatform> = { cloudflare, 'cloud-native': cloudNative };

/** Alerts, dashboards and stores of metrics, where the cloud keeps them. */
const monitoringStacks: Record<Monitoring['use'], OfPlatform> = { prometheus: () => [], 'cloud-native': cloudMonitoring };
/** Stores of logs, where the cloud keeps them. */
const loggingStacks: Record<Logging['use'], OfPlatform> = { loki: () => [], elk: () => [], 'cloud-native': cloudLogs };
/** Those that a cluster itself names, where its log agent is part of it. */
const logStores: Record<Logging['use'], (context: ClusterContext) => readonly StackSpec[]> = {
  loki: () => [],
  elk: () => [],
  'cloud-native': storesBeforeCluster,
};

/** The identity provider, where it is somebody else's service. */
const securityStacks: Record<Security['use'], OfPlatform> = { 'istio-keycloak': () => [], 'nginx-auth0': auth0, 'istio-auth0': auth0 };

/** Stacks that are there for the option of one aspect. Planned one group after the other, so that none is said to be there because of what another read. */
export interface StackGroup {
  readonly aspect: Aspect;
  readonly plan: () => readonly StackSpec[];
}

/** What the cluster names stands before it. */
function groupsOfCluster(context: ClusterContext): readonly StackGroup[] {
  const own = (): readonly StackSpec[] => clusterStacks[context.cluster.provider](context);
  const before = (specs: readonly StackSpec[]): number => specs.findIndex(({ id }) => id === `${context.cluster.name}-cluster`);
  return [
    { aspect: 'cloud', plan: () => own().slice(0, before(own())) },
    { aspect: 'logging', plan: () => logStores[context.platform.logging.use](context) },
    { aspect: 'cloud', plan: () => own().slice(before(own())) },
  ];
}

/** One group for each shard: which stack is there depends on the tenants of its own shard alone. */
const groupsOfTenants = (context: ClusterContext): readonly StackGroup[] =>
  allShards.map((shard) => ({ aspect: 'cloud', plan: () => tenantStacks[context.cluster.provider](context, shard) }));

/** In the order of their first apply. */
export function stackGroups(context: PlatformContext): readonly StackGroup[] {
  const { platform, clusters } = context;
  const providers = [...new Set(clusters.map(({ cluster }) => cluster.provider))];
  return [
    { aspect: 'cloud', plan: () => providers.map((provider) => bootstrapStacks[provider](context)) },
    { aspect: 'edge', plan: () => edgeFirstStacks[platform.edge.use](context) },
    ...clusters.flatMap(groupsOfCluster),
    { aspect: 'cloud', plan: () => providers.flatMap((provider) => regionStacks[provider](clusters.filter(({ cluster }) => cluster.provider === provider))) },
    { aspect: 'edge', plan: () => edgeStacks[platform.edge.use](context) },
    ...clusters.flatMap(groupsOfTenants),
    ...allShards.map((shard): StackGroup => ({ aspect: 'edge', plan: () => namesStacks(context, shard) })),
    { aspect: 'monitoring', plan: () => monitoringStacks[platform.monitoring.use](context) },
    { aspect: 'logging', plan: () => loggingStacks[platform.logging.use](context) },
    { aspect: 'security', plan: () => securityStacks[platform.security.use](context) },
  ];
}
