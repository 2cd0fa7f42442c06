import { loadPlatform } from '../../lib/input/load';
import { PlatformErrors, placementOf, type PlatformError } from '../../lib/model';
import { baseText } from './base-text';

const tenant = (more = '', name = 'payments') => `version: 1
tenant:
  name: ${name}
  team: ${name}-team
  email: ${name}@acme.example
${more}`;
const database = (more = '', name = 'orders', engine = 'postgresql') => `  - engine: ${engine}
    name: ${name}
${more}`;
const file = (databases: string, more = '', name = 'payments') => ({ file: `databases/${name}.yaml`, text: `${tenant(more, name)}databases:\n${databases}` });
const load = (...teams: readonly { readonly file: string; readonly text: string }[]) => loadPlatform(baseText, 'platform.yaml', teams);
function errorsOf(...teams: readonly { readonly file: string; readonly text: string }[]): readonly PlatformError[] {
  try {
    load(...teams);
  } catch (cause) {
    if (cause instanceof PlatformErrors) return cause.errors;
    throw cause;
  }
  throw new Error('the input was accepted');
}
const standby = '    topology: ha-with-standby\n';

describe('a tenant with its databases', () => {
  it('is the same from a file of its own and from platform.yaml', () => {
    const own = load(file(database('    plan: medium\n'))).platform.tenants;
    const text = `${baseText.replace('databases: []', '')}tenants:\n  - { name: payments, team: payments-team, email: payments@acme.example }\ndatabases:\n  - { tenant: payments, engine: postgresql, name: orders, plan: medium }\n`;
    expect(loadPlatform(text, 'platform.yaml').platform.tenants).toEqual(own);
  });

  it('comes in alphabetical order whatever the order of files', () => {
    const [a, b] = [file(database(), '', 'alpha'), file(database(), '', 'beta')];
    expect(Object.keys(load(b, a).platform.tenants)).toEqual(['alpha', 'beta']);
    expect(load(b, a).platform).toEqual(load(a, b).platform);
  });

  it('has every default', () => {
    const made = load(file(database())).platform.tenants['payments'];
    expect(made?.quota).toEqual({ databases: 10, cpu: '32', memory: '128Gi', storageGiB: 2000 });
    expect(made?.databases['orders']).toMatchObject({
      plan: 'small',
      version: '18',
      topology: 'ha',
      instances: 3,
      backup: { retentionDays: 30 },
      endpoint: { kind: 'in-cluster', clients: [] },
      credentials: { generation: 1 },
      hibernated: false,
    });
  });

  it('knows the line of each value, under the name of its tenant and database', () => {
    const { positions } = load(file(database('    plan: medium\n')));
    expect(positions.get('tenants.payments.databases.orders.plan')).toEqual({ file: 'databases/payments.yaml', line: 9, column: 11 });
    expect(positions.get('tenants.payments.team')).toEqual({ file: 'databases/payments.yaml', line: 4, column: 9 });
    expect(positions.get('name')).toEqual({ line: 3, column: 7 });
  });

  it('is made in the first cluster of its tenant, and written to there', () => {
    const { platform } = load(file(database(standby, 'orders') + database('', 'ledger'), '  clusters: [az-weu, aws-euc1]\n'));
    const made = platform.tenants['payments'];
    const of = (name: string) => (made?.databases[name] ? placementOf(platform, made, made.databases[name]) : undefined);
    expect(of('orders')).toEqual({ home: 'az-weu', primary: 'az-weu', clusters: ['az-weu', 'aws-euc1'], credentials: 'az-weu' });
    expect(of('ledger')).toEqual({ home: 'az-weu', primary: 'az-weu', clusters: ['az-weu'], credentials: 'az-weu' });
  });
});

type Case = readonly [name: string, yaml: string, path: string, message: string, fix: string];
/** Each is one mistake in databases/payments.yaml. */
const cases: readonly Case[] = [
  ['a plan that nobody declared', database('    plan: hudge\n'), 'databases.0.plan', "no plan is called 'hudge'", 'Plans: '],
  ['a cluster that is not there', database('    cluster: gcp\n'), 'databases.0.cluster', "'gcp' is not one of aws-euc1, az-weu", 'cluster: aws-euc1'],
  ['replication without a standby', database('    replication: { primary: az-weu }\n'), 'databases.0.replication', 'topology ha-with-standby', 'Remove it'],
  [
    'a switch to where it is',
    database(`${standby}    replication: { demoteTo: aws-euc1 }\n`),
    'databases.0.replication.demoteTo',
    'takes writes already',
    'Remove demoteTo',
  ],
  [
    'both commits of a switch at once',
    database(`${standby}    replication: { demoteTo: az-weu, promotionToken: "abcdefghijklmnopqrstuvwx" }\n`),
    'databases.0.replication.promotionToken',
    'the first and the second commit',
    'remove demoteTo',
  ],
  [
    'a fenced primary',
    database(`${standby}    replication: { fenced: [aws-euc1] }\n`),
    'databases.0.replication.fenced.0',
    'fenced, nothing would',
    'Fence the other',
  ],
  ['a name that belongs to a service', database('', 'orders-rw'), 'databases.0.name', 'belongs to another database', 'Reserved endings'],
  [
    'an owner as a user',
    database('    users: [{ name: orders, access: read }]\n'),
    'databases.0.users.0.name',
    "role 'orders' is there already",
    'the owner is made',
  ],
  [
    'a user twice',
    database('    users: [{ name: a, access: read }, { name: a, access: write }]\n'),
    'databases.0.users.1.name',
    "role 'a' is there already",
    'Remove one',
  ],
  [
    'a role of the server',
    database('    users: [{ name: pg_monitor, access: read }]\n'),
    'databases.0.users.0.name',
    'pg_monitor',
    'none that the server keeps',
  ],
  [
    'a client that is no workload',
    database('    endpoint: { kind: in-cluster, clients: [consle] }\n'),
    'databases.0.endpoint.clients.0',
    "no workload is called 'consle'",
    'console',
  ],
  [
    'a public endpoint for everybody',
    database('    endpoint: { kind: public, allow: [0.0.0.0/0] }\n'),
    'databases.0.endpoint.allow.0',
    'lets everybody try passwords',
    'kind: private',
  ],
  [
    'a public endpoint for private addresses',
    database('    endpoint: { kind: public, allow: [10.1.0.0/16] }\n'),
    'databases.0.endpoint.allow.0',
    'is private',
    'kind: private',
  ],
  [
    'a private endpoint for public addresses',
    database('    endpoint: { kind: private, allow: [8.8.8.0/24] }\n'),
    'databases.0.endpoint.allow.0',
    'is public',
    'kind: public',
  ],
  ['an endpoint without an allow list', database('    endpoint: { kind: public }\n'), 'databases.0.endpoint.allow', 'missing', 'allow'],
  [
    'a statement about another database',
    database('    deletion: { confirm: payments/order }\n'),
    'databases.0.deletion.confirm',
    'is not this database',
    'confirm: payments/orders',
  ],
  [
    'a restore from itself',
    database('    restore: { from: orders }\n'),
    'databases.0.restore.from',
    'cannot be made from itself',
    'give this one another name',
  ],
  ['a restore from nowhere', database('    restore: { from: gone }\n'), 'databases.0.restore.from', "no database 'gone'", 'hibernated'],
  [
    'a restore into another version',
    database('', 'orders') + database('    version: "17"\n    restore: { from: orders }\n', 'copy'),
    'databases.1.version',
    "'orders' has version 18",
    'version: "18"',
  ],
  [
    'a restore where no backups are',
    database('', 'orders') + database('    cluster: az-weu\n    restore: { from: orders }\n', 'copy'),
    'databases.1.cluster',
    "'orders' has no backups in az-weu",
    'cluster: aws-euc1',
  ],
  [
    'a time that is none',
    database('', 'orders') + database('    restore: { from: orders, until: yesterday }\n', 'copy'),
    'databases.1.restore.until',
    'yesterday',
    'a time in UTC',
  ],
  [
    'more connections than there are',
    database('    pooling: { instances: 4, poolSize: 100 }\n'),
    'databases.0.pooling.poolSize',
    'exceed the 80 of plan small',
    'poolSize: 20',
  ],
  ['a single instance with replicas', database('    topology: single\n    instances: 5\n'), 'databases.0.instances', 'has one instance', 'topology: ha'],
  ['more than the quota', database('    plan: xlarge\n    storageGiB: 5000\n'), 'tenant.quota.storageGiB', 'take 15150', 'storageGiB: 15150'],
  [
    'an extension that opens connections',
    database('    databases: [{ name: orders, extensions: [dblink] }]\n'),
    'databases.0.databases.0.extensions.0',
    'dblink',
    'opens connections',
  ],
  ['a parameter that is not on the list', database('    parameters: { fsync: false }\n'), 'databases.0.parameters.fsync', 'no such key', 'parameters'],
  ['a parameter out of range', database('    parameters: { work_mem: 4096 }\n'), 'databases.0.parameters.work_mem', '4096', '1024'],
  ['an engine that is not offered', database('', 'orders', 'mongodb'), 'databases.0.engine', 'mongodb', 'postgresql'],
  ['cron with names', database('    backup: { schedule: "@daily" }\n'), 'databases.0.backup.schedule', '@daily', 'five fields of cron'],
  ['a key that is none', database('    colour: red\n'), 'databases.0.colour', 'no such key', ''],
];

describe('a mistake in the file of a team', () => {
  it.each(cases)('is named with its place: %s', (_, yaml, path, message, fix) => {
    const errors = errorsOf(file(yaml));
    expect(errors.map((error) => error.path)).toEqual([path]);
    expect(errors[0]?.position?.file).toBe('databases/payments.yaml');
    expect(errors[0]?.message).toContain(message);
    expect(errors[0]?.fix).toContain(fix);
  });

  it.each([
    ['a standby with one cluster', file(database(standby), '  clusters: [aws-euc1]\n'), 'databases.0.topology', 'needs both clusters'],
    [
      'a cluster that is not there',
      file(database('    cluster: aws-euc1\n'), '  clusters: [aws-euc1, gcp]\n'),
      'tenant.clusters.1',
      "no cluster is called 'gcp'",
    ],
    ['a name that all tenants share', file(database(), '', 'guards'), 'tenant.name', 'what all tenants share'],
    [
      'more databases than the quota has',
      file(database('', 'orders') + database('', 'ledger'), '  quota: { databases: 1 }\n'),
      'tenant.quota.databases',
      'take 2',
    ],
  ])('of the tenant is named with its place: %s', (_, team, path, message) => {
    const errors = errorsOf(team);
    expect(errors.map((error) => error.path)).toEqual([path]);
    expect(errors[0]?.message).toContain(message);
  });

  it('is shown with those of all other files, in the order of the files', () => {
    const errors = errorsOf(file(database('    plan: none\n'), '', 'alpha'), file('  - [', '', 'beta'), file(database('    colour: red\n'), '', 'gamma'));
    expect(errors.map((error) => error.position?.file)).toEqual(
      expect.arrayContaining(['databases/alpha.yaml', 'databases/beta.yaml', 'databases/gamma.yaml']),
    );
  });

  it('is a name that another file has', () => {
    const [error, ...more] = errorsOf(file(database()), { ...file(database()), file: 'databases/pay.yaml' });
    expect(error?.position?.file).toBe('databases/pay.yaml');
    expect(error?.message).toContain("tenant 'payments' is also written in databases/payments.yaml");
    expect(more.every(({ position }) => position?.file === 'databases/pay.yaml')).toBe(true);
  });

  it('is a tenant that no file has', () => {
    const text = `${baseText.replace('databases: []', '')}tenants:\n  - { name: payments, team: payments-team, email: payments@acme.example }\ndatabases:\n  - { tenant: payment, engine: postgresql, name: orders }\n`;
    expect(() => loadPlatform(text, 'platform.yaml')).toThrow(/no tenant is called 'payment'/);
  });

  it('is a namespace that a workload has', () => {
    expect(() => loadPlatform(baseText.replace('- name: console', '- name: db-payments'), 'platform.yaml', [file(database())])).toThrow(/db-payments/);
  });
});
