/** The Cluster of a database: instances, parameters, archive, where its data comes from, who follows whom. */
import type { Chart } from 'cdk8s';
import { Cluster, type ClusterProps } from '../../../imports/postgresql.cnpg.io';
import { barmanPlugin } from '../../../lib/constructs/postgres-cluster';
import { instanceSpec, synchronousCommits } from '../../../lib/constructs/postgres-spec';
import { ownAccess, peerAccess } from '../../../lib/constructs/postgres-store';
import { databasesIn, instancesOf, mebibytes, replicates } from '../../../lib/model';
import { archiveName, databaseHost, databaseHostIn, labels, meshOptOut, tenantIdentity, tenantReader, tenantServiceAccount } from '../../../lib/names';
import { databaseLabels } from '../context';
import { credentialName, makesPasswords, objectName } from '../credentials';
import { loadBalancer } from '../endpoint';
import { allowDelete } from '../protection';
import { imageCatalog } from '../image-catalog';
import { accessLines, parametersOf } from './parameters';
import { archiveClusters, serverName, storeName } from './store';
import { rolesOf } from './users';
import type { PostgresqlContext } from '.';

type Spec = ClusterProps['spec'];

export function cluster(chart: Chart, context: PostgresqlContext): void {
  const { database } = context;
  new Cluster(chart, `${database.name}-cluster`, {
    metadata: { name: database.name, labels: { ...databaseLabels(context), [labels.role]: leads(context) ? 'primary' : 'standby' }, ...annotationsOf(context) },
    spec: clusterSpec(context),
  });
}

function annotationsOf(context: PostgresqlContext): { readonly annotations?: Readonly<Record<string, string>> } {
  const { database } = context;
  const all = {
    ...allowDelete(context, database.name).annotations,
    ...(database.hibernated ? { 'cnpg.io/hibernation': 'on' } : {}),
    // What was the primary when the other cluster took over has commits that nobody else has: it must not run.
    ...(isFenced(database, context.cluster.name) ? { 'cnpg.io/fencedInstances': '["*"]' } : {}),
  };
  return Object.keys(all).length > 0 ? { annotations: all } : {};
}

const isFenced = ({ replication: { fenced, rebuilding } }: PostgresqlContext['database'], cluster: string): boolean =>
  fenced.includes(cluster) || rebuilding === cluster;

function clusterSpec(context: PostgresqlContext): Spec {
  const { database, plan, tenant, platform, storageGiB } = context;
  const ha = database.topology !== 'single';
  return {
    ...instanceSpec({ cpu: plan.cpu, memoryMiB: mebibytes(plan.memory), storageGiB, walGiB: plan.walGiB }),
    description: `${database.name} of tenant ${tenant.name}, plan ${plan.name}, ${database.topology}`,
    imageCatalogRef: { apiGroup: 'postgresql.cnpg.io', kind: 'ClusterImageCatalog', name: imageCatalog, major: Number(database.version) },
    instances: instancesOf(database),
    // A single instance may be moved: a budget would keep its node from ever being drained. Who does not run cannot keep one.
    enablePDB: ha && !database.hibernated && !isFenced(database, context.cluster.name),
    // The operator refuses a person's switchover where there is nothing to switch over to.
    primaryUpdateStrategy: ha && database.maintenance.window ? 'supervised' : 'unsupervised',
    serviceAccountName: tenantServiceAccount,
    inheritedMetadata: { labels: { ...databaseLabels(context), ...meshOptOut(platform) } },
    postgresql: {
      parameters: parametersOf(context),
      pg_hba: accessLines(
        context,
        rolesOf(context).map(({ name }) => name),
      ),
      ...(ha ? { synchronous: synchronousCommits } : {}),
    },
    certificates: { serverAltDNSNames: publicNames(context) },
    managed: { services: services(context) },
    plugins: [
      {
        name: barmanPlugin,
        enabled: true,
        isWALArchiver: true,
        parameters: { barmanObjectName: storeName(context, context.cluster.name), serverName: serverName(context, context.cluster.name) },
      },
    ],
    ...cloudAccess(context),
    ...origin(context),
  };
}

/** Names by which clients outside the cluster verify it, before and after a switch. */
const publicNames = ({ platform, tenant, database, cluster: here }: PostgresqlContext): readonly string[] => [
  databaseHost(platform, tenant.name, database.name),
  databaseHostIn(platform, here, tenant.name, database.name),
];

type Services = NonNullable<NonNullable<Spec['managed']>['services']>;

/** With one instance there is nothing to read from but the primary. On AKS the load balancer of an endpoint is a Service of the operator. */
function services(context: PostgresqlContext): Services {
  const { database } = context;
  const disabled = database.topology === 'single' ? { disabledDefaultServices: ['ro', 'r'] as const } : {};
  const balancer = loadBalancer(context);
  if (!balancer) return disabled;
  return {
    ...disabled,
    additional: [
      {
        selectorType: 'rw',
        updateStrategy: 'patch',
        serviceTemplate: {
          metadata: { name: `${database.name}-${database.endpoint.kind}`, labels: databaseLabels(context), annotations: balancer.annotations },
          spec: balancer.spec,
        },
      },
    ],
  };
}

/** Own store by the tenant's identity; the peer's, which is read only, by the one that the peer's cloud keeps for it. */
function cloudAccess(context: PostgresqlContext): Pick<Spec, 'env' | 'projectedVolumeTemplate'> {
  const { tenant, cluster: here } = context;
  const all = archiveClusters(context).map((of) =>
    of.name === here.name ? ownAccess(context, tenantIdentity(tenant.name)) : peerAccess(context, of, tenantReader(tenant.name)),
  );
  const env = all.flatMap((access) => access.env);
  return env.length === 0 ? {} : { env, projectedVolumeTemplate: { sources: all.flatMap((access) => access.tokens) } };
}

const archive = (context: PostgresqlContext, name: string, of: string, server: string): NonNullable<Spec['externalClusters']>[number] => ({
  name,
  plugin: { name: barmanPlugin, enabled: true, isWALArchiver: false, parameters: { barmanObjectName: storeName(context, of), serverName: server } },
});

/** Where the data comes from: made empty, restored from another database, or following the primary in the other cluster. */
function origin(context: PostgresqlContext): Pick<Spec, 'bootstrap' | 'externalClusters' | 'replica'> {
  const { database } = context;
  const made = replicates(database) ? followed(context) : {};
  const restored = restore(context);
  if (!restored || !isHome(context)) return { ...(isHome(context) ? { bootstrap: { initdb: initdb(context) } } : {}), ...made };
  return { ...made, bootstrap: restored.bootstrap, externalClusters: [...(made.externalClusters ?? []), restored.source] };
}

/** Where the database was made: every other cluster, and one made anew, starts from its backups. */
const isHome = ({ placement, cluster: here, database }: PostgresqlContext): boolean =>
  placement.home === here.name && !database.replication.incarnations.some(({ cluster: again }) => again === here.name);

/**
 * First database, its owner and the Secret with the owner's password. All three are always said: the operator would
 * fill in `app`, make a password of its own and set it again whenever an instance becomes the primary. A Secret that
 * is not there leaves the password alone, which is right where another cluster makes it.
 */
function application(context: PostgresqlContext): { readonly database: string; readonly owner: string; readonly secret: { readonly name: string } } {
  const [first] = databasesIn(context.database);
  const owner = first?.owner ?? '';
  const name = makesPasswords(context) ? credentialName(context, owner) : `${objectName(context.database.name, owner)}.of-${context.placement.credentials}`;
  return { database: first?.name ?? '', owner, secret: { name } };
}

function initdb(context: PostgresqlContext): NonNullable<NonNullable<Spec['bootstrap']>['initdb']> {
  return {
    ...application(context),
    dataChecksums: true,
    encoding: 'UTF8',
    localeCType: 'C',
    localeCollate: 'C',
  };
}

/** Id of a cluster of the pair, the same on both sides. */
const memberId = (database: string, cluster: string): string => `${database}-${cluster}`;

/** Whether it takes writes here. In the first commit of a switch only the old primary hears of it: the new one waits for its token. */
const leads = ({ placement, cluster: here, database: { replication } }: PostgresqlContext): boolean =>
  placement.primary === here.name && (replication.demoteTo ?? here.name) === here.name;

function followed(context: PostgresqlContext): Pick<Spec, 'bootstrap' | 'externalClusters' | 'replica'> {
  const { database, cluster: here, peers, placement } = context;
  const [peer] = peers;
  if (!peer) return {};
  const self = memberId(database.name, here.name);
  const source = memberId(database.name, peer.name);
  const { promotionToken } = database.replication;
  return {
    externalClusters: archiveClusters(context).map((of) => archive(context, memberId(database.name, of.name), of.name, serverName(context, of.name))),
    replica: {
      self,
      primary: leads(context) ? self : source,
      source,
      ...(promotionToken !== undefined && placement.primary === here.name ? { promotionToken } : {}),
    },
    ...(isHome(context) ? {} : { bootstrap: { recovery: { source, ...application(context) } } }),
  };
}

/** A new server from the archive of another one of the tenant, up to a second or to the end. */
function restore(
  context: PostgresqlContext,
): { readonly bootstrap: NonNullable<Spec['bootstrap']>; readonly source: NonNullable<Spec['externalClusters']>[number] } | undefined {
  const { database, cluster: here } = context;
  if (!database.restore) return undefined;
  const { from, incarnation, until, cluster: of = here.name } = database.restore;
  const name = `restore-${from}`;
  return {
    bootstrap: {
      recovery: {
        source: name,
        ...application(context),
        ...(until === undefined ? {} : { recoveryTarget: { targetTime: until } }),
      },
    },
    source: archive(context, name, of, archiveName(from, incarnation)),
  };
}
