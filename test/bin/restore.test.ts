import { fleet } from './failover-command';

const orders = 'payments/orders';

describe('a restore', () => {
  it('adds an entry like that of the source, and leaves the rest as it is', () => {
    const made = fleet();
    const start = made.read();
    const { code, text } = made.run('restore', orders, '--as', 'orders-trial', '--until', '2026-11-28T22:00:00Z');
    expect(code).toBe(0);
    const entry = [
      '  - engine: postgresql',
      '    name: orders-trial',
      '    plan: large',
      '    version: "18"',
      '    topology: ha',
      '    databases: [{ name: orders, extensions: [pg_trgm, pgcrypto] }, { name: reporting, owner: orders, extensions: [tablefunc] }]',
      '    users: [{ name: orders_app, access: write, connections: 150 }, { name: analyst, access: read, connections: 10 }]',
      '    parameters: { statement_timeout: 30000, work_mem: 32 }',
      '    restore: { from: orders, until: "2026-11-28T22:00:00Z" }',
      '',
    ].join('\n');
    expect(made.read()).toContain(entry);
    expect(made.read().replace(entry, '')).toBe(start);
    expect(text).toContain('.status.serverRecoveryWindow.orders-v1.firstRecoverabilityPoint');
  });

  it('reads the archive of the cluster that takes writes, whichever number it has', () => {
    const made = fleet();
    made.edit('    maintenance: { window', '    replication: { primary: az-weu, incarnations: [{ cluster: az-weu, number: 3 }] }\n    maintenance: { window');
    expect(made.run('restore', orders, '--as', 'orders-trial').code).toBe(0);
    expect(made.read()).toContain('    cluster: az-weu\n');
    expect(made.read()).toContain('    restore: { from: orders, incarnation: 3 }\n');
  });

  it('in platform.yaml says whose it is', () => {
    const made = fleet();
    made.edit(
      'plans:\n',
      'tenants:\n  - { name: hr, team: hr, email: hr@acme.example }\ndatabases: [{ tenant: hr, engine: postgresql, name: people }]\nplans:\n',
      'platform.yaml',
    );
    expect(made.run('restore', 'hr/people', '--as', 'people-may').code).toBe(0);
    expect(made.read('platform.yaml')).toContain('name: people }, { tenant: hr, engine: postgresql, name: people-may, ');
  });

  it('that the quota has no room for is refused', () => {
    const made = fleet();
    made.edit('databases: 5', 'databases: 2');
    const before = made.read();
    expect(made.run('restore', orders, '--as', 'orders-trial').text).toContain('its quota is 2');
    expect(made.read()).toBe(before);
  });

  it.each([
    ['without a name', [orders], 'what is the new database called'],
    ['of nothing', ['--as', 'x'], 'which database'],
    ['of a database that is not there', ['payments/order', '--as', 'orders-trial'], 'payments/orders'],
    ['into a database that is there', [orders, '--as', 'ledger'], 'is there already'],
    ['of another engine', ['shop/content', '--as', 'content-trial'], 'engine mariadb'],
    ['to no time', ['payments/ledger', '--as', 'ledger-trial', '--until', 'yesterday'], 'restore.until'],
  ])('%s is refused, with the file as it was', (_, args, why) => {
    const made = fleet();
    const before = made.read();
    const { code, text } = made.run('restore', ...args);
    expect(code).toBe(1);
    expect(text).toContain(why);
    expect(made.read()).toBe(before);
  });
});
