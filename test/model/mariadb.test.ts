import { loadPlatform } from '../../lib/input/load';
import { loadOf, PlatformErrors, type PlatformError } from '../../lib/model';
import { baseText } from './base-text';

const file = (lines: string) => ({
  file: 'databases/payments.yaml',
  text: `version: 1\ntenant: { name: payments, team: payments-team, email: payments@acme.example }\ndatabases:\n  - engine: mariadb\n    name: shop\n${lines}`,
});
const load = (lines = '') => loadPlatform(baseText, 'platform.yaml', [file(lines)]).platform;
function errorsOf(run: () => unknown): readonly PlatformError[] {
  try {
    run();
  } catch (cause) {
    if (cause instanceof PlatformErrors) return cause.errors;
    throw cause;
  }
  throw new Error('the input was accepted');
}

type Case = readonly [name: string, lines: string, path: string, message: string, fix: string];
const cases: readonly Case[] = [
  ['a pooler', '    pooling: { mode: transaction }\n', 'databases.0.pooling', 'no such key', 'MaxScale'],
  ['a restore', '    restore: { from: other }\n', 'databases.0.restore', 'no such key', 'restored by hand'],
  ['a standby', '    topology: ha-with-standby\n', 'databases.0.topology', 'ha-with-standby', 'certificate authority'],
  ['settings of a standby', '    replication: { primary: az-weu }\n', 'databases.0.replication', 'no such key', 'A standby in the other cluster'],
  ['parameters', '    parameters: { max_connections: 5 }\n', 'databases.0.parameters', 'no such key', 'follow from the plan'],
  ['more instances', '    instances: 5\n', 'databases.0.instances', 'no such key', 'three instances'],
  ['extensions', '    databases: [{ name: shop, extensions: [vector] }]\n', 'databases.0.databases.0.extensions', 'no such key', 'MariaDB has no extensions'],
  ['a sleep', '    hibernated: true\n', 'databases.0.hibernated', 'cannot stop the instances', 'engine: postgresql'],
  ['a large plan', '    plan: large\n', 'databases.0.plan', 'a volume of 220 GiB', 'storageGiB: 40 or less'],
  ['a large volume', '    storageGiB: 56\n', 'databases.0.storageGiB', 'exceeds the 60 GiB', 'storageGiB: 55 or less'],
  ['a version that is not there', '    version: "10.6"\n', 'databases.0.version', '10.6', '11.8'],
  ['a name of its exporter', '    hibernated: false\n', 'databases.0.name', 'belongs to another database', '-metrics'],
];

describe('what MariaDB cannot do', () => {
  it.each(cases)('is refused with the reason: %s', (name, lines, path, message, fix) => {
    const team = file(lines);
    const text = name === 'a name of its exporter' ? team.text.replace('name: shop', 'name: shop-metrics') : team.text;
    const errors = errorsOf(() => loadPlatform(baseText, 'platform.yaml', [{ ...team, text }]));
    expect(errors.map((error) => error.path)).toEqual([path]);
    expect(errors[0]?.message).toContain(message);
    expect(errors[0]?.fix).toContain(fix);
  });

  it('is refused in platform.yaml with the same reasons', () => {
    const text = `${baseText.replace('databases: []', '')}tenants:\n  - { name: payments, team: payments-team, email: payments@acme.example }\ndatabases:\n  - { tenant: payments, engine: mariadb, name: shop, pooling: { mode: session } }\n`;
    expect(errorsOf(() => loadPlatform(text, 'platform.yaml'))[0]?.fix).toContain('MaxScale');
  });

  it('is no reason to doubt a key of the other engine', () => {
    const postgresql = file('    pooling: { mode: transaction }\n').text.replace('engine: mariadb', 'engine: postgresql');
    expect(() => loadPlatform(baseText, 'platform.yaml', [{ file: 'databases/payments.yaml', text: postgresql }])).not.toThrow();
  });
});

describe('what a MariaDB takes of its tenant', () => {
  const taken = (lines: string) => {
    const platform = load(lines);
    const tenant = platform.tenants['payments'];
    if (!tenant) throw new Error('no tenant');
    return loadOf(platform, tenant, 'aws-euc1');
  };

  it('is three instances with their agents, the exporter and a backup', () => {
    expect(taken('')).toEqual({ cpu: 3 * (500 + 50) + 20 + 100, memory: 3 * (2048 + 128) + 64 + 512, storage: 3 * 25, pods: 5, volumes: 3 });
  });

  it('is one instance without an agent for topology single', () => {
    expect(taken('    topology: single\n')).toEqual({ cpu: 500 + 120, memory: 2048 + 576, storage: 25, pods: 3, volumes: 1 });
  });
});
