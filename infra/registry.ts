/** Which stacks a platform has. An option that is in the model but not here does not compile. */
import type { Aspect, Cluster, Edge, Logging, Monitoring, Security } from '../lib/model';
import { awsBootstrap, awsRegionStacks, awsStacks } from './cloud/aws';
import { azureBootstrap, azureRegionStacks, azureStacks } from './cloud/azure';
import type { ClusterContext, PlatformContext, StackSpec } from './context';
import { stacks as cloudflare } from './edge/cloudflare';
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
const edgeStacks: Record<Edge['use'], OfPlatform> = { cloudflare };

/** Alerts, dashboards and stores of metrics, where the cloud keeps them. */
const monitoringStacks: Record<Monitoring['use'], OfPlatform> = { prometheus: () => [] };
/** Stores of logs, where the cloud keeps them. */
const loggingStacks: Record<Logging['use'], OfPlatform> = { loki: () => [], elk: () => [] };

/** The identity provider, where it is somebody else's service. */
const securityStacks: Record<Security['use'], OfPlatform> = { 'istio-keycloak': () => [], 'nginx-auth0': auth0, 'istio-auth0': auth0 };

/** A stack, with the aspect whose option it is there for. */
export interface PlannedStack extends StackSpec {
  readonly aspect: Aspect;
}
const of = (aspect: Aspect, specs: readonly StackSpec[]): readonly PlannedStack[] => specs.map((spec) => ({ ...spec, aspect }));

export function stacksOf(context: PlatformContext): readonly PlannedStack[] {
  const providers = [...new Set(context.clusters.map(({ cluster }) => cluster.provider))];
  const { edge, monitoring, logging, security } = context.platform;
  return [
    ...of('cloud', [
      ...providers.map((provider) => bootstrapStacks[provider](context)),
      ...context.clusters.flatMap((each) => clusterStacks[each.cluster.provider](each)),
      ...providers.flatMap((provider) => regionStacks[provider](context.clusters.filter(({ cluster }) => cluster.provider === provider))),
    ]),
    ...of('edge', edgeStacks[edge.use](context)),
    ...of('monitoring', monitoringStacks[monitoring.use](context)),
    ...of('logging', loggingStacks[logging.use](context)),
    ...of('security', securityStacks[security.use](context)),
  ];
}
