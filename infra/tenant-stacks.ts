/** `<cluster>-tenants-<shard>`: one state for the tenants of a shard in a cluster, one file for each of them. */
import type { PlatformStack, ProviderName } from '../lib/constructs/terraform';
import { exposedDatabasesIn, tenantsOn, tenantsStack } from '../lib/names';
import type { ClusterStackProps } from './cluster-stack';
import type { ClusterContext, StackPart, StackSpec } from './context';
import { openZone, zoneOf } from './dns';

/** What differs from cloud to cloud. */
export interface TenantStackProps<C extends ClusterContext> {
  /** Provider of the cloud. */
  readonly own: Extract<ProviderName, 'aws' | 'azurerm'>;
  /** What its tenants have there, in a few words. */
  readonly what: string;
  readonly readme: (context: C, shard: string) => string;
  readonly clusterStack: (context: C, kind: string, props: ClusterStackProps) => StackSpec;
  /** Adds what all tenants of the shard use. */
  readonly shared: (stack: PlatformStack, context: C, shard: string) => void;
  readonly part: (context: C, tenant: string) => StackPart;
}

/** None where the shard has no tenant in this cluster. */
export function tenantStacks<C extends ClusterContext>(context: C, shard: string, props: TenantStackProps<C>): readonly StackSpec[] {
  const { own, what, readme, clusterStack, shared, part } = props;
  const { platform, cluster } = context;
  const tenants = tenantsOn(platform, cluster, shard);
  if (tenants.length === 0) return [];
  const exposed = () => tenants.some((tenant) => exposedDatabasesIn(platform, cluster, tenant).length > 0);
  const zone = zoneOf(platform);
  return [
    clusterStack(context, tenantsStack(shard), {
      summary: `Databases of tenants of shard ${shard} in ${cluster.name}: ${what}.`,
      readme: readme(context, shard),
      also: zone !== own && exposed() ? [zone] : [],
      parts: tenants.map(({ name }) => part(context, name)),
      build: (stack) => {
        shared(stack, context, shard);
        if (exposed()) openZone(stack, platform, own);
      },
    }),
  ];
}
