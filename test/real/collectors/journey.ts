/** Lines on their way: a file on a node, the agent, the gateway, and who stands in the place of Loki. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { authority } from '../certificates';
import { Hosts } from '../hosts';
import { clusters } from '../kubernetes/cluster';
import type { Servers } from '../process';
import type { Report } from '../report';
import { arriving } from './arriving';
import { journalctl, writeJournal, type JournalEntry } from './journal';
import { LogFile } from './log-file';
import { outages } from './outages';
import { RunningCollector } from './pipeline';
import { podOf, prepared } from './pods';
import { Receiver } from './receiver';
import { strangers } from './strangers';
import { eventsChange } from './validate';

export interface JourneyProps {
  readonly otelcol: string;
  readonly cluster: string;
  readonly work: string;
  readonly report: Report;
  readonly servers: Servers;
}

/** What the checks work on. */
export interface Stage {
  readonly cluster: Awaited<ReturnType<typeof clusters>>[number];
  readonly agent: RunningCollector;
  readonly gateway: RunningCollector;
  readonly receiver: Receiver;
  /** Log files of one pod of each tenant. */
  readonly files: Readonly<Record<Tenant, LogFile>>;
  readonly varLog: string;
  readonly report: Report;
}

/** Tenant -> a Deployment of dist/ whose lines are its. */
const deployments = { platform: 'thanos-query', workloads: 'api', audit: 'oauth2-proxy' } as const;
export type Tenant = keyof typeof deployments;

/** Where the collectors send to, by the names in dist/. */
const gatewayName = 'otel-gateway.observability.svc:4319';
const lokiName = 'loki.observability.svc:3100';

export async function journey({ otelcol, cluster: name, work, report, servers }: JourneyProps): Promise<void> {
  const say = (text: string): void => report.note(text);
  const [cluster] = await clusters({ names: [name], servers, work, say });
  if (cluster === undefined || cluster.given)
    return report.skip('lines on their way', 'they need pods on a node without a kubelet, which a cluster of yours would delete: run it without KUBECONFIG');
  const [hosts, receiver] = [await Hosts.start(), await Receiver.start()];
  try {
    await prepared(cluster, ['otel-agent', 'otel-gateway', 'thanos', 'api', 'login-proxy']);
    const folder = (part: string): string => join(work, 'run', part);
    rmSync(join(work, 'run'), { recursive: true, force: true });
    const varLog = folder('node/var/log');
    mkdirSync(folder('node/var/lib/otelcol'), { recursive: true });
    const common = { cluster, program: otelcol, hosts, servers, ca: await authority(folder('ca'), 'internal') };
    const gateway = await RunningCollector.prepare({ ...common, name: 'otel-gateway', folder: folder('gateway'), changes: [eventsChange] });
    const agent = await RunningCollector.prepare({
      ...common,
      name: 'otel-agent',
      folder: folder('agent'),
      changes: nodeFolders(folder('node'), await journalctl(say)),
    });
    await writeJournal(join(varLog, 'journal/0123456789abcdef0123456789abcdef'), journal, say);
    hosts.serve(gatewayName, gateway.port(4319));
    hosts.serve(lokiName, receiver.port);
    const files = await logFiles(cluster, varLog);
    const stage: Stage = { cluster, agent, gateway, receiver, files, varLog, report };
    await arriving(stage);
    await strangers(stage, folder('foreign'));
    await outages(stage);
    report.check('the collectors asked for no host that dist/ does not tell them', [...hosts.unknown]);
    report.check('every request is one that Loki takes: its path, its tenant, its protobuf', [...receiver.faults]);
  } finally {
    await servers.stop();
    await receiver.stop();
    await hosts.stop();
  }
}

/** Folders of the node in a scratch folder; its journal is read without the change of root, which only root may do. */
const nodeFolders = (node: string, reader: string): readonly (readonly [string, string])[] => [
  ['/var/log/', `${node}/var/log/`],
  ['/var/lib/otelcol', `${node}/var/lib/otelcol`],
  ['root_path: /host', 'root_path: ""'],
  ['/usr/bin/journalctl', reader],
];

/** What the kubelet says, what it says to developers, and what another service says. */
export const journal: readonly JournalEntry[] = [
  { unit: 'kubelet.service', priority: 6, message: 'node registered' },
  { unit: 'kubelet.service', priority: 7, message: 'of use to developers' },
  { unit: 'sshd.service', priority: 6, message: 'of another service' },
  { unit: 'containerd.service', priority: 3, message: 'image cannot be pulled' },
];

async function logFiles(cluster: Stage['cluster'], varLog: string): Promise<Stage['files']> {
  const file = async (tenant: Tenant): Promise<LogFile> => new LogFile(varLog, await podOf(cluster, deployments[tenant]));
  return { platform: await file('platform'), workloads: await file('workloads'), audit: await file('audit') };
}
