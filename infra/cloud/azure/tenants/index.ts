/** `<cluster>-tenants-<shard>`: what the databases of a shard's tenants have in Azure. One state for the shard, one file for each tenant. */
import { exposedDatabasesIn } from '../../../../lib/names';
import type { StackPart, StackSpec } from '../../../context';
import { tenantStacks } from '../../../tenant-stacks';
import { tenantPart } from '../../../tenants';
import { clusterStack, type AzureContext } from '../kits/stack';
import { databaseRecord } from '../../../dns/in-cluster';
import { endpointAddress } from './endpoint';
import { ownIdentity, readerIdentity } from './identity';
import { readme } from './readme';
import { shared } from './shared';

export const azureTenantStacks = (context: AzureContext, shard: string): readonly StackSpec[] =>
  tenantStacks(context, shard, { own: 'azurerm', what: 'their identities, addresses and names', readme, clusterStack, shared, part });

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
