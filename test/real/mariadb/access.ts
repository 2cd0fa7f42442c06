/** Users and grants as the operator makes them of ours: what each may do, and that nobody comes in without TLS. */
import { databasesIn, type MariadbDatabase, type Plan } from '../../../lib/model';
import { accountsOf, grantPattern } from '../../../manifests/tenants/mariadb/sql';
import { run } from '../process';
import type { Report } from '../report';
import type { Running } from '.';

const database = {
  engine: 'mariadb',
  name: 'shop',
  databases: [{ name: 'web_shop' }, { name: 'webxshop', owner: 'keeper' }],
  users: [
    { name: 'app', access: 'write', connections: 2 },
    { name: 'report', access: 'read' },
  ],
} as unknown as MariadbDatabase; // the fields that users come from
const password = 'a-password-of-this-test';

/** pkg/sql/sql.go of the operator 26.6.0. */
const statements = (plan: Plan): readonly string[] => [
  ...databasesIn(database).map(({ name }) => `CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci;`),
  ...databasesIn(database).map(({ name }) => `CREATE TABLE \`${name}\`.t (a INT PRIMARY KEY);`),
  ...accountsOf({ database, plan }).flatMap(({ name, connections, grants }) => [
    `CREATE USER IF NOT EXISTS '${name}'@'%' IDENTIFIED BY '${password}' REQUIRE SSL WITH MAX_USER_CONNECTIONS ${connections};`,
    ...grants.map((grant) => `GRANT ${grant.privileges.join(',')} ON \`${grantPattern(grant.database)}\`.* TO '${name}'@'%';`),
  ]),
];

type Row = readonly [user: string, sql: string, allowed: boolean];
/** Each as somebody who would like to. */
const rows: readonly Row[] = [
  ['app', 'INSERT INTO web_shop.t VALUES (1)', true],
  ['app', 'INSERT INTO webxshop.t VALUES (1)', true],
  ['app', 'CREATE TABLE web_shop.u (a INT)', false],
  ['app', 'DROP TABLE web_shop.t', false],
  ['report', 'SELECT * FROM web_shop.t', true],
  ['report', 'INSERT INTO web_shop.t VALUES (2)', false],
  ['web_shop', 'CREATE TABLE web_shop.own (a INT)', true],
  // Without the escape its grant on web_shop would be one on webxshop as well.
  ['web_shop', 'SELECT * FROM webxshop.t', false],
  ['keeper', 'SELECT * FROM webxshop.t', true],
  ['keeper', 'SELECT * FROM web_shop.t', false],
  ...['app', 'keeper'].flatMap((user): readonly Row[] => [
    [user, 'SELECT * FROM mysql.global_priv', false],
    [user, "CREATE USER 'friend'@'%'", false],
    [user, "SELECT * FROM web_shop.t INTO OUTFILE '/tmp/never'", false],
    [user, 'SET GLOBAL max_connections = 1', false],
    [user, "GRANT SELECT ON webxshop.* TO 'report'@'%'", false],
  ]),
];

export interface AccessProps extends Running {
  readonly report: Report;
  readonly plan: Plan;
  /** Authority of the server's certificate. */
  readonly authority: string;
}

export async function accessChecks({ report, sql, client, port, plan, authority }: AccessProps): Promise<void> {
  const ask = (user: string, text: string, tls: readonly string[]) =>
    run(client, ['--no-defaults', '--protocol=tcp', '-hlocalhost', `-P${port}`, `-u${user}`, `-p${password}`, ...tls, '-e', text]);
  const verified = [`--ssl-ca=${authority}`, '--ssl-verify-server-cert'];
  await sql(statements(plan).join('\n'));
  const wrong: string[] = [];
  for (const [user, text, allowed] of rows) {
    const { code, stderr } = await ask(user, text, verified);
    if ((code === 0) !== allowed) wrong.push(`${user}: ${text}: ${code === 0 ? 'was allowed' : stderr.trim()}`);
  }
  report.check(`${rows.length} statements of owners, writers and readers are allowed or refused as their access says`, wrong);
  const plain = await ask('app', 'SELECT 1', ['--skip-ssl']);
  report.check('a client without TLS is refused', plain.code === 0 ? ['it came in'] : []);
}
