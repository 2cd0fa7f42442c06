/** A real PostgreSQL takes the parameters and the access rules that dist/ has for it: of every plan, and of every database of the example. */
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtInPlans } from '../../../lib/model';
import type { KubeObject } from '../../../lib/components';
import { debianProgram } from '../programs';
import { freePort, mustRun, run, until, type Servers } from '../process';
import type { Report } from '../report';
import { sameValue } from './units';
import type { InputFolder } from './files';

/** Debian 12 has this major version: what newer ones add or take away is not seen here. */
const major = 15;
const binaries = `usr/lib/postgresql/${major}/bin`;

interface Programs {
  readonly postgres: string;
  readonly initdb: string;
  readonly psql: string;
}

interface ServersProps {
  readonly input: InputFolder;
  readonly clusters: readonly string[];
  readonly servers: Servers;
  readonly work: string;
  readonly report: Report;
}

interface Configured {
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly access: readonly string[];
}

export async function servers({ input, clusters, servers: running, work, report }: ServersProps): Promise<void> {
  const fetched = (program: string, name: string) =>
    debianProgram({ program, package: name, path: `${binaries}/${program}`, say: (text) => report.note(text) });
  const programs: Programs = {
    postgres: await fetched('postgres', `postgresql-${major}`),
    initdb: await fetched('initdb', `postgresql-${major}`),
    psql: await fetched('psql', `postgresql-client-${major}`),
  };
  const folder = join(work, 'postgresql');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const server = new Server(programs, folder, running);
  await server.init();
  report.skip('parameters of pgaudit', `Debian's package of it is not fetched; PostgreSQL ${major} takes them as those of an extension that is not there`);
  for (const each of await configurations(input, clusters)) report.check(`PostgreSQL ${major} starts with ${each.name}`, await server.tried(each));
}

/** Databases of the example as the first cluster has them, else the second; and one of each built-in plan. */
async function configurations(input: InputFolder, clusters: readonly string[]): Promise<readonly Configured[]> {
  const quota = 'quota: { cpu: "200", memory: 2000Gi, storageGiB: 100000 }';
  const entries = builtInPlans.map(({ name }) => `  - { engine: postgresql, name: plan-${name}, plan: ${name} }`);
  input.write(
    'databases/every-plan.yaml',
    `version: 1\ntenant: { name: every-plan, team: every-plan, email: every-plan@acme.example, ${quota} }\ndatabases:\n${entries.join('\n')}\n`,
  );
  const found = new Map<string, Configured>();
  for (const cluster of clusters)
    for (const tenant of ['every-plan', 'payments', 'shop', 'insights'])
      for (const object of await input.objects(cluster, `tenant-${tenant}`)) {
        const name = `${tenant}/${object.metadata.name}`;
        if (object.kind === 'Cluster' && !found.has(name)) found.set(name, configured(name, object));
      }
  return [...found.values()];
}

function configured(name: string, object: KubeObject): Configured {
  const { postgresql } = object['spec'] as {
    readonly postgresql: { readonly parameters: Readonly<Record<string, string>>; readonly pg_hba: readonly string[] };
  };
  return { name, parameters: postgresql.parameters, access: postgresql.pg_hba };
}

/** One data folder, started anew for each configuration. It refuses to run as root: then it runs as somebody in a namespace of its own. */
class Server {
  readonly #data: string;
  readonly #asNobody: readonly string[];

  constructor(
    private readonly programs: Programs,
    private readonly folder: string,
    private readonly running: Servers,
  ) {
    this.#data = join(folder, 'data');
    this.#asNobody = process.getuid?.() === 0 ? ['unshare', '--user', '--map-user=1000', '--map-group=1000'] : [];
  }

  async init(): Promise<void> {
    await this.#run(
      this.programs.initdb,
      '--pgdata',
      this.#data,
      '--username',
      'postgres',
      '--auth',
      'trust',
      '--encoding',
      'UTF8',
      '--locale',
      'C',
      '--no-sync',
    );
    const [key, certificate] = [join(this.#data, 'server.key'), join(this.#data, 'server.crt')];
    await mustRun('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-keyout', key, '-out', certificate]);
    chmodSync(key, 0o600);
  }

  /** What it does not take, with the configuration of a database. */
  async tried({ parameters, access }: Configured): Promise<readonly string[]> {
    const port = await freePort();
    const lines = Object.entries(parameters).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
    // A machine that runs tests has less memory than a node: the value is asked for, not taken.
    const here = [
      `port = ${port}`,
      "listen_addresses = '127.0.0.1'",
      `unix_socket_directories = ''`,
      'ssl = on',
      "shared_preload_libraries = 'pg_stat_statements'",
    ];
    writeFileSync(join(this.#data, 'postgresql.conf'), [...lines, ...here, ''].join('\n'));
    // The operator's own lines stand first; ours are what is looked at.
    writeFileSync(join(this.#data, 'pg_hba.conf'), ['host all postgres 127.0.0.1/32 trust', ...access, ''].join('\n'));
    const log = join(this.folder, 'postgres.log');
    const [command = '', ...args] = [...this.#asNobody, this.programs.postgres, '-D', this.#data, '-c', 'shared_buffers=32MB', '-c', 'fsync=off'];
    const child = this.running.start(command, args, log);
    try {
      await until('PostgreSQL answers', 60, async () => ((await this.#ask(port, 'select 1')).code === 0 ? true : undefined));
      return [
        ...(await this.#refused(port)),
        ...(await this.#different(port, parameters)),
        ...(await this.#rules(port, access.length)),
        ...(await this.#entrances(port, access)),
      ];
    } catch (cause) {
      return [`${cause instanceof Error ? cause.message : String(cause)}\n${readFileSync(log, 'utf8').split('\n').slice(-12).join('\n')}`];
    } finally {
      child.kill('SIGINT');
      await until('PostgreSQL has stopped', 60, () => (child.exitCode !== null || child.signalCode !== null ? true : undefined));
    }
  }

  /** Lines of the file that it could not read or apply. */
  async #refused(port: number): Promise<readonly string[]> {
    return this.#rows(
      port,
      "select name || ': ' || coalesce(error, 'not applied') from pg_file_settings where name <> 'shared_buffers' and (error is not null or not applied)",
    );
  }

  async #different(port: number, parameters: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const shown = new Map(
      (await this.#rows(port, "select name || '=' || current_setting(name) from pg_settings")).map((row) => [
        row.slice(0, row.indexOf('=')),
        row.slice(row.indexOf('=') + 1),
      ]),
    );
    const asked = await this.#run(this.programs.postgres, '-D', this.#data, '-C', 'shared_buffers');
    return Object.entries(parameters).flatMap(([name, value]) => {
      if (name.startsWith('pgaudit.')) return [];
      // In blocks of 8 kB.
      const now = name === 'shared_buffers' ? `${Number(asked.trim()) * 8}kB` : shown.get(name);
      return now !== undefined && sameValue(value, now) ? [] : [`${name}: ${value} became ${now ?? 'nothing'}`];
    });
  }

  async #rules(port: number, count: number): Promise<readonly string[]> {
    const wrong = await this.#rows(port, "select line_number || ': ' || error from pg_hba_file_rules where error is not null");
    const [read = ''] = await this.#rows(port, 'select count(*) from pg_hba_file_rules');
    return [...wrong, ...(Number(read) === count + 1 ? [] : [`${read} access rules were read, ${count + 1} are written`])];
  }

  /** Roles of the database are asked for a password, over TLS; without it, and whoever else there is, nobody gets that far. */
  async #entrances(port: number, [first = '']: readonly string[]): Promise<readonly string[]> {
    const [, databases = '', roles = ''] = first.split(/\s+/);
    const [database = '', role = ''] = [databases.split(',')[0], roles.split(',')[0]];
    const tries = [
      { as: role, to: database, sslmode: 'require', answer: 'no password supplied' },
      { as: role, to: database, sslmode: 'disable', answer: 'pg_hba.conf rejects connection' },
      { as: role, to: 'postgres', sslmode: 'require', answer: 'pg_hba.conf rejects connection' },
      { as: 'stranger', to: database, sslmode: 'require', answer: 'pg_hba.conf rejects connection' },
    ];
    const wrong: string[] = [];
    for (const { as, to, sslmode, answer } of tries) {
      const target = `host=127.0.0.1 port=${port} user=${as} dbname=${to} sslmode=${sslmode}`;
      const { stderr } = await run(this.programs.psql, [target, '--no-password', '-Xc', 'select 1']);
      if (!stderr.includes(answer)) wrong.push(`${as} to ${to} with sslmode ${sslmode}: ${stderr.trim()}`);
    }
    return wrong;
  }

  async #rows(port: number, query: string): Promise<readonly string[]> {
    const { code, stdout, stderr } = await this.#ask(port, query);
    return code === 0 ? stdout.split('\n').filter((line) => line !== '') : [stderr];
  }

  #ask(port: number, query: string) {
    return run(this.programs.psql, ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', '-d', 'postgres', '-AtXc', query]);
  }

  #run(command: string, ...args: readonly string[]): Promise<string> {
    const [first = '', ...rest] = [...this.#asNobody, command, ...args];
    return mustRun(first, rest);
  }
}
