/** Alertmanagers of a cluster as the operator starts them: three that know of each other, the configuration of dist. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, until, type Servers } from '../process';
import type { Alert } from './fired';
import { objects } from './rule-files';

interface AlertmanagerObject {
  readonly spec: { readonly replicas: number; readonly externalUrl: string; readonly clusterLabel: string };
}
interface Status {
  readonly cluster: { readonly status: string; readonly peers: readonly unknown[] };
}
interface AlertState extends Alert {
  readonly status: { readonly state: string; readonly inhibitedBy: readonly string[] };
}

export interface Alertmanagers {
  readonly urls: readonly string[];
  readonly externalUrl: string;
  /** Peers that the first one sees, itself among them. */
  peers(): Promise<number>;
  /** To all of them, as Prometheus does. */
  send(alerts: readonly Alert[]): Promise<void>;
  /** As the first one sees them. */
  alerts(): Promise<readonly AlertState[]>;
  /** Another one that wants to join, with a label of its own. */
  intruder(label: string): Promise<void>;
}

export interface StartProps {
  readonly program: string;
  readonly cluster: string;
  readonly config: string;
  readonly folder: string;
  readonly servers: Servers;
}

export async function alertmanagers({ program, cluster, config, folder, servers }: StartProps): Promise<Alertmanagers> {
  const spec = objects<AlertmanagerObject>(cluster, 'alertmanager-platform')[0]?.object.spec;
  if (spec === undefined) throw new Error(`dist/clusters/${cluster} has no Alertmanager`);
  const gossip: number[] = [];
  const start = async (name: string, label: string): Promise<string> => {
    const [web, own] = [await freePort(), await freePort()];
    const data = join(folder, name);
    rmSync(data, { recursive: true, force: true });
    mkdirSync(data, { recursive: true });
    const peers = gossip.map((port) => `--cluster.peer=127.0.0.1:${port}`);
    servers.start(
      program,
      [
        ...[
          `--config.file=${config}`,
          `--storage.path=${data}`,
          `--web.listen-address=127.0.0.1:${web}`,
          `--web.external-url=${spec.externalUrl}`,
          '--web.route-prefix=/',
        ],
        ...[`--cluster.listen-address=127.0.0.1:${own}`, `--cluster.label=${label}`, ...peers],
      ],
      join(folder, `${name}.log`),
    );
    gossip.push(own);
    const url = `http://127.0.0.1:${web}`;
    await until(`${cluster}: ${name} is ready`, 60, async () => ((await fetch(`${url}/-/ready`).catch(() => undefined))?.ok === true ? true : undefined));
    return url;
  };
  const urls: string[] = [];
  for (let index = 0; index < spec.replicas; index += 1) urls.push(await start(`alertmanager-${index}`, spec.clusterLabel));
  const [first = ''] = urls;
  const ask = async <T>(path: string): Promise<T> => (await (await fetch(`${first}/api/v2/${path}`)).json()) as T;
  const status = async (): Promise<Status['cluster']> => (await ask<Status>('status')).cluster;
  await until(`${cluster}: ${spec.replicas} Alertmanagers agree`, 60, async () => {
    const { status: state, peers } = await status();
    return state === 'ready' && peers.length === spec.replicas ? true : undefined;
  });
  return {
    urls,
    externalUrl: spec.externalUrl,
    peers: async () => (await status()).peers.length,
    send: async (alerts) => {
      for (const url of urls) {
        const answer = await fetch(`${url}/api/v2/alerts`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(alerts) });
        if (!answer.ok) throw new Error(`Alertmanager refuses alerts: ${answer.status} ${await answer.text()}`);
      }
    },
    alerts: () => ask('alerts'),
    intruder: async (label) => void (await start('intruder', label)),
  };
}
