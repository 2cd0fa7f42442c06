/** What a database of engine postgresql may choose: versions, extensions, parameters. */
import { z } from 'zod';

/** Major versions that the operator of this release runs; the newest is the default. */
export const postgresqlVersions = ['16', '17', '18'] as const;
export const newestPostgresql = '18';

/**
 * Extensions of the standard image that are safe to hand out: none reads files, opens connections or runs programs of the
 * server (so neither dblink nor postgres_fdw, file_fdw, adminpack, untrusted languages).
 */
export const postgresqlExtensions = [
  'amcheck',
  'bloom',
  'btree_gin',
  'btree_gist',
  'citext',
  'cube',
  'dict_int',
  'dict_xsyn',
  'earthdistance',
  'fuzzystrmatch',
  'hstore',
  'intarray',
  'isn',
  'lo',
  'ltree',
  'pg_buffercache',
  'pg_freespacemap',
  'pg_prewarm',
  'pg_stat_statements',
  'pg_trgm',
  'pg_visibility',
  'pgaudit',
  'pgcrypto',
  'pgrowlocks',
  'pgstattuple',
  'seg',
  'tablefunc',
  'tcn',
  'tsm_system_rows',
  'tsm_system_time',
  'unaccent',
  'uuid-ossp',
  'vector',
] as const;

const whole = (min: number, max: number, unit: string) => z.int().min(min).max(max).optional().describe(unit);
const share = (min: number, max: number, what: string) => z.number().min(min).max(max).optional().describe(what);

/**
 * Server parameters that a tenant may set, each with the range that leaves the instance alive. Memory, connections, logs,
 * replication, TLS and archiving follow from the plan and are nobody's to set.
 */
export const postgresqlParameters = z
  .strictObject({
    autovacuum_analyze_scale_factor: share(0, 1, 'Share of a table that changes before it is analysed.'),
    autovacuum_naptime: whole(1, 3600, 'Seconds between runs of autovacuum in a database.'),
    autovacuum_vacuum_cost_limit: whole(1, 10_000, 'Work of autovacuum before it sleeps.'),
    autovacuum_vacuum_scale_factor: share(0, 1, 'Share of a table that is dead before it is vacuumed.'),
    deadlock_timeout: whole(100, 60_000, 'Milliseconds before a wait is looked at as a deadlock.'),
    default_statistics_target: whole(10, 10_000, 'Detail of statistics.'),
    effective_io_concurrency: whole(0, 1000, 'Reads in flight.'),
    idle_in_transaction_session_timeout: whole(1000, 86_400_000, 'Milliseconds after which an idle transaction is ended. 60000 unless set.'),
    jit: z.boolean().optional().describe('Compile expensive queries.'),
    lock_timeout: whole(0, 86_400_000, 'Milliseconds to wait for a lock; 0 is for ever.'),
    log_min_duration_statement: whole(
      -1,
      86_400_000,
      'Milliseconds from which a statement is logged; -1 never. 1000 unless set. Statements in logs may hold personal data.',
    ),
    maintenance_work_mem: whole(16, 8192, 'MiB for vacuum and index builds. A sixteenth of the memory unless set.'),
    max_parallel_workers_per_gather: whole(0, 64, 'Workers of one query.'),
    random_page_cost: share(1, 10, 'Cost of a random read; 1.1 unless set, since volumes are SSDs.'),
    statement_timeout: whole(0, 86_400_000, 'Milliseconds after which a statement is ended; 0 is never.'),
    work_mem: whole(1, 1024, 'MiB for a sort or hash, many times per query. 8 unless set.'),
  })
  .prefault({});
export type PostgresqlParameters = z.output<typeof postgresqlParameters>;
