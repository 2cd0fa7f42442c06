/**
 * `names-<shard>`: the names that clients of databases use. Each leads to the name of its primary in one cluster, as text:
 * a failover changes one record, and plans and applies while the cloud of the former primary is away.
 */
import { CloudflareProvider } from '@cdktf/provider-cloudflare/lib/provider';
import { PlatformStack, type TerraformApp } from '../../lib/constructs/terraform';
import { placementOf, type Platform } from '../../lib/model';
import { databaseHost, databaseHostIn, exposedDatabases, namesStack, tenantsIn } from '../../lib/names';
import type { PlatformContext, StackPart, StackSpec } from '../context';
import { awsStack } from '../providers/aws';
import { azureStack } from '../providers/azure';
import { edgeRegion } from '../satellites';
import { edgeStateProvider, platformTags, stateBackend } from '../state';
import { addressOf, tenantPart } from '../tenants';
import { openZone, record, zoneOf } from '.';

/** None where no database of the shard has an endpoint. */
export function namesStacks(context: PlatformContext, shard: string): readonly StackSpec[] {
  const { platform } = context;
  const tenants = tenantsIn(platform, shard).filter((tenant) => exposedDatabases(tenant).length > 0);
  if (tenants.length === 0) return [];
  const empty = (scope: TerraformApp, id: string) => emptyStack(scope, id, platform, shard);
  return [
    {
      id: namesStack(shard),
      build: (scope, id) => {
        const stack = empty(scope, id);
        const zone = zoneOf(platform);
        if (zone !== 'cloudflare') openZone(stack, platform, zone);
        return stack;
      },
      parts: { empty, all: tenants.map(({ name }) => part(context, name)) },
    },
  ];
}

function emptyStack(scope: TerraformApp, id: string, platform: Platform, shard: string): PlatformStack {
  const summary = `Names of databases of tenants of shard ${shard}. A wrong line leads clients to a database that takes no writes, or to none.`;
  const texts = { platform, summary, readme: readme(shard) };
  switch (zoneOf(platform)) {
    case 'aws':
      return awsStack(scope, id, { ...texts, region: edgeRegion });
    case 'azurerm':
      return azureStack(scope, id, texts);
    default: {
      const backend = stateBackend(platform, edgeStateProvider(platform));
      const stack = new PlatformStack(scope, id, { providers: ['cloudflare'], backend, tags: platformTags(platform), ...texts });
      new CloudflareProvider(stack, 'cloudflare');
      return stack;
    }
  }
}

const part = (context: PlatformContext, name: string): StackPart =>
  tenantPart(context, {
    name,
    summary: `Names of databases of tenant ${name}.`,
    build: (stack, tenant) => {
      const { platform } = context;
      for (const database of exposedDatabases(tenant)) {
        const { primary } = placementOf(platform, tenant, database);
        record(stack, platform, {
          id: addressOf(name, database.name),
          host: databaseHost(platform, name, database.name),
          target: { kind: 'name', name: databaseHostIn(platform, { name: primary }, name, database.name) },
          why: `Database ${database.name} of ${name}`,
        });
      }
    },
  });

const readme = (shard: string): string => `# Names of databases of shard ${shard}

One file for each tenant. Each name leads to the name of the database in the cluster that takes writes; that one is in the stack of its cluster, \`<cluster>-tenants-${shard}\`, which is applied before. Resolvers keep a name for 60 seconds.

After \`dbaas-gitops failover\` has changed \`primary\`, the plan shows one record that changes in place: apply it as soon as the new primary takes writes. The stack asks nothing of a cluster, so that this works while the other cloud is away.
`;
