/**
 * Agent and gateway of one cluster as processes, with the configurations of dist/. Mapped are: addresses to free ports
 * of loopback, folders to scratch folders, the account of the pod to a kubeconfig with its token. Names of hosts stay
 * (see hosts.ts), and so does everything in TLS.
 */
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { objects } from '../alerts/rule-files';
import { issue, type Authority, type Certificate } from '../certificates';
import type { Hosts } from '../hosts';
import type { Cluster } from '../kubernetes/cluster';
import { freePort, stopped, until, type Servers } from '../process';
import { configuration, mapped, type Collector } from './configuration';
import { nodeName, tokenOf } from './pods';

export interface CollectorProps {
  readonly cluster: Cluster;
  readonly name: Collector;
  readonly program: string;
  readonly folder: string;
  readonly hosts: Hosts;
  readonly servers: Servers;
  /** What issues certificates inside the cluster. */
  readonly ca: Authority;
  /** Further text to replace. */
  readonly changes?: readonly (readonly [from: string, to: string])[];
}

const namespaces: Readonly<Record<Collector, string>> = { 'otel-agent': 'observability-agents', 'otel-gateway': 'observability' };
/** Ports that a configuration listens on. */
const listens: Readonly<Record<Collector, readonly number[]>> = { 'otel-agent': [13133], 'otel-gateway': [13133, 4317, 4318, 4319] };
const metricsPort = 8888;

/** Text replaced in both configurations. */
const common = (folder: string): readonly (readonly [string, string])[] => [
  ['/etc/otelcol/tls', join(folder, 'tls')],
  ['auth_type: serviceAccount', 'auth_type: kubeConfig'],
];

export class RunningCollector {
  readonly #props: CollectorProps;
  readonly #ports: ReadonlyMap<number, number>;
  readonly #env: Readonly<Record<string, string>>;
  #process: ChildProcess | undefined;
  #starts = 0;

  private constructor(props: CollectorProps, ports: ReadonlyMap<number, number>, env: Readonly<Record<string, string>>) {
    this.#props = props;
    this.#ports = ports;
    this.#env = env;
  }

  /** Certificate, configuration and account are ready; it does not run yet. */
  static async prepare(props: CollectorProps): Promise<RunningCollector> {
    const { cluster, name, folder, hosts, ca, changes = [] } = props;
    mkdirSync(folder, { recursive: true });
    const [certificate] = objects<Certificate>(cluster.name, `certificate-${name}.`);
    if (certificate === undefined) throw new Error(`dist/clusters/${cluster.name} has no Certificate ${name}`);
    await issue(certificate.object, ca, join(folder, 'tls'));
    const ports = new Map<number, number>();
    for (const port of [...listens[name], metricsPort]) ports.set(port, await freePort());
    const { text, container } = configuration(cluster.name, name);
    const addresses = listens[name].map((port) => [`"0.0.0.0:${port}"`, `127.0.0.1:${ports.get(port)}`] as const);
    const metrics = [['host: "0.0.0.0"', 'host: 127.0.0.1'] as const, [`port: ${metricsPort}`, `port: ${ports.get(metricsPort)}`] as const];
    writeFileSync(join(folder, 'config.yaml'), mapped(text, [...common(folder), ...addresses, ...metrics, ...changes]));
    const kubeconfig = await accountFile(cluster, name, folder);
    const env = Object.fromEntries((container.env ?? []).map((each) => [each.name, each.value ?? nodeName]));
    return new RunningCollector(props, ports, { ...env, ...hosts.env, KUBECONFIG: kubeconfig });
  }

  /** Local port of what listens on `port` in the pod. */
  port(port: number): number {
    return this.#ports.get(port) ?? 0;
  }

  /** Folder with the files of its Secret: tls.crt, tls.key, ca.crt. */
  get secret(): string {
    return join(this.#props.folder, 'tls');
  }

  get log(): string {
    return join(this.#props.folder, `log-${this.#starts}.txt`);
  }

  /** Runs it until it says that it is healthy. */
  async start(): Promise<void> {
    const { program, servers, folder, name } = this.#props;
    this.#starts += 1;
    const { args } = configuration(this.#props.cluster.name, name).container;
    const local = args.map((arg) => arg.replace('/etc/otelcol/config.yaml', join(folder, 'config.yaml')));
    this.#process = servers.start(program, local, this.log, { env: this.#env });
    await until(`${name} is healthy`, 60, async () => {
      if (this.#process?.exitCode !== null) throw new Error(`${name} ended:\n${this.lastWords()}`);
      const answer = await fetch(`http://127.0.0.1:${this.port(13133)}/`).catch(() => undefined);
      return answer?.ok === true ? true : undefined;
    });
  }

  /** As a rollout does. */
  async stop(): Promise<void> {
    if (this.#process !== undefined) await stopped(this.#process);
  }

  /** As a node that loses power. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null) return;
    const closed = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await closed;
  }

  lastWords(): string {
    return existsSync(this.log) ? readFileSync(this.log, 'utf8').split('\n').slice(-8).join('\n') : '';
  }

  /** Largest memory that it has had, in MiB. @default - NaN where the system does not tell */
  get peakMemoryMiB(): number {
    const file = `/proc/${this.#process?.pid}/status`;
    return existsSync(file) ? Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'))?.[1]) / 1024 : NaN;
  }

  /** What Prometheus reads, by name and labels. */
  async metrics(): Promise<ReadonlyMap<string, number>> {
    const text = await (await fetch(`http://127.0.0.1:${this.port(metricsPort)}/metrics`)).text();
    return new Map([...text.matchAll(/^(\w+(?:\{[^}]*\})?) (\S+)$/gm)].map(([, name = '', value = '']) => [name, Number(value)]));
  }
}

/** The API server as the pod of this collector sees it. */
async function accountFile(cluster: Cluster, name: Collector, folder: string): Promise<string> {
  const { stdout } = await cluster.kubectl(['config', 'view', '--raw', '-o', 'json']);
  const config = JSON.parse(stdout) as { readonly users: readonly { readonly name: string }[] }; // a kubeconfig
  const token = await tokenOf(cluster, name, namespaces[name]);
  const file = join(folder, 'kubeconfig');
  writeFileSync(file, JSON.stringify({ ...config, users: config.users.map((user) => ({ name: user.name, user: { token } })) }), { mode: 0o600 });
  return file;
}
