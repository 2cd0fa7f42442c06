/** A Thanos container of dist/ as a process: its arguments and files, with folders of the pod mapped to a scratch folder. */
import type { ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { objects } from '../alerts/rule-files';
import { freePort, stopped, until, type Servers } from '../process';

interface Volume {
  readonly name: string;
  readonly configMap?: { readonly name: string };
  readonly secret?: { readonly secretName: string };
}
interface Container {
  readonly image: string;
  readonly args: readonly string[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}
interface Workload {
  readonly spec: {
    readonly template: {
      readonly spec: { readonly serviceAccountName: string; readonly containers: readonly [Container]; readonly volumes?: readonly Volume[] };
    };
  };
}

export interface PodSpec {
  readonly image: string;
  readonly serviceAccount: string;
  readonly args: readonly string[];
  readonly mounts: readonly { readonly path: string; readonly volume: Volume }[];
}

/** Workloads of the component, by their names. */
export function podSpecs(cluster: string): Readonly<Record<string, PodSpec>> {
  const found = ['deployment-thanos-', 'statefulset-thanos-'].flatMap((prefix) =>
    objects<Workload & { readonly metadata: { readonly name: string } }>(cluster, prefix),
  );
  return Object.fromEntries(
    found.map(({ object }) => {
      const { serviceAccountName, containers, volumes = [] } = object.spec.template.spec;
      const [{ image, args, volumeMounts = [] }] = containers;
      // What is not among the volumes is a claim: a disk.
      const mounts = volumeMounts.map(({ name, mountPath }) => ({ path: mountPath, volume: volumes.find((each) => each.name === name) ?? { name } }));
      return [object.metadata.name, { image, serviceAccount: serviceAccountName, args, mounts }];
    }),
  );
}

export interface PodProps {
  readonly cluster: string;
  readonly spec: PodSpec;
  readonly folder: string;
  /** Name of a Secret -> folder with its files. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Changes the text of a file of a ConfigMap; addresses only. */
  readonly addresses?: (text: string) => string;
}

/** Writes what is mounted; returns the arguments, which name the places here. */
export function mounted({ cluster, spec, folder, secrets, addresses = (text) => text }: PodProps): readonly string[] {
  const local = (text: string): string => spec.mounts.reduce((current, { path }) => current.replaceAll(path, join(folder, path)), text);
  for (const { path, volume } of spec.mounts) {
    const target = join(folder, path);
    mkdirSync(target, { recursive: true });
    for (const [name, text] of Object.entries(volume.configMap === undefined ? {} : configMap(cluster, volume.configMap.name)))
      writeFileSync(join(target, name), addresses(local(text)));
    if (volume.secret === undefined) continue;
    const files = secrets[volume.secret.secretName];
    if (files === undefined) throw new Error(`nobody makes the secret ${volume.secret.secretName}`);
    cpSync(files, target, { recursive: true });
  }
  return spec.args.map(local);
}

export function configMap(cluster: string, name: string): Readonly<Record<string, string>> {
  const [found] = objects<{ readonly data: Readonly<Record<string, string>> }>(cluster, `configmap-${name}.`);
  if (found === undefined) throw new Error(`dist/clusters/${cluster} has no ConfigMap ${name}`);
  return found.object.data;
}

export interface ThanosProps {
  readonly program: string;
  readonly name: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly servers: Servers;
  readonly env: Readonly<Record<string, string>>;
  /** @default true */
  readonly grpc?: boolean;
}

/** A running component of Thanos. */
export class Thanos {
  readonly #props: ThanosProps;
  #process: ChildProcess | undefined;

  private constructor(
    props: ThanosProps,
    readonly http: number,
    readonly grpc: number,
  ) {
    this.#props = props;
  }

  /** Ports are known before it runs, since others are told of them. */
  static async prepare(props: ThanosProps): Promise<Thanos> {
    mkdirSync(props.folder, { recursive: true });
    return new Thanos(props, await freePort(), await freePort());
  }

  start(args = this.#props.args): void {
    const { program, folder, servers, env, grpc = true } = this.#props;
    const listen = [`--http-address=127.0.0.1:${this.http}`, ...(grpc ? [`--grpc-address=127.0.0.1:${this.grpc}`] : [])];
    this.#process = servers.start(program, [...args, ...listen], this.log, { env, cwd: folder });
  }

  get log(): string {
    return join(this.#props.folder, 'log.txt');
  }

  /** Why it is not ready after `seconds`; empty if it is. */
  async notReady(seconds = 60): Promise<readonly string[]> {
    const ready = async (): Promise<true | undefined> => {
      if (this.#process !== undefined && this.#process.exitCode !== null) throw new Error(`${this.#props.name} ended`);
      return (await fetch(`http://127.0.0.1:${this.http}/-/ready`).catch(() => undefined))?.ok === true ? true : undefined;
    };
    return until(`${this.#props.name} is ready`, seconds, ready).then(
      () => [],
      (cause: unknown) => [`${String(cause)}\n${readFileSync(this.log, 'utf8').split('\n').slice(-6).join('\n')}`],
    );
  }

  async stop(): Promise<void> {
    if (this.#process !== undefined) await stopped(this.#process);
  }

  async get<T>(path: string): Promise<T> {
    const answer = await fetch(`http://127.0.0.1:${this.http}${path}`);
    return (await answer.json()) as T; // the caller knows Prometheus' API
  }

  async metricNames(): Promise<readonly string[]> {
    const text = await (await fetch(`http://127.0.0.1:${this.http}/metrics`)).text();
    return [...text.matchAll(/^(\w+)(?:\{.*\})? \S+$/gm)].map(([, name = '']) => name);
  }
}
