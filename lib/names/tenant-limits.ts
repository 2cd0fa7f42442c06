/**
 * What the clouds and zones take of tenants, counted before anything is generated. Numbers that a support case raises are
 * left out unless many tenants reach them: they are in the README of the stacks. Not counted, since the schema's own bounds
 * stay below: federated credentials (one or two of 20 for each identity), associations of a cluster (one of 5,000 for each
 * tenant), resources of a type in a resource group (a few for each tenant of one of 16 shards, of 800).
 */
import {
  clustersOn,
  parseCidr,
  placementOf,
  type AwsCluster,
  type AzureCluster,
  type Cluster,
  type Platform,
  type Problem,
  type Provider,
  type Tenant,
} from '../model';
import { awsSubnets, azureDatabaseSlots } from './network';
import { siblings } from './peers';
import { databaseSlot, exposedDatabases, exposedDatabasesIn, hasReader, isReadByPeers, tenantsOn, type ExposedDatabase } from './tenants';

export const tenantLimitProblems = (platform: Platform): readonly Problem[] => {
  const clusters: readonly Cluster[] = platform.cloud.clusters;
  return [...limits(platform).flatMap((limit) => exceeded(platform, limit)), ...clusters.flatMap((cluster) => slotProblems(platform, cluster))];
};

interface Limit {
  /** After "databases of tenants need <n> …". */
  readonly what: string;
  readonly most: number;
  /** Why it is this many. */
  readonly why: string;
  readonly fix: string;
  readonly count: (tenant: Tenant) => number;
}

const limits = (platform: Platform): readonly Limit[] => [
  ...(clustersOn(platform, 'azure').length > 0 ? [roleAssignments(platform)] : []),
  ...(clustersOn(platform, 'aws').length > 0 ? [roles(platform)] : []),
  ...clustersOn(platform, 'aws').map((cluster) => balancers(platform, cluster)),
  ...clustersOn(platform, 'azure').map((cluster) => balancerRules(platform, cluster)),
  records(platform),
];

/** The first tenant, by name, with which it is too much. */
function exceeded(platform: Platform, { what, most, why, fix, count }: Limit): readonly Problem[] {
  let sum = 0;
  for (const name of Object.keys(platform.tenants)) {
    const tenant = platform.tenants[name];
    if (!tenant) continue;
    sum += count(tenant);
    if (sum > most)
      return [{ code: 'input/relation', path: `tenants.${name}`, also: [], message: `with tenant '${name}' there are more than ${most} ${what}: ${why}`, fix }];
  }
  return [];
}

/** What the platform itself needs of a limit; generous, so that the next option of an aspect does not refuse a fleet. */
const reserve = 200;

const fewer = 'Give tenants fewer clusters (clusters), or a second platform in another account.';

/** Its own, a reader's, or those on a sibling's bucket and its copy. */
const roleAssignments = (platform: Platform): Limit => ({
  what: 'role assignments of tenants in the subscription',
  most: 4000 - reserve,
  why: `Azure takes 4000 for each subscription, and ${reserve} are the platform's`,
  fix: fewer,
  count: (tenant) =>
    clustersOf(platform, 'azure', tenant).reduce(
      (sum, cluster) => sum + 1 + (hasReader(platform, cluster, tenant) ? 1 : 0) + (isReadByPeers(tenant) ? siblings(platform, cluster).length * 2 : 0),
      0,
    ),
});

/** All tenants of a cluster share one role; a standby in another cloud has one for each tenant. */
const roles = (platform: Platform): Limit => ({
  what: 'IAM roles of tenants in the account',
  most: 1000 - reserve,
  why: `an account has 1000, and ${reserve} are the platform's`,
  fix: `Fewer tenants with topology ha-with-standby: each has a role for its standby in the other cloud. ${fewer}`,
  count: (tenant) => clustersOf(platform, 'aws', tenant).filter((cluster) => hasReader(platform, cluster, tenant)).length,
});

/** Each load balancer takes an address of each public subnet; so do gateways, other balancers and AWS itself. */
const balancers = (platform: Platform, cluster: AwsCluster): Limit => {
  const [first = ''] = awsSubnets(cluster).public;
  const addresses = 2 ** (32 - parseCidr(first).bits);
  const kept = Math.min(25, addresses - 3);
  return {
    what: `endpoints of databases in ${cluster.name}`,
    most: addresses - kept,
    why: `a public subnet (${first}) has ${addresses} addresses, and ${kept} of them are AWS's and the platform's`,
    fix: 'Endpoints of kind in-cluster take none. Put databases into the other cluster, or connect clients inside the cluster.',
    count: (tenant) => exposedDatabasesIn(platform, cluster, tenant).length,
  };
};

/** Each Service is a rule on the interface of every node. */
const balancerRules = (platform: Platform, cluster: AzureCluster): Limit => ({
  what: `endpoints of databases in ${cluster.name}`,
  most: 290,
  why: 'a load balancer of Azure takes 300 rules for each network interface, and every node has one for each endpoint',
  fix: 'Endpoints of kind in-cluster take none. Put databases into the other cluster, or connect clients inside the cluster.',
  count: (tenant) => exposedDatabasesIn(platform, cluster, tenant).length,
});

const zones: Readonly<Record<'cloudflare' | Provider, { readonly most: number; readonly whose: string }>> = {
  cloudflare: { most: 3500, whose: 'Cloudflare' },
  aws: { most: 10_000, whose: 'Route 53' },
  azure: { most: 10_000, whose: 'Azure DNS' },
};
/** A database has a name for its clients, and one in each of its clusters. */
function records(platform: Platform): Limit {
  const { most, whose } = zones[platform.edge.use === 'cloudflare' ? 'cloudflare' : clustersOn(platform, 'aws').length > 0 ? 'aws' : 'azure'];
  return {
    what: 'names of databases in the zone',
    most: most - reserve,
    why: `a zone at ${whose} takes ${most} records, and ${reserve} are the platform's`,
    fix: 'Endpoints of kind in-cluster have no record.',
    count: (tenant) => exposedDatabases(tenant).reduce((sum, database) => sum + 1 + placementOf(platform, tenant, database).clusters.length, 0),
  };
}

const clustersOf = (platform: Platform, provider: Provider, tenant: Tenant): readonly Cluster[] =>
  (platform.cloud.clusters as readonly Cluster[]).filter((cluster) => cluster.provider === provider && (tenant.clusters?.includes(cluster.name) ?? true));

/** Two databases with one address, or a place that the subnet does not have. */
function slotProblems(platform: Platform, cluster: Cluster): readonly Problem[] {
  if (cluster.provider !== 'azure') return [];
  const firsts = new Map<number, string>();
  const placed = tenantsOn(platform, cluster).flatMap((tenant) =>
    exposedDatabasesIn(platform, cluster, tenant)
      .filter(({ endpoint }) => endpoint.kind === 'private')
      .map((database) => ({ tenant: tenant.name, database, slot: databaseSlot(cluster, tenant.name, database) })),
  );
  const taken = new Set(placed.map(({ slot }) => slot));
  return placed.flatMap(({ tenant, database, slot }): readonly Problem[] => {
    const path = `tenants.${tenant}.databases.${database.name}`;
    const first = firsts.get(slot);
    firsts.set(slot, first ?? path);
    const slots = azureDatabaseSlots(cluster);
    if (slot >= slots) return [wrongSlot(path, [], `place ${slot} is outside the subnet for databases of ${cluster.name}`, freeSlot(slots, taken, database))];
    if (first === undefined) return [];
    return [
      wrongSlot(path, [`${first}.endpoint`], `its load balancer in ${cluster.name} would have the address of ${first}`, freeSlot(slots, taken, database)),
    ];
  });
}

const wrongSlot = (path: string, also: readonly string[], message: string, slot: number): Problem => ({
  code: 'input/relation',
  path: `${path}.endpoint`,
  also,
  message,
  fix: `Addresses follow from the names, and these meet. Write in endpoint: slot: ${slot}`,
});

/** The first free place from a fixed one on. */
function freeSlot(slots: number, taken: ReadonlySet<number>, { name }: Pick<ExposedDatabase, 'name'>): number {
  const start = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % slots, 7);
  return Array.from({ length: slots }, (_, step) => (start + step) % slots).find((slot) => !taken.has(slot)) ?? 0;
}
