/** Prometheus itself with the rule files of a cluster: it scrapes, evaluates every group, and hands its alerts on. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { freePort, until, type Servers } from '../process';
import type { Report } from '../report';
import { exposition, failingShare, type Service } from './exposition';
import { happens } from './inbox';
import { objects, type RuleFile } from './rule-files';

export interface RunningProps {
  readonly program: string;
  readonly cluster: string;
  readonly folder: string;
  readonly rules: readonly RuleFile[];
  readonly servers: Servers;
  readonly report: Report;
}

interface PrometheusObject {
  readonly spec: { readonly externalLabels: Readonly<Record<string, string>> };
}
interface RulesAnswer {
  readonly data: {
    readonly groups: readonly {
      readonly name: string;
      readonly lastEvaluation: string;
      readonly rules: readonly { readonly name: string; readonly health: string; readonly lastError?: string }[];
    }[];
  };
}
interface QueryAnswer {
  readonly data: { readonly result: readonly { readonly metric: Readonly<Record<string, string>>; readonly value: readonly [number, string] }[] };
}
interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

interface AlertState extends Alert {
  readonly state: string;
}
type Api = <T>(path: string) => Promise<T>;

/** Days are recorded every two minutes. */
const patience = 150;

export async function running({ program, cluster, folder, rules, servers, report }: RunningProps): Promise<void> {
  const declared = rules.flatMap(({ rules: own }) => own.filter(({ record }) => record === 'slo:endpoint_objective:ratio').map(({ labels = {} }) => labels));
  const services = declared.map(({ namespace = '', service = '' }): Service => ({ namespace, service }));
  const broken = declared.find(({ audience }) => audience === 'workload') ?? declared[0] ?? {};
  const failing = ({ namespace, service }: Service): boolean => namespace === broken['namespace'] && service === broken['service'];
  const target = await exposition(
    services,
    failing,
    rules.flatMap((file) => file.rules.map(({ expr }) => expr)),
  );
  const received = await alertReceiver();
  try {
    const url = await start({ program, cluster, folder, rules, servers, report }, target.port, received.port);
    const api: Api = async <T>(path: string): Promise<T> => (await (await fetch(`${url}/api/v1/${path}`)).json()) as T;
    const value = async (expr: string): Promise<QueryAnswer['data']['result']> =>
      (await api<QueryAnswer>(`query?query=${encodeURIComponent(expr)}`)).data.result;

    const up = await until(`${cluster}: Prometheus scrapes its targets`, 90, async () => {
      const found = await value('up == 1').catch(() => []);
      return found.filter(({ metric }) => ['itself', 'table'].includes(metric['test_target'] ?? '')).length === 2 ? found : undefined;
    });
    report.check(
      `${cluster}: Prometheus scrapes itself and a target with every metric that rules and dashboards name`,
      up.length > 0 ? [] : ['no target is up'],
    );

    const groups = await until(`${cluster}: each rule group is evaluated`, patience, async () => {
      const { data } = await api<RulesAnswer>('rules');
      const states = data.groups.flatMap((group) => group.rules.map(({ health }) => health));
      return states.length > 0 && !states.includes('unknown') ? data.groups : undefined;
    });
    const wanted = rules.flatMap((file) => file.groups).length;
    report.check(`${cluster}: Prometheus evaluates ${wanted} groups with ${rules.flatMap((file) => file.rules).length} rules without an error`, [
      ...(groups.length === wanted ? [] : [`it has ${groups.length} groups`]),
      ...groups.flatMap(({ name, rules: own }) =>
        own.flatMap((rule) => (rule.health === 'ok' && (rule.lastError ?? '') === '' ? [] : [`${name} ${rule.name}: ${rule.health} ${rule.lastError ?? ''}`])),
      ),
    ]);
    report.check(`${cluster}: each recording has values, and the share of failures is the one of the traffic`, await recorded(rules, value, services, failing));
    report.check(`${cluster}: the endpoint that fails every tenth request burns its budget, by name`, await burning(api, broken));
    report.check(`${cluster}: alerts reach Alertmanager with the labels of the cluster`, await delivered(cluster, received.alerts));
  } finally {
    await Promise.all([target.stop(), received.stop()]);
  }
}

async function start({ program, cluster, folder, rules, servers }: RunningProps, target: number, alertmanager: number): Promise<string> {
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const data = join(folder, 'data');
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  const externalLabels = objects<PrometheusObject>(cluster, 'prometheus-platform')[0]?.object.spec.externalLabels ?? {};
  const scrape = (name: string, at: string) => ({ job_name: name, honor_labels: true, static_configs: [{ targets: [at], labels: { test_target: name } }] });
  const config = {
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '30s', external_labels: externalLabels },
    rule_files: rules.map(({ file }) => file),
    scrape_configs: [scrape('itself', address), { ...scrape('table', `127.0.0.1:${target}`), scrape_interval: '5s', scrape_timeout: '5s' }],
    alerting: { alertmanagers: [{ api_version: 'v2', static_configs: [{ targets: [`127.0.0.1:${alertmanager}`] }] }] },
  };
  const file = join(folder, 'prometheus.yaml');
  writeFileSync(file, JSON.stringify(config));
  servers.start(program, [`--config.file=${file}`, `--storage.tsdb.path=${data}`, `--web.listen-address=${address}`], join(folder, 'prometheus.log'));
  await until(`${cluster}: Prometheus is ready`, 60, async () =>
    (await fetch(`http://${address}/-/ready`).catch(() => undefined))?.ok === true ? true : undefined,
  );
  return `http://${address}`;
}

async function recorded(
  rules: readonly RuleFile[],
  value: (expr: string) => Promise<QueryAnswer['data']['result']>,
  services: readonly Service[],
  failing: (service: Service) => boolean,
): Promise<readonly string[]> {
  // What is recorded every two minutes has its first value after up to four: promtool tests that.
  const often = rules.flatMap((file) => file.groups.filter(({ interval }) => interval === '30s'));
  const names = [...new Set(often.flatMap((group) => group.rules.flatMap(({ record }) => record ?? [])))];
  const problems: string[] = [];
  for (const name of names) {
    const found = await until(name, 75, async () => ((await value(name)).length > 0 ? true : undefined)).catch(() => false);
    if (!found) problems.push(`${name} has no value`);
  }
  const shares = await value('slo:endpoint_error_ratio:5m');
  for (const each of services) {
    const share = Number(shares.find(({ metric }) => metric['service'] === each.service && metric['namespace'] === each.namespace)?.value[1] ?? NaN);
    const wanted = failing(each) ? failingShare : 0;
    if (!(Math.abs(share - wanted) < 0.01)) problems.push(`${each.service}: ${share} of its requests fail, not ${wanted}`);
  }
  return problems;
}

/** Alerts that ring at once. */
async function delivered(cluster: string, alerts: ReadonlyMap<string, Alert>): Promise<readonly string[]> {
  const wanted = ['Watchdog', 'ContainerOutOfMemory'];
  await happens(60, () => wanted.every((name) => alerts.has(name)));
  return wanted.flatMap((name) => {
    const alert = alerts.get(name);
    if (alert === undefined) return [`${name} did not arrive`];
    const { cluster: of, region, cloud } = alert.labels;
    return of === cluster && region !== undefined && cloud !== undefined ? [] : [`${name} has the labels ${JSON.stringify(alert.labels)}`];
  });
}

/** The endpoint that fails waits its two minutes, with the words that it will ring with. */
async function burning(api: Api, broken: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const find = async (): Promise<AlertState | undefined> =>
    (await api<{ readonly data: { readonly alerts: readonly AlertState[] } }>('alerts')).data.alerts.find(
      ({ labels }) => labels['alertname'] === 'EndpointBudgetBurning',
    );
  const alert = await until('EndpointBudgetBurning', 90, find).catch(() => undefined);
  if (alert === undefined) return ['no endpoint burns its budget'];
  const { labels, annotations } = alert;
  const summary = `${broken['host'] ?? ''} fails 10% of its requests`;
  return [
    ...(['namespace', 'service', 'audience'].every((name) => labels[name] === broken[name]) ? [] : [`it has the labels ${JSON.stringify(labels)}`]),
    ...(annotations['summary'] === summary ? [] : [`its summary is "${annotations['summary']}", not "${summary}"`]),
  ];
}

/** Takes alerts as Alertmanager does; the newest of each name is kept. */
async function alertReceiver() {
  const alerts = new Map<string, Alert>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      for (const alert of JSON.parse(Buffer.concat(chunks).toString()) as readonly Alert[]) alerts.set(alert.labels['alertname'] ?? '', alert);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    alerts,
    port: (server.address() as AddressInfo).port, // a TCP server has a port
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
