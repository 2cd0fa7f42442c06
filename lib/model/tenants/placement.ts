/** Where a database is: computed from what is written and the defaults, the same everywhere. */
import type { Cluster } from '../cloud';
import type { Database, PostgresqlDatabase } from './database';
import type { Tenant, Tenants } from './tenant';

/** What is needed of the platform to know it. */
export interface Places {
  readonly cloud: { readonly clusters: readonly Pick<Cluster, 'name'>[] };
}

/** Clusters that the tenant's databases may be in, the default one first. */
export const tenantClusters = ({ cloud }: Places, { clusters }: Pick<Tenant, 'clusters'>): readonly string[] =>
  clusters ?? cloud.clusters.map(({ name }) => name);

export const replicates = (database: Database): database is PostgresqlDatabase & { readonly topology: 'ha-with-standby' } =>
  database.topology === 'ha-with-standby';

export interface Placement {
  /** Cluster that it was made in. */
  readonly home: string;
  /** Cluster that takes writes. */
  readonly primary: string;
  /** Every cluster that has it, the home first. */
  readonly clusters: readonly string[];
  /** Cluster that makes the passwords. */
  readonly credentials: string;
}

export function placementOf(platform: Places, tenant: Pick<Tenant, 'clusters'>, database: Database): Placement {
  const allowed = tenantClusters(platform, tenant);
  const home = database.cluster ?? allowed[0] ?? '';
  const other = platform.cloud.clusters.map(({ name }) => name).filter((name) => name !== home);
  return {
    home,
    primary: replicates(database) ? (database.replication.primary ?? home) : home,
    clusters: replicates(database) ? [home, ...other] : [home],
    credentials: database.credentials.madeIn ?? home,
  };
}

/** Whether some database of this engine is in the cluster. */
export const engineIn = (platform: Places & { readonly tenants: Tenants }, engine: Database['engine'], cluster: string): boolean =>
  Object.values(platform.tenants).some((tenant) =>
    Object.values(tenant.databases).some((database) => database.engine === engine && placementOf(platform, tenant, database).clusters.includes(cluster)),
  );

/** Number of its archive in a cluster: 1 until it is made anew there. */
export const incarnationIn = (database: PostgresqlDatabase, cluster: string): number =>
  database.replication.incarnations.find((each) => each.cluster === cluster)?.number ?? 1;

/** Databases of the server, with their owners. */
export const databasesIn = (server: Database): readonly { readonly name: string; readonly owner: string; readonly extensions: readonly string[] }[] =>
  (server.databases ?? [{ name: server.name.replaceAll('-', '_') }]).map(({ name, owner, extensions }: Inside) => ({
    name,
    owner: owner ?? name,
    extensions: extensions ?? [],
  }));
interface Inside {
  readonly name: string;
  readonly owner?: string | undefined;
  readonly extensions?: readonly string[];
}

/** Pods that hold data, in each cluster that has the database. */
export const instancesOf = (database: Database): number => (database.topology === 'single' ? 1 : database.engine === 'postgresql' ? database.instances : 3);

export const hasTenants = ({ tenants }: { readonly tenants: Readonly<Record<string, unknown>> }): boolean => Object.keys(tenants).length > 0;
