/** `<cluster>-tenants-<shard>`: what the databases of a shard's tenants have in AWS. One state for the shard, one file for each tenant. */
import { exposedDatabasesIn, hasReader, tenantsOn, tenantsStack } from '../../../../lib/names';
import type { StackPart, StackSpec } from '../../../context';
import { tenantPart } from '../../../tenants';
import { clusterStack, type AwsContext } from '../kits/stack';
import { openZone, zoneOf } from '../../../dns';
import { databaseRecord } from '../../../dns/in-cluster';
import { endpoint } from './endpoint';
import { association, readerRole } from './identity';
import { readme } from './readme';
import { shared } from './shared';

/** None where the shard has no tenant in this cluster. */
export function awsTenantStacks(context: AwsContext, shard: string): readonly StackSpec[] {
  const tenants = tenantsOn(context.platform, context.cluster, shard);
  if (tenants.length === 0) return [];
  const { platform, cluster } = context;
  const exposed = () => tenants.some((tenant) => exposedDatabasesIn(platform, cluster, tenant).length > 0);
  const zone = zoneOf(platform);
  return [
    clusterStack(context, tenantsStack(shard), {
      summary: `Databases of tenants of shard ${shard} in ${context.cluster.name}: their identity, endpoints and names.`,
      readme: readme(context, shard),
      also: zone !== 'aws' && exposed() ? [zone] : [],
      parts: tenants.map(({ name }) => part(context, name)),
      build: (stack) => {
        shared(stack, context);
        if (exposed()) openZone(stack, platform, 'aws');
      },
    }),
  ];
}

const part = (context: AwsContext, name: string): StackPart =>
  tenantPart(context, {
    name,
    summary: `Cloud resources of tenant ${name} in ${context.cluster.name}.`,
    build: (stack, tenant) => {
      association(stack, context, name);
      if (hasReader(context.platform, context.cluster, tenant)) readerRole(stack, context, name);
      for (const database of exposedDatabasesIn(context.platform, context.cluster, tenant)) {
        const { dnsName, zoneId } = endpoint(stack, context, name, database);
        databaseRecord(stack, context, name, database, { kind: 'balancer', dnsName, zoneId });
      }
    },
  });
