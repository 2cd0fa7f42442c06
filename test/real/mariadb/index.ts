/** MariaDB of Debian with the settings of every plan, and the users and grants that the operator would make of ours. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { plansOf, type MariadbDatabase, type Plan } from '../../../lib/model';
import { settingsOf } from '../../../manifests/tenants/mariadb/my-cnf';
import { authority, issue } from '../certificates';
import type { Part, PartProps } from '../part';
import { freePort, mustRun, run, until } from '../process';
import { debianProgram } from '../programs';
import { accessChecks } from './access';
import { configuration, known, type Settings } from './settings';

export const mariadb: Part = async ({ report, work, platform, servers }) => {
  const installed = await installation((text) => report.note(text));
  const release = installed.release.join('.');
  const folder = resolve(work, 'server');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const plans = [...plansOf(platform).values()];
  const tried = plans.flatMap((plan) =>
    (['single', 'ha'] as const).map((topology) => ({ plan, topology, ...known(settings(plan, topology), installed.release) })),
  );
  const tls = await certificate(folder);
  const refused: string[] = [];
  for (const { plan, topology, here } of tried)
    for (const error of await errors(installed, folder, configuration(here, tls, topology === 'ha'))) refused.push(`${plan.name}, ${topology}: ${error}`);
  report.check(`${tried.length} settings, of every plan and topology, are accepted by MariaDB ${release}`, refused);
  for (const name of new Set(tried.flatMap(({ later }) => later))) report.skip(name, `MariaDB ${release} does not know it yet`);
  report.check(
    'a misspelt setting is refused',
    (await errors(installed, folder, configuration({ max_conections: '1' }, tls, true))).length > 0 ? [] : ['taken'],
  );
  const [plan] = plans;
  if (!plan) throw new Error('no plan');
  const { here } = known(settings(plan, 'ha'), installed.release);
  const running = await started({ servers, installed, folder, text: configuration(here, tls, true) });
  report.check(`a server of plan ${plan.name} runs with what its settings say`, await differences(running, here));
  await accessChecks({ report, ...running, plan, authority: join(tls, 'ca.crt') });
};

const settings = (plan: Plan, topology: MariadbDatabase['topology']): Settings => settingsOf({ plan, database: { topology } as MariadbDatabase }); // no other field of it is read

interface Installation {
  readonly server: string;
  readonly client: string;
  /** Folder with `sbin`, `lib` and `share` of the package. */
  readonly base: string;
  readonly release: readonly [number, number];
}

async function installation(say: (text: string) => void): Promise<Installation> {
  const server = await debianProgram({ program: 'mariadbd', package: 'mariadb-server-core', path: 'usr/sbin/mariadbd', say });
  const client = await debianProgram({ program: 'mariadb', package: 'mariadb-client-core', say });
  const [, major, minor] = /Ver (\d+)\.(\d+)/.exec(await mustRun(server, ['--no-defaults', '--version'])) ?? [];
  return { server, client, base: server.endsWith('/start-mariadbd') ? join(dirname(server), 'usr') : '/usr', release: [Number(major), Number(minor)] };
}

const own = ({ base }: Installation): readonly string[] => [
  `--lc-messages-dir=${base}/share/mysql`,
  `--character-sets-dir=${base}/share/mysql/charsets`,
  `--plugin-dir=${base}/lib/mysql/plugin`,
  ...(process.getuid?.() === 0 ? ['--user=root'] : []),
];

async function certificate(folder: string): Promise<string> {
  const of = {
    metadata: { name: 'shop' },
    spec: {
      dnsNames: ['localhost'],
      privateKey: { algorithm: 'ECDSA', size: 256 },
      usages: ['digital signature', 'server auth'],
      issuerRef: { name: 'ca' },
    },
  };
  return issue(of, await authority(join(folder, 'authority'), 'shop-ca'), join(folder, 'tls'));
}

/** What the server says against a configuration; it reads all of it and starts nothing. */
async function errors(installed: Installation, folder: string, text: string): Promise<readonly string[]> {
  const file = join(folder, 'tried.cnf');
  writeFileSync(file, text);
  const { code, stderr } = await run(installed.server, [`--defaults-file=${file}`, ...own(installed), '--help', '--verbose']);
  const found = stderr.split('\n').filter((line) => line.includes('[ERROR]'));
  return code === 0 ? found : [...found, `ended with ${code}`];
}

export interface Running {
  /** Runs SQL as root, over the socket. */
  readonly sql: (text: string) => Promise<string>;
  readonly client: string;
  readonly port: number;
}

interface StartProps extends Pick<PartProps, 'servers'> {
  readonly installed: Installation;
  readonly folder: string;
  readonly text: string;
}

async function started({ servers, installed, folder, text }: StartProps): Promise<Running> {
  const data = join(folder, 'data');
  const file = join(folder, 'my.cnf');
  mkdirSync(data);
  writeFileSync(file, text);
  await mustRun(installed.server, ['--no-defaults', '--bootstrap', `--datadir=${data}`, ...own(installed)], { input: systemTables(installed) });
  // The path of a socket has 107 characters at most.
  const socket = `/tmp/mariadb-${process.pid}.sock`;
  const port = await freePort();
  const here = [`--datadir=${data}`, `--socket=${socket}`, `--port=${port}`, '--bind-address=127.0.0.1', `--pid-file=${join(folder, 'pid')}`];
  servers.start(installed.server, [`--defaults-file=${file}`, ...own(installed), ...here], join(folder, 'server.log'));
  const sql = (statements: string) => mustRun(installed.client, ['--no-defaults', '-S', socket, '-uroot', '-N', '-B', '-e', statements]);
  await until('MariaDB answers', 60, () => sql('SELECT 1').catch(() => undefined));
  return { sql, client: installed.client, port };
}

/** What mariadb-install-db does: it finds its programs only where the package is installed. */
const systemTables = ({ base }: Installation): string =>
  [
    'CREATE DATABASE IF NOT EXISTS mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n',
    ...['mysql_system_tables', 'mysql_performance_tables', 'mysql_system_tables_data', 'mysql_sys_schema'].map((name) =>
      readFileSync(join(base, 'share/mysql', `${name}.sql`), 'utf8'),
    ),
  ].join('\n');

const factors: Readonly<Record<string, number>> = { M: 2 ** 20, G: 2 ** 30 };
/** As SHOW VARIABLES writes it. */
const shown = (value: string): string => {
  const [, number = '', unit = ''] = /^(\d+)([MG])$/.exec(value) ?? [];
  return unit === '' ? value : String(Number(number) * (factors[unit] ?? 1));
};

/** A buffer pool is rounded up to whole chunks. */
const rounded: ReadonlySet<string> = new Set(['innodb_buffer_pool_size']);

async function differences({ sql }: Running, wanted: Settings): Promise<readonly string[]> {
  const lines = (await sql('SHOW GLOBAL VARIABLES')).split('\n').map((line) => line.split('\t'));
  const actual = new Map(lines.map(([name = '', value = '']) => [name, value] as const));
  return Object.entries(wanted).flatMap(([name, value]) => {
    const is = actual.get(name);
    const fits = rounded.has(name) ? Number(is) >= Number(shown(value)) && Number(is) < Number(shown(value)) * 1.2 : is === shown(value);
    return fits ? [] : [`${name} is ${is ?? 'not there'}, not ${shown(value)}`];
  });
}
