/** Where a database with a standby stands in a switch of its primary, as the input says it. */
import { PlatformError, placementOf, replicates, type Platform, type PostgresqlDatabase, type Tenant } from '../model';
import { bySimilarity } from '../model/mistakes/nearest';

/**
 * steady: nothing is going on. demoting: the first commit of a planned switch is made. promoting: the second one is, and
 * its token still there. lost: the old primary is given up and fenced. rebuilding: it is being made anew.
 */
export type Phase = 'steady' | 'demoting' | 'promoting' | 'lost' | 'rebuilding';

export interface Situation {
  readonly platform: Platform;
  readonly tenant: Tenant;
  readonly database: PostgresqlDatabase;
  readonly phase: Phase;
  /** Cluster that it was made in. */
  readonly home: string;
  /** Cluster that takes writes, by the input. */
  readonly primary: string;
  /** The other one. */
  readonly standby: string;
}

export interface Reference {
  readonly tenant: string;
  readonly database: string;
}

/** @throws PlatformError cli/usage */
export function reference(text: string): Reference {
  const [tenant, database, more] = text.split('/');
  if (tenant && database && more === undefined) return { tenant, database };
  throw new PlatformError({ code: 'cli/usage', message: `'${text}' names no database`, fix: 'Write <tenant>/<database>, such as payments/orders.' });
}

/** @throws PlatformError failover/state */
export function tenantOf(platform: Platform, name: string): Tenant {
  const tenant = platform.tenants[name];
  if (tenant) return tenant;
  throw refused(`no tenant is called '${name}'`, `Tenants: ${bySimilarity(name, Object.keys(platform.tenants)).slice(0, 20).join(', ')}.`);
}

/**
 * The database and the state of its switch.
 * @throws PlatformError failover/state if there is none, or none that has a standby
 */
export function situationOf(platform: Platform, { tenant: of, database: name }: Reference): Situation {
  const tenant = tenantOf(platform, of);
  const database = tenant.databases[name];
  if (!database) throw noDatabase(tenant, name);
  if (!replicates(database))
    throw refused(
      `${of}/${name} has topology ${database.topology}: it is in one cluster only`,
      'Only topology ha-with-standby has a copy that could take over. Inside its cluster the operator fails over by itself; when the cluster is lost, restore it: dbaas-gitops restore --help',
    );
  const { home, primary, clusters } = placementOf(platform, tenant, database);
  return { platform, tenant, database, phase: phaseOf(database), home, primary, standby: clusters.find((each) => each !== primary) ?? primary };
}

export const noDatabase = (tenant: Tenant, name: string): PlatformError =>
  refused(
    `tenant '${tenant.name}' has no database '${name}'`,
    `Databases: ${
      bySimilarity(name, Object.keys(tenant.databases))
        .map((each) => `${tenant.name}/${each}`)
        .join(', ') || 'none'
    }.`,
  );

function phaseOf({ replication: { demoteTo, promotionToken, fenced, rebuilding } }: PostgresqlDatabase): Phase {
  if (rebuilding !== undefined) return 'rebuilding';
  if (fenced.length > 0) return 'lost';
  if (promotionToken !== undefined) return 'promoting';
  return demoteTo === undefined ? 'steady' : 'demoting';
}

export const refused = (message: string, fix: string): PlatformError => new PlatformError({ code: 'failover/state', message, fix });
