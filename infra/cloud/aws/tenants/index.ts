/** `<cluster>-tenants-<shard>`: what the databases of a shard's tenants have in AWS. One state for the shard, one file for each tenant. */
import { exposedDatabasesIn, hasReader } from '../../../../lib/names';
import type { StackPart, StackSpec } from '../../../context';
import { tenantStacks } from '../../../tenant-stacks';
import { tenantPart } from '../../../tenants';
import { clusterStack, type AwsContext } from '../kits/stack';
import { databaseRecord } from '../../../dns/in-cluster';
import { endpoint } from './endpoint';
import { association, readerRole } from './identity';
import { readme } from './readme';
import { shared } from './shared';

export const awsTenantStacks = (context: AwsContext, shard: string): readonly StackSpec[] =>
  tenantStacks(context, shard, { own: 'aws', what: 'their identity, endpoints and names', readme, clusterStack, shared, part });

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
