import type { PlatformStack } from '../../lib/constructs/terraform';
import { databaseHostIn, type ExposedDatabase } from '../../lib/names';
import type { ClusterContext } from '../context';
import { addressOf } from '../tenants';
import { record, type Target } from '.';

/** Name of a database in one cluster: it follows the load balancer there, whoever takes writes. */
export const databaseRecord = (
  stack: PlatformStack,
  { platform, cluster }: Pick<ClusterContext, 'platform' | 'cluster'>,
  tenant: string,
  { name }: ExposedDatabase,
  target: Target,
): void =>
  record(stack, platform, {
    id: addressOf(tenant, name),
    host: databaseHostIn(platform, cluster, tenant, name),
    target,
    why: `Database ${name} of ${tenant} in ${cluster.name}`,
  });
