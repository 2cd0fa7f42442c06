/** Server parameters of a database: from its plan, then what the tenant chose, in the server's own units. */
import { serverParameters } from '../../../lib/constructs/postgres-spec';
import { databasesIn, mebibytes } from '../../../lib/model';
import type { PostgresqlContext } from '.';

type Chosen = PostgresqlContext['database']['parameters'];

/** Unit of each parameter that has one: the input has plain numbers. */
const units: Readonly<Partial<Record<keyof Chosen, string>>> = {
  autovacuum_naptime: 's',
  deadlock_timeout: 'ms',
  idle_in_transaction_session_timeout: 'ms',
  lock_timeout: 'ms',
  log_min_duration_statement: 'ms',
  maintenance_work_mem: 'MB',
  statement_timeout: 'ms',
  work_mem: 'MB',
};

export function parametersOf({ database, plan }: Pick<PostgresqlContext, 'database' | 'plan'>): Readonly<Record<string, string>> {
  const memory = mebibytes(plan.memory);
  return {
    ...serverParameters(memory, plan.connections),
    maintenance_work_mem: `${Math.floor(memory / 16)}MB`,
    random_page_cost: '1.1',
    // Who connected, who left, who changed roles or the schema: the audit of a database.
    log_connections: 'on',
    log_disconnections: 'on',
    'pgaudit.log': 'ddl, role',
    'pgaudit.log_catalog': 'off',
    ...chosen(database.parameters),
  };
}

const chosen = (parameters: Chosen): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (Object.keys(parameters) as readonly (keyof Chosen)[]).flatMap((key) => {
      const value = parameters[key];
      if (value === undefined) return [];
      // -1 and 0 are words of their own, not durations.
      const text = typeof value === 'boolean' ? (value ? 'on' : 'off') : `${value}${value > 0 ? (units[key] ?? '') : ''}`;
      return [[key, text] as const];
    }),
  );

/** Roles of this server by password over TLS, in its own databases; everything else is refused. The operator's lines stand before these. */
export function accessLines(context: Pick<PostgresqlContext, 'database'>, roles: readonly string[]): readonly string[] {
  const inside = databasesIn(context.database)
    .map(({ name }) => name)
    .join(',');
  return [`hostssl ${inside} ${roles.join(',')} all scram-sha-256`, 'host all all all reject'];
}
