/** Roles of a database server, their passwords, and the way of these to the tenant's path of the secret store. */
import type { Chart } from 'cdk8s';
import { DatabaseRole } from '../../../imports/postgresql.cnpg.io';
import { databasesIn } from '../../../lib/model';
import { databaseLabels } from '../context';
import { credentialName, makesPasswords, objectName, passwordGenerator, passwordSecret, pushAuthority, pushCredential } from '../credentials';
import type { PostgresqlContext } from '.';

interface RoleSpec {
  readonly name: string;
  readonly inRoles: readonly string[];
  readonly connections: number | undefined;
  /** Database that its connection string names. */
  readonly home: string;
}

/** Owners, then the other users. */
export function rolesOf({ database }: Pick<PostgresqlContext, 'database'>): readonly RoleSpec[] {
  const inside = databasesIn(database);
  const owners = [...new Set(inside.map(({ owner }) => owner))];
  const first = inside[0]?.name ?? '';
  return [
    ...owners.map((name) => ({ name, inRoles: [], connections: undefined, home: inside.find(({ owner }) => owner === name)?.name ?? first })),
    ...database.users.map(({ name, access, connections }) => ({
      name,
      inRoles: access === 'write' ? ['pg_read_all_data', 'pg_write_all_data'] : ['pg_read_all_data'],
      connections,
      home: first,
    })),
  ];
}

export function users(chart: Chart, context: PostgresqlContext): void {
  const { placement, cluster } = context;
  const passwords = makesPasswords(context);
  pushAuthority(chart, context, `${context.database.name}-ca`);
  if (passwords) passwordGenerator(chart, context);
  for (const role of rolesOf(context)) {
    if (passwords) credential(chart, context, role);
    if (placement.primary === cluster.name) databaseRole(chart, context, role, passwords);
  }
}

function credential(chart: Chart, context: PostgresqlContext, { name, home }: RoleSpec): void {
  passwordSecret(chart, context, credentialName(context, name), name, { 'cnpg.io/reload': 'true' });
  pushCredential(chart, context, name, home, { service: `${context.database.name}-rw`, port: 5432, scheme: 'postgresql', query: '?sslmode=verify-full' });
}

function databaseRole(chart: Chart, context: PostgresqlContext, { name, inRoles, connections }: RoleSpec, password: boolean): void {
  const { database } = context;
  new DatabaseRole(chart, `${database.name}-role-${name}`, {
    metadata: { name: objectName(database.name, name), labels: databaseLabels(context) },
    spec: {
      cluster: { name: database.name },
      name,
      ensure: 'present',
      login: true,
      inherit: true,
      superuser: false,
      createdb: false,
      createrole: false,
      replication: false,
      bypassrls: false,
      connectionLimit: connections ?? -1,
      databaseRoleReclaimPolicy: 'retain',
      ...(inRoles.length > 0 ? { inRoles } : {}),
      ...(password ? { passwordSecret: { name: credentialName(context, name) } } : {}),
    },
  });
}
