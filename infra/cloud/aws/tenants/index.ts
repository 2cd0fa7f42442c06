/** `<cluster>-tenants-<shard>`: what the databases of a shard's tenants have in AWS. One state for the shard, one file for each tenant. */
import { hasReader, tenantsOn, tenantsStack } from '../../../../lib/names';
import type { Tenant } from '../../../../lib/model';
import type { StackPart, StackSpec } from '../../../context';
import { tenantFile } from '../../../tenants';
import { clusterStack, type AwsContext } from '../kits/stack';
import { association, readerRole } from './identity';
import { readme } from './readme';
import { shared } from './shared';

/** None where the shard has no tenant in this cluster. */
export function awsTenantStacks(context: AwsContext, shard: string): readonly StackSpec[] {
  const tenants = tenantsOn(context.platform, context.cluster, shard);
  if (tenants.length === 0) return [];
  return [
    clusterStack(context, tenantsStack(shard), {
      summary: `Databases of tenants of shard ${shard} in ${context.cluster.name}: their identity, endpoints and names.`,
      readme: readme(context, shard),
      parts: tenants.map(({ name }) => part(context, name)),
      build: (stack) => shared(stack, context),
    }),
  ];
}

const part = (context: AwsContext, name: string): StackPart => ({
  id: tenantFile(name),
  summary: `Cloud resources of tenant ${name} in ${context.cluster.name}.`,
  build: (stack) => {
    const tenant: Tenant | undefined = context.platform.tenants[name];
    if (!tenant) throw new RangeError(`no tenant ${name}`);
    association(stack, context, name);
    if (hasReader(context.platform, context.cluster, tenant)) readerRole(stack, context, name);
  },
});
