/** `<cluster>-tenants-<shard>`: what the databases of a shard's tenants have in Azure. One state for the shard, one file for each tenant. */
import { exposedDatabasesIn, tenantsOn, tenantsStack } from '../../../../lib/names';
import type { StackPart, StackSpec } from '../../../context';
import { tenantPart } from '../../../tenants';
import { clusterStack, type AzureContext } from '../kits/stack';
import { openZone, zoneOf } from '../../../dns';
import { databaseRecord } from '../../../dns/in-cluster';
import { endpointAddress } from './endpoint';
import { ownIdentity, readerIdentity } from './identity';
import { readme } from './readme';
import { shared } from './shared';

/** None where the shard has no tenant in this cluster. */
export function azureTenantStacks(context: AzureContext, shard: string): readonly StackSpec[] {
  const tenants = tenantsOn(context.platform, context.cluster, shard);
  if (tenants.length === 0) return [];
  const { platform, cluster } = context;
  const exposed = () => tenants.some((tenant) => exposedDatabasesIn(platform, cluster, tenant).length > 0);
  const zone = zoneOf(platform);
  return [
    clusterStack(context, tenantsStack(shard), {
      summary: `Databases of tenants of shard ${shard} in ${context.cluster.name}: their identities, addresses and names.`,
      readme: readme(context, shard),
      also: zone !== 'azurerm' && exposed() ? [zone] : [],
      parts: tenants.map(({ name }) => part(context, name)),
      build: (stack) => {
        shared(stack, context, shard);
        if (exposed()) openZone(stack, platform, 'azurerm');
      },
    }),
  ];
}

const part = (context: AzureContext, name: string): StackPart =>
  tenantPart(context, {
    name,
    summary: `Cloud resources of tenant ${name} in ${context.cluster.name}.`,
    build: (stack, tenant) => {
      ownIdentity(stack, context, tenant);
      readerIdentity(stack, context, tenant);
      for (const database of exposedDatabasesIn(context.platform, context.cluster, tenant))
        databaseRecord(stack, context, name, database, { kind: 'address', address: endpointAddress(stack, context, name, database) });
    },
  });
