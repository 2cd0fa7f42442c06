/** Databases inside a server, users and what they may do. Objects that go leave everything in the server as it is. */
import type { Chart } from 'cdk8s';
import { Database, Grant, User } from '../../../imports/k8s.mariadb.com';
import { databasesIn } from '../../../lib/model';
import { databaseLabels } from '../context';
import { credentialName, objectName, passwordGenerator, passwordSecret, pushAuthority, pushCredential } from '../credentials';
import { mariadbPort } from './pods';
import { writeService } from './server';
import type { MariadbContext } from '.';

const server = ({ database }: MariadbContext) => ({ name: database.name, waitForIt: true }) as const;

export function databases(chart: Chart, context: MariadbContext): void {
  const { database } = context;
  for (const { name } of databasesIn(database))
    new Database(chart, `${database.name}-database-${name}`, {
      metadata: { name: objectName(database.name, name), labels: databaseLabels(context) },
      spec: { mariaDbRef: server(context), name, characterSet: 'utf8mb4', collate: 'utf8mb4_uca1400_ai_ci', cleanupPolicy: 'Skip' },
    });
}

const privileges = {
  owner: ['ALL PRIVILEGES'],
  write: ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'EXECUTE', 'SHOW VIEW', 'CREATE TEMPORARY TABLES', 'LOCK TABLES'],
  read: ['SELECT', 'SHOW VIEW'],
} as const;

/** In a grant an underscore stands for any character, unless it is escaped. */
export const grantPattern = (database: string): string => database.replaceAll('_', '\\_');

interface Account {
  readonly name: string;
  readonly connections: number;
  /** Database that its connection string names. */
  readonly home: string;
  readonly grants: readonly { readonly database: string; readonly privileges: readonly string[] }[];
}

/** Owners of databases, then the other users. */
export function accountsOf({ database, plan }: Pick<MariadbContext, 'database' | 'plan'>): readonly Account[] {
  const inside = databasesIn(database);
  const owners = [...new Set(inside.map(({ owner }) => owner))];
  return [
    ...owners.map((name) => {
      const owned = inside.filter(({ owner }) => owner === name);
      return {
        name,
        connections: plan.connections,
        home: owned[0]?.name ?? '',
        grants: owned.map((each) => ({ database: each.name, privileges: privileges.owner })),
      };
    }),
    ...database.users.map(({ name, access, connections }) => ({
      name,
      connections: connections ?? plan.connections,
      home: inside[0]?.name ?? '',
      grants: inside.map((each) => ({ database: each.name, privileges: privileges[access] })),
    })),
  ];
}

export function users(chart: Chart, context: MariadbContext): void {
  passwordGenerator(chart, context);
  pushAuthority(chart, context, `${context.database.name}-ca-bundle`);
  for (const account of accountsOf(context)) user(chart, context, account);
}

function user(chart: Chart, context: MariadbContext, { name, connections, home, grants }: Account): void {
  const { database } = context;
  const secret = credentialName(context, name);
  passwordSecret(chart, context, secret, name);
  pushCredential(chart, context, name, home, { service: writeService(context), port: mariadbPort, scheme: 'mysql' });
  new User(chart, `${database.name}-user-${name}`, {
    metadata: { name: objectName(database.name, name), labels: databaseLabels(context) },
    spec: {
      mariaDbRef: server(context),
      name,
      host: '%',
      passwordSecretKeyRef: { name: secret, key: 'password' },
      require: { ssl: true },
      maxUserConnections: connections,
      cleanupPolicy: 'Skip',
    },
  });
  for (const grant of grants)
    new Grant(chart, `${database.name}-grant-${name}-${grant.database}`, {
      metadata: { name: objectName(objectName(database.name, name), grant.database), labels: databaseLabels(context) },
      spec: {
        mariaDbRef: server(context),
        username: name,
        host: '%',
        database: grantPattern(grant.database),
        table: '*',
        privileges: grant.privileges,
        grantOption: false,
        cleanupPolicy: 'Skip',
      },
    });
}
