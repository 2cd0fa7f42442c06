/** One cluster in the hands of its delivery and of the operator's stand-in. */
import type { KubeObject } from '../../../lib/components';
import { apply, delivery, engineer, listOf, type LiveObject } from '../kubernetes/apply';
import type { Cluster } from '../kubernetes/cluster';
import type { InputFolder } from './files';

export type PostgresCluster = LiveObject & {
  readonly metadata: { readonly uid: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly plugins: readonly { readonly parameters: { readonly serverName: string } }[];
    readonly bootstrap: Readonly<
      Record<string, { readonly source?: string; readonly secret?: { readonly name: string }; readonly recoveryTarget?: object } | undefined>
    >;
    readonly externalClusters?: readonly { readonly name: string; readonly plugin: { readonly parameters: Readonly<Record<string, string>> } }[];
    readonly replica?: { readonly self: string; readonly primary: string; readonly source: string; readonly promotionToken?: string };
  };
};

const kept = 'Prune=false';

export class Site {
  readonly name: string;
  readonly #applied = new Map<string, readonly KubeObject[]>();

  constructor(
    readonly cluster: Cluster,
    private readonly input: InputFolder,
  ) {
    this.name = cluster.name;
  }

  /** Applies what git has of a tenant; takes away what it no longer has, but for what says that it stays. Problems. */
  async deliver(tenant: string): Promise<readonly string[]> {
    const component = `tenant-${tenant}`;
    const objects = await this.input.objects(this.name, component);
    const { problems } = await apply(this.cluster, ['-'], { as: delivery, input: listOf(objects) });
    const gone = (this.#applied.get(component) ?? []).filter((old) => !objects.some((now) => same(now, old)) && !stays(old));
    this.#applied.set(component, objects);
    const pruned: string[] = [];
    for (const { kind, apiVersion, metadata } of gone) {
      const resource = apiVersion.includes('/') ? `${kind}.${apiVersion.split('/')[1] ?? ''}.${apiVersion.split('/')[0] ?? ''}` : kind;
      const { code, stderr } = await this.cluster.kubectl(
        ['delete', resource, metadata.name, ...(metadata.namespace === undefined ? [] : ['-n', metadata.namespace]), '--wait=false'],
        { as: delivery },
      );
      if (code !== 0) pruned.push(`${kind} ${metadata.name} cannot be pruned: ${stderr}`);
    }
    return [...problems, ...pruned];
  }

  async get(namespace: string, name: string): Promise<PostgresCluster | undefined> {
    const { code, stdout } = await this.cluster.kubectl(['get', 'clusters.postgresql.cnpg.io', name, '-n', namespace, '-o', 'json']);
    return code === 0 ? (JSON.parse(stdout) as PostgresCluster) : undefined;
  }

  async names(kind: string, namespace: string): Promise<readonly string[]> {
    const { stdout } = await this.cluster.kubectl(['get', kind, '-n', namespace, '-o', 'jsonpath={.items[*].metadata.name}']);
    return stdout.split(' ').filter((name) => name !== '');
  }

  /** What the operator writes about a database. */
  async status(namespace: string, name: string, status: object): Promise<void> {
    const { code, stderr } = await this.cluster.kubectl([
      ...['patch', 'clusters.postgresql.cnpg.io', name, '-n', namespace, '--subresource', 'status', '--type', 'merge'],
      ...['-p', JSON.stringify({ status })],
    ]);
    if (code !== 0) throw new Error(stderr);
  }

  /** As a person: what it printed, or why it did not. */
  async asked(...args: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
    const { code, stdout, stderr } = await this.cluster.kubectl(args, { as: engineer });
    return { code: code ?? 1, text: stdout + stderr };
  }
}

const same = (one: KubeObject, other: KubeObject): boolean =>
  one.kind === other.kind &&
  one.apiVersion === other.apiVersion &&
  one.metadata.name === other.metadata.name &&
  one.metadata.namespace === other.metadata.namespace;

const stays = ({ metadata: { annotations } }: KubeObject): boolean => annotations?.['argocd.argoproj.io/sync-options']?.includes(kept) === true;
