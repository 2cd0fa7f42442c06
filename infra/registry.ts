/** Which stacks a platform has. An option that is in the model but not here does not compile. */
import type { Aspect, Cluster, Edge, Logging, Monitoring, Security } from '../lib/model';
import { awsBootstrap, awsRegionStacks, awsStacks } from './cloud/aws';
import { azureBootstrap, azureRegionStacks, azureStacks } from './cloud/azure';
import type { ClusterContext, PlatformContext, StackSpec } from './context';
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

/** A stack, with the aspect whose option it is there for. */
export interface PlannedStack extends StackSpec {
  readonly aspect: Aspect;
}
const of = (aspect: Aspect, specs: readonly StackSpec[]): readonly PlannedStack[] => specs.map((spec) => ({ ...spec, aspect }));

/** What the cluster names stands before it. */
function stacksOfCluster(context: ClusterContext): readonly PlannedStack[] {
  const own = of('cloud', clusterStacks[context.cluster.provider](context));
  const at = own.findIndex(({ id }) => id === `${context.cluster.name}-cluster`);
  return [...own.slice(0, at), ...of('logging', logStores[context.platform.logging.use](context)), ...own.slice(at)];
}

export function stacksOf(context: PlatformContext): readonly PlannedStack[] {
  const providers = [...new Set(context.clusters.map(({ cluster }) => cluster.provider))];
  const { edge, monitoring, logging, security } = context.platform;
  return [
    ...of(
      'cloud',
      providers.map((provider) => bootstrapStacks[provider](context)),
    ),
    ...of('edge', edgeFirstStacks[edge.use](context)),
    ...context.clusters.flatMap((each) => stacksOfCluster(each)),
    ...of(
      'cloud',
      providers.flatMap((provider) => regionStacks[provider](context.clusters.filter(({ cluster }) => cluster.provider === provider))),
    ),
    ...of('edge', edgeStacks[edge.use](context)),
    ...of('monitoring', monitoringStacks[monitoring.use](context)),
    ...of('logging', loggingStacks[logging.use](context)),
    ...of('security', securityStacks[security.use](context)),
  ];
}
