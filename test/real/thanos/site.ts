/** All that dist/ runs of Thanos in one cluster, over a stand-in for its cloud's object store. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { objects } from '../alerts/rule-files';
import type { Authority } from '../certificates';
import { Hosts } from '../hosts';
import { azure } from '../object-stores/azure';
import { s3 } from '../object-stores/s3';
import type { ObjectStore } from '../object-stores/store';
import { until, type Servers } from '../process';
import { configMap, mounted, podSpecs, Thanos, type PodSpec } from './pod';
import { ages, prometheusObject, replica } from './prometheus';

export interface Programs {
  readonly thanos: string;
  readonly prometheus: string;
  readonly promtool: string;
  readonly gofakes3: string;
  readonly azurite: string;
}

export interface SiteProps {
  readonly cluster: string;
  readonly programs: Programs;
  readonly folder: string;
  readonly servers: Servers;
  /** Signs the certificates of the cloud's servers. */
  readonly ca: Authority;
  readonly azureTenant: string;
  readonly secrets: Readonly<Record<string, string>>;
}

interface StoreFile {
  readonly type: 'S3' | 'AZURE';
  readonly config: { readonly bucket: string; readonly region: string; readonly storage_account: string; readonly container: string };
}

export class Site {
  private constructor(
    readonly props: SiteProps,
    readonly hosts: Hosts,
    readonly store: ObjectStore,
    readonly replicas: readonly { readonly sidecar: Thanos; readonly stop: () => Promise<void> }[],
    /** By the names of their workloads. */
    readonly pods: Readonly<Record<string, Thanos>>,
    readonly specs: Readonly<Record<string, PodSpec>>,
  ) {}

  /** The replicas of Prometheus run and their blocks are in the bucket; the rest is ready to start. */
  static async prepare(props: SiteProps): Promise<Site> {
    const { cluster, programs, folder, servers, ca } = props;
    mkdirSync(folder, { recursive: true });
    const hosts = await Hosts.start();
    const store = await objectStore(props, hosts);
    const env = (serviceAccount: string, identity: boolean): Readonly<Record<string, string>> => ({
      ...hosts.env,
      SSL_CERT_FILE: ca.certificate,
      ...(identity ? store.env(serviceAccount) : {}),
    });
    const { spec } = prometheusObject(cluster);
    const replicas = await Promise.all(
      Array.from({ length: spec.replicas }, (_, index) =>
        replica({ cluster, index, programs, folder: join(folder, `prometheus-${index}`), servers, env: env(spec.serviceAccountName, true) }),
      ),
    );
    const specs = podSpecs(cluster);
    const entries = Object.entries(specs).map(async ([name, pod]) => {
      const grpc = !['compact', 'query-frontend'].includes(pod.args[0] ?? '');
      const bucket = pod.args.some((arg) => arg.startsWith('--objstore.config-file'));
      const made = {
        program: programs.thanos,
        name: `${cluster} ${name}`,
        args: pod.args,
        folder: join(folder, name),
        servers,
        env: env(pod.serviceAccount, bucket),
        grpc,
      };
      return [name, await Thanos.prepare(made)] as const;
    });
    const site = new Site(props, hosts, store, replicas, Object.fromEntries(await Promise.all(entries)), specs);
    hosts.serve('thanos-query.observability.svc:10902', site.pod('thanos-query').http);
    return site;
  }

  get name(): string {
    return this.props.cluster;
  }

  pod(name: string): Thanos {
    const pod = this.pods[name];
    if (pod === undefined) throw new Error(`dist/clusters/${this.props.cluster} has no workload ${name}`);
    return pod;
  }

  /** Starts a workload with its arguments and files; with other secrets where they are given. */
  start(name: string, secrets = this.props.secrets, as: Thanos = this.pod(name)): void {
    const spec = this.specs[name];
    if (spec === undefined) throw new Error(`dist/clusters/${this.props.cluster} has no workload ${name}`);
    as.start(mounted({ cluster: this.props.cluster, spec, folder: join(this.props.folder, name), secrets, addresses: (text) => this.#addresses(text) }));
  }

  /** Blocks in the bucket: one of each age from each replica. */
  async uploaded(): Promise<readonly string[]> {
    const wanted = this.replicas.length * Object.keys(ages).length;
    const blocks = async (): Promise<number> => (await this.store.keys()).filter((key) => key.endsWith('/meta.json')).length;
    return until('blocks in the bucket', 90, async () => ((await blocks()) >= wanted ? true : undefined)).then(
      () => [],
      async () => [`${await blocks()} of ${wanted} blocks are there`],
    );
  }

  /** As if the blocks had been there for hours: the compactor leaves alone what has just come. */
  async age(): Promise<void> {
    const hoursAgo = new Date(Date.now() - 3 * 3_600_000).toISOString();
    for (const key of (await this.store.keys()).filter((each) => each.endsWith('/meta.json'))) {
      const meta = JSON.parse(await this.store.read(key)) as { readonly thanos: object };
      await this.store.write(key, JSON.stringify({ ...meta, thanos: { ...meta.thanos, upload_time: hoursAgo } }));
    }
  }

  /** Names that Thanos resolves itself, through the DNS of the cluster: every pod behind a Service. */
  #addresses(text: string): string {
    const at = (pods: readonly Thanos[]): string => pods.map(({ grpc }) => `address: 127.0.0.1:${grpc}`).join('\n- ');
    return text
      .replace('address: dnssrv+_grpc._tcp.prometheus-sidecars.observability.svc.cluster.local', at(this.replicas.map(({ sidecar }) => sidecar)))
      .replace('address: dnssrv+_grpc._tcp.thanos-store.observability.svc.cluster.local', at([this.pod('thanos-store')]));
  }

  async stop(): Promise<void> {
    await this.store.stop();
    await this.hosts.stop();
  }
}

/** The file in dist/ says which cloud, bucket and region. */
async function objectStore({ cluster, programs, folder, servers, ca, azureTenant }: SiteProps, hosts: Hosts): Promise<ObjectStore> {
  const file = parse(configMap(cluster, 'thanos-object-store')['objstore.yml'] ?? '') as StoreFile;
  const common = { folder: join(folder, 'cloud'), hosts, servers, ca };
  const { bucket, region, storage_account: account, container } = file.config;
  return file.type === 'S3'
    ? s3({ ...common, gofakes3: programs.gofakes3, bucket, region })
    : azure({ ...common, azurite: programs.azurite, account, container, tenant: azureTenant, identities: identities(cluster) });
}

interface ServiceAccount {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
}

const identities = (cluster: string): ReadonlyMap<string, string> =>
  new Map(
    objects<ServiceAccount>(cluster, 'serviceaccount-').flatMap(({ object: { metadata } }) => {
      const id = metadata.annotations?.['azure.workload.identity/client-id'];
      return id === undefined ? [] : [[metadata.name, id] as const];
    }),
  );
