/** What no single value of a tenant can get wrong. Paths are those of `tenants`, by name. */
import { contains, parseCidr } from '../addresses';
import { bySimilarity } from '../mistakes/nearest';
import type { Platform } from '../platform';
import type { Problem } from '../problem';
import { relation } from '../rules/rule';
import { loadOf } from './load';
import { databasesIn, placementOf, replicates, tenantClusters } from './placement';
import { mebibytes, millicores, plansOf, type Plan } from './plans';
import { instancesFit, poolFits, restoreFits, standbyNeedsTwo } from './postgresql-rules';
import type { Database } from './database';
import { mariadbRules } from './mariadb-rules';
import { databasePath, tenantPath } from './gather';
import { passwordsAreNew, replicationClusters, replicationStates } from './replication-rules';
import type { Tenant } from './tenant';

/** Parts of the input that these rules read. */
export type TenantInput = Pick<Platform, 'cloud' | 'workloads' | 'plans' | 'tenants'>;

export interface Situation {
  readonly input: TenantInput;
  readonly tenant: Tenant;
  /** All plans, by name. */
  readonly plans: ReadonlyMap<string, Plan>;
}
export interface DatabaseSituation extends Situation {
  readonly database: Database;
  readonly path: string;
}

export function tenantProblems(input: TenantInput): readonly Problem[] {
  const plans = plansOf(input);
  return Object.values(input.tenants).flatMap((tenant) => {
    const situation = { input, tenant, plans };
    return [
      ...tenantRules.flatMap((check) => check(situation)),
      ...Object.values(tenant.databases).flatMap((database) =>
        databaseRules.flatMap((check) => check({ ...situation, database, path: databasePath(tenant.name, database.name) })),
      ),
    ];
  });
}

const names = ({ cloud }: TenantInput): readonly string[] => cloud.clusters.map(({ name }) => name);

const clustersExist = ({ input, tenant }: Situation): readonly Problem[] =>
  (tenant.clusters ?? []).flatMap((cluster, index) =>
    names(input).includes(cluster)
      ? []
      : [
          relation(
            `${tenantPath(tenant.name)}.clusters.${index}`,
            [],
            `no cluster is called '${cluster}'`,
            `Clusters: ${bySimilarity(cluster, names(input)).join(', ')}.`,
          ),
        ],
  );

const quotaHolds = ({ input, tenant }: Situation): readonly Problem[] => {
  const { quota, name } = tenant;
  const count = Object.keys(tenant.databases).length;
  const path = `${tenantPath(name)}.quota`;
  const over = (key: string, what: string, needed: string, allowed: string) =>
    relation(
      `${path}.${key}`,
      [tenantPath(name)],
      `${what} of '${name}' take ${needed}; its quota is ${allowed}`,
      `Write: ${key}: ${needed} or more, or make them smaller.`,
    );
  // One whose plan is not known counts for nothing.
  const sums = names(input).map((cluster) => ({ cluster, load: loadOf(input, tenant, cluster) }));
  return [
    ...(count > quota.databases ? [over('databases', 'the databases', String(count), String(quota.databases))] : []),
    ...sums.flatMap(({ cluster, load: { cpu, memory, storage } }) => [
      ...(cpu > millicores(quota.cpu) ? [over('cpu', `databases in ${cluster}`, `"${Math.ceil(cpu / 1000)}"`, quota.cpu)] : []),
      ...(memory > mebibytes(quota.memory) ? [over('memory', `databases in ${cluster}`, `${Math.ceil(memory / 1024)}Gi`, quota.memory)] : []),
      ...(storage > quota.storageGiB ? [over('storageGiB', `volumes in ${cluster}`, String(storage), `${quota.storageGiB} GiB`)] : []),
    ]),
  ].filter(({ path: at }, index, all) => all.findIndex((other) => other.path === at) === index);
};

const namespaceIsFree = ({ input, tenant: { name } }: Situation): readonly Problem[] =>
  input.workloads.some((workload) => workload.name === `db-${name}`)
    ? [relation(`${tenantPath(name)}.name`, [], `the namespace db-${name} of tenant '${name}' is that of a workload`, 'Give one of the two another name.')]
    : [];

/** Components of all tenants, which are called like those of one. */
const sharedNames = ['guards', 'monitoring', 'store'];
const nameIsNoComponent = ({ tenant: { name } }: Situation): readonly Problem[] =>
  sharedNames.includes(name)
    ? [
        relation(
          `${tenantPath(name)}.name`,
          [],
          `'${name}' is the name of what all tenants share`,
          `Taken: ${sharedNames.join(', ')}. Write, for example: name: ${name}-team`,
        ),
      ]
    : [];

const tenantRules = [clustersExist, quotaHolds, namespaceIsFree, nameIsNoComponent] as const;

const planExists = ({ plans, database: { plan }, path }: DatabaseSituation): readonly Problem[] =>
  plans.has(plan)
    ? []
    : [
        relation(
          `${path}.plan`,
          ['plans'],
          `no plan is called '${plan}'`,
          `Plans: ${bySimilarity(plan, [...plans.keys()]).join(', ')}. Own ones are declared below plans in platform.yaml.`,
        ),
      ];

const planIsLarge = ({ plans, database, path }: DatabaseSituation): readonly Problem[] => {
  const plan = plans.get(database.plan);
  return plan && mebibytes(plan.memory) < 1024
    ? [relation(`${path}.plan`, ['plans'], `plan '${plan.name}' has ${plan.memory}; a database needs 1Gi at least`, 'Write in plans: memory: 1Gi or more.')]
    : [];
};

/** Every cluster that is named exists, and is one of the tenant's. */
const clusterOfTenant = ({ input, tenant, database, path }: DatabaseSituation): readonly Problem[] => {
  const allowed = tenantClusters(input, tenant).filter((name) => names(input).includes(name));
  const { clusters } = placementOf(input, tenant, database);
  const wrong = (at: string, name: string | undefined, of: readonly string[]) =>
    name === undefined || of.includes(name)
      ? []
      : [
          relation(
            `${path}.${at}`,
            [`${tenantPath(tenant.name)}.clusters`],
            `'${name}' is not one of ${of.join(', ')}`,
            `Allowed: ${of.join(', ')}. Write, for example: ${at.split('.').pop() ?? ''}: ${of[0] ?? ''}`,
          ),
        ];
  return [
    ...wrong('cluster', database.cluster, allowed),
    ...wrong('credentials.madeIn', database.credentials.madeIn, clusters),
    ...(replicates(database) ? replicationClusters(database).flatMap(([at, name]) => wrong(at, name, clusters)) : []),
  ];
};

/** Objects of the operator and of ours beside a database. */
const reservedEndings = [
  '-rw',
  '-ro',
  '-r',
  '-pool',
  '-public',
  '-private',
  '-primary',
  '-ca',
  '-server',
  '-replication',
  '-app',
  '-superuser',
  '-any',
  '-secondary',
  '-internal',
  '-metrics',
];
const nameIsFree = ({ database: { name }, path }: DatabaseSituation): readonly Problem[] => {
  const ending = reservedEndings.find((each) => name.endsWith(each));
  return ending === undefined || /^v\d+$/.test(ending)
    ? []
    : [relation(`${path}.name`, [], `'${name}' ends like an object that belongs to another database`, `Reserved endings: ${reservedEndings.join(', ')}.`)];
};

const usersDiffer = ({ database, path }: DatabaseSituation): readonly Problem[] => {
  const inside = databasesIn(database);
  const owners = new Set(inside.map(({ owner }) => owner));
  const repeatedUser = database.users.flatMap(({ name }, index) =>
    owners.has(name) || database.users.findIndex((other) => other.name === name) < index
      ? [
          relation(
            `${path}.users.${index}.name`,
            [`${path}.databases`],
            `role '${name}' is there already`,
            owners.has(name) ? 'It owns a database: the owner is made without saying.' : 'Remove one of the two.',
          ),
        ]
      : [],
  );
  const repeatedDatabase = inside.flatMap(({ name }, index) =>
    inside.findIndex((other) => other.name === name) < index
      ? [relation(`${path}.databases.${index}.name`, [], `database '${name}' is there already`, 'Remove one of the two.')]
      : [],
  );
  return [...repeatedUser, ...repeatedDatabase];
};

const clientsExist = ({ input, database: { endpoint }, path }: DatabaseSituation): readonly Problem[] =>
  endpoint.clients.flatMap((client, index) => {
    const known = input.workloads.map(({ name }) => name);
    return known.includes(client)
      ? []
      : [
          relation(
            `${path}.endpoint.clients.${index}`,
            ['workloads'],
            `no workload is called '${client}'`,
            known.length > 0 ? `Workloads: ${bySimilarity(client, known).join(', ')}.` : 'platform.yaml has no workloads.',
          ),
        ];
  });

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];
const isPrivate = (range: string): boolean => privateRanges.some((each) => contains(each, range));

/** A public endpoint for everybody, or one for addresses that the internet does not carry, is a mistake. */
const allowListFits = ({ database: { endpoint }, path }: DatabaseSituation): readonly Problem[] =>
  endpoint.kind === 'in-cluster'
    ? []
    : endpoint.allow.flatMap((range, index) => {
        const at = `${path}.endpoint.allow.${index}`;
        if (endpoint.kind === 'public' && parseCidr(range).bits < 8)
          return [
            relation(
              at,
              [],
              `'${range}' lets everybody try passwords`,
              'Allowed: networks of /8 and smaller. Name those of the clients, or use kind: private.',
            ),
          ];
        if (endpoint.kind === 'public' && isPrivate(range))
          return [
            relation(
              at,
              [`${path}.endpoint.kind`],
              `'${range}' is private: nobody reaches a public endpoint from it`,
              'Write kind: private, or the public addresses of the clients.',
            ),
          ];
        if (endpoint.kind === 'private' && !isPrivate(range))
          return [
            relation(
              at,
              [`${path}.endpoint.kind`],
              `'${range}' is public: nobody reaches a private endpoint from it`,
              'Write kind: public, or the private networks of the clients.',
            ),
          ];
        return [];
      });

/**
 * Behind Azure Firewall the answer to a connection would leave by the firewall, which has not seen it begin.
 * @see https://learn.microsoft.com/azure/firewall/integrate-lb#asymmetric-routing
 */
const publicIsReached = ({ input, tenant, database, path }: DatabaseSituation): readonly Problem[] => {
  if (database.endpoint.kind !== 'public') return [];
  const { clusters } = placementOf(input, tenant, database);
  return input.cloud.clusters.flatMap((cluster, index) =>
    clusters.includes(cluster.name) && cluster.provider === 'azure' && cluster.network.egress === 'firewall'
      ? [
          relation(
            `${path}.endpoint.kind`,
            [`cloud.clusters.${index}.network.egress`],
            `${cluster.name} leaves its network through a firewall: connections from the internet to a load balancer of its own would get no answer`,
            `Write kind: private, or in platform.yaml at ${cluster.name}: egress: nat-gateway. On AWS public endpoints always work.`,
          ),
        ]
      : [],
  );
};

const deletionIsConfirmed = ({ tenant, database: { name, deletion }, path }: DatabaseSituation): readonly Problem[] =>
  deletion === undefined || deletion.confirm === `${tenant.name}/${name}`
    ? []
    : [
        relation(
          `${path}.deletion.confirm`,
          [],
          `'${deletion.confirm}' is not this database`,
          `Write, if its data may be deleted: confirm: ${tenant.name}/${name}`,
        ),
      ];

const databaseRules = [
  planExists,
  planIsLarge,
  clusterOfTenant,
  standbyNeedsTwo,
  replicationStates,
  passwordsAreNew,
  nameIsFree,
  usersDiffer,
  clientsExist,
  allowListFits,
  publicIsReached,
  deletionIsConfirmed,
  restoreFits,
  poolFits,
  instancesFit,
  ...mariadbRules,
] as const;
