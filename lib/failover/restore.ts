/** A new database from the backups of another one: the entry that makes it, and how to look after it. */
import { stringify } from 'yaml';
import { incarnationIn, placementOf, replicates, tenantClusters, type Platform, type PostgresqlDatabase, type Tenant } from '../model';
import { archiveName, tenantNamespace } from '../names';
import { noDatabase, refused, tenantOf, type Reference } from './state';

export interface RestoreRequest {
  /** Name of the new database. */
  readonly as: string;
  /** Second to restore to, UTC. @default - the newest that there is */
  readonly until?: string | undefined;
}

export interface Restore {
  readonly tenant: Tenant;
  readonly source: PostgresqlDatabase;
  /** Cluster whose backups are read, and in which it is made. */
  readonly cluster: string;
  readonly request: RestoreRequest;
  /** Lines of the entry, without the dash and without the tenant. */
  readonly entry: readonly string[];
}

/** @throws PlatformError failover/state */
export function restoreOf(platform: Platform, of: Reference, request: RestoreRequest): Restore {
  const tenant = tenantOf(platform, of.tenant);
  const source = tenant.databases[of.database];
  if (!source) throw noDatabase(tenant, of.database);
  if (source.engine !== 'postgresql')
    throw refused(
      `${of.tenant}/${of.database} has engine ${source.engine}`,
      'The input restores databases of engine postgresql; docs/runbooks/database-restore.md has the way of the others.',
    );
  if (tenant.databases[request.as])
    throw refused(
      `${of.tenant}/${request.as} is there already`,
      'A restore makes a new database and leaves every other one alone: give it another name with --as.',
    );
  const cluster = placementOf(platform, tenant, source).primary;
  const fields = copied(platform, tenant, source, cluster, request);
  return { tenant, source, cluster, request, entry: Object.entries(fields).map(([key, value]) => `${key}: ${flow(value)}`) };
}

/** Quoted where any YAML reader would take a text for something else, spaced as people write it. */
const flow = (value: unknown): string =>
  stringify(value, { collectionStyle: 'flow', lineWidth: 0, version: '1.1' }).trim().replaceAll('[ ', '[').replaceAll(' ]', ']');

/** Size and contents of the source; nobody's clients, no pooler and no endpoint: the new one is looked at first. */
function copied(platform: Platform, tenant: Tenant, source: PostgresqlDatabase, cluster: string, { as, until }: RestoreRequest) {
  const incarnation = incarnationIn(source, cluster);
  return {
    engine: 'postgresql',
    name: as,
    plan: source.plan,
    version: source.version,
    topology: replicates(source) ? 'ha' : source.topology,
    ...(source.storageGiB === undefined ? {} : { storageGiB: source.storageGiB }),
    ...(cluster === tenantClusters(platform, tenant)[0] ? {} : { cluster }),
    databases: (source.databases ?? [{ name: source.name.replaceAll('-', '_'), owner: undefined, extensions: [] }]).map(({ name, owner, extensions }) => ({
      name,
      ...(owner === undefined ? {} : { owner }),
      ...(extensions.length > 0 ? { extensions } : {}),
    })),
    ...(source.users.length > 0 ? { users: source.users } : {}),
    ...(Object.keys(source.parameters).length > 0 ? { parameters: source.parameters } : {}),
    restore: { from: source.name, ...(incarnation === 1 ? {} : { incarnation }), ...(until === undefined ? {} : { until }) },
  };
}

/** What to run before and after the commit. */
export function restoreText({ tenant, source, cluster, request: { as, until } }: Restore): string {
  const kubectl = `kubectl --context ${cluster} -n ${tenantNamespace(tenant.name)}`;
  const archive = archiveName(source.name, incarnationIn(source, cluster));
  const window = `.status.serverRecoveryWindow.${archive}`;
  return [
    'Before the commit: can it be restored to that time?',
    `  $ ${kubectl} get objectstore ${source.name} -o jsonpath='{${window}.firstRecoverabilityPoint} {${window}.lastSuccessfulBackupTime}{"\\n"}'`,
    `    -> the first time is before ${until ?? 'now'}`,
    ...(until === undefined
      ? [`    A clone has what is archived when it starts: up to five minutes less than ${source.name}.`]
      : [`    A time that nothing was written at or after fails: the newest that can be restored is that of the last archived commit.`]),
    'Then: npm run synth && npm run validate, commit, push; when the delivery has it:',
    `  $ ${kubectl} wait cluster/${as} --for=condition=Ready --timeout=4h`,
    '    -> condition met',
    `  $ ${kubectl} logs -l cnpg.io/cluster=${as},cnpg.io/jobRole=full-recovery --tail=20   # if it takes longer than expected`,
    'Look at the data, then move clients: passwords of the new database are its own, in the path of the tenant.',
    `${source.name} stays as it is. Take the entry of the one that is not needed away with its own deletion statement.`,
  ].join('\n');
}
