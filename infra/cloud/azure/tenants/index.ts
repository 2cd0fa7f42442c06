/** `<cluster>-tenants-<shard>`: what the databases of a shard's tenants have in Azure. One state for the shard, one file for each tenant. */
import type { Tenant } from '../../../../lib/model';
import { tenantsOn, tenantsStack } from '../../../../lib/names';
import type { StackPart, StackSpec } from '../../../context';
import { tenantFile } from '../../../tenants';
import { clusterStack, type AzureContext } from '../kits/stack';
import { ownIdentity, readerIdentity } from './identity';
import { readme } from './readme';
import { shared } from './shared';

/** None where the shard has no tenant in this cluster. */
export function azureTenantStacks(context: AzureContext, shard: string): readonly StackSpec[] {
  const tenants = tenantsOn(context.platform, context.cluster, shard);
  if (tenants.length === 0) return [];
  return [
    clusterStack(context, tenantsStack(shard), {
      summary: `Databases of tenants of shard ${shard} in ${context.cluster.name}: their identities, addresses and names.`,
      readme: readme(context, shard),
      parts: tenants.map(({ name }) => part(context, name)),
      build: (stack) => shared(stack, context, shard),
    }),
  ];
}

const part = (context: AzureContext, name: string): StackPart => ({
  id: tenantFile(name),
  summary: `Cloud resources of tenant ${name} in ${context.cluster.name}.`,
  build: (stack) => {
    const tenant: Tenant | undefined = context.platform.tenants[name];
    if (!tenant) throw new RangeError(`no tenant ${name}`);
    ownIdentity(stack, context, tenant);
    readerIdentity(stack, context, tenant);
  },
});
