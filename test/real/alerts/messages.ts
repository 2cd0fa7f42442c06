/** What reaches people: real alerts through three real Alertmanagers to addresses on loopback. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, type Servers } from '../process';
import type { Report } from '../report';
import { alertmanagers, type Alertmanagers } from './alertmanagers';
import { fired, type Alert } from './fired';
import { happens, inbox, type Inbox } from './inbox';
import { inhibitions, type Inhibition } from './inhibitions';
import { ruleFiles } from './rule-files';

export interface MessagesProps {
  readonly alertmanager: string;
  readonly prometheus: string;
  readonly cluster: string;
  readonly folder: string;
  /** Writes the configuration of the cluster, with the addresses of receivers mapped to loopback. */
  readonly configuration: (receivers: string) => string;
  readonly servers: Servers;
  readonly report: Report;
}

export async function messages(props: MessagesProps): Promise<void> {
  const { cluster, folder, servers, report } = props;
  const received = await inbox();
  try {
    const config = props.configuration(received.url);
    const running = await alertmanagers({ program: props.alertmanager, cluster, config, folder, servers });
    await deadMansSwitch(props, running);
    await running.send([...sent(cluster), ...inhibitions.flatMap((row, index) => pair(row, index))]);
    report.check(`${cluster}: ${inhibitions.length} pairs of alerts: what silences what, and what must ring beside it`, [
      ...inhibitionProblems(await running.alerts()),
      ...unexercised(config),
    ]);
    await running.intruder('another-cluster');
    await happens(90, () => received.received.filter(({ path }) => path !== '/heartbeat').length >= messagesWanted(cluster));
    report.check(`${cluster}: each group of alerts is one message to PagerDuty or Slack, worded for people`, [
      ...pages(cluster, running, received),
      ...tickets(cluster, running, received),
    ]);
    report.check(
      `${cluster}: the dead man's switch goes on: Prometheus to Alertmanager to the watcher, every minute`,
      await heartbeats(cluster, running, received),
    );
    // A minute has gone by since: whoever wanted to send a message twice has done so.
    report.check(`${cluster}: three Alertmanagers settle who sends; one of another cluster cannot join them`, [
      ...((await running.peers()) === 3 ? [] : [`${await running.peers()} peers`]),
      ...unsettled(received),
    ]);
  } finally {
    await received.stop();
    writeFileSync(join(folder, 'received.json'), JSON.stringify(received.received, null, 2));
  }
}

/** Groups of their own, apart from those of the pairs. */
const certificate = (cluster: string, namespace: string, name: string): Alert => {
  const { labels, annotations } = fired('CertificateExpiresSoon', cluster, { namespace, name });
  const renamed = (text = ''): string =>
    text.replaceAll('api/api-tls', `${namespace}/${name}`).replaceAll('-n api ', `-n ${namespace} `).replaceAll('certificate api-tls', `certificate ${name}`);
  return { labels, annotations: { summary: renamed(annotations['summary']), description: renamed(annotations['description']) } };
};
const sent = (cluster: string): readonly Alert[] => [
  certificate(cluster, 'api', 'api-tls'),
  certificate(cluster, 'console', 'one-tls'),
  certificate(cluster, 'console', 'two-tls'),
  fired('ApplicationDegraded', cluster),
  fired('NodeNotReady', cluster),
  { labels: { alertname: 'ForMachines', severity: 'none', cluster }, annotations: { summary: 'nobody reads this' } },
];

/** Each pair is a cluster of its own to Alertmanager, so that pairs do not see each other. */
const pairCluster = (index: number): string => `pair-${index}`;
const pair = ({ source, target }: Inhibition, index: number): readonly Alert[] =>
  [source, target].map(([name, labels]) => fired(name, pairCluster(index), labels));

function inhibitionProblems(states: Awaited<ReturnType<Alertmanagers['alerts']>>): readonly string[] {
  return inhibitions.flatMap(({ source: [source], target: [name], silenced }, index) => {
    const state = states.find(({ labels }) => labels['cluster'] === pairCluster(index) && labels['alertname'] === name)?.status;
    if (state === undefined) return [`${name} did not arrive`];
    return state.inhibitedBy.length > 0 === silenced ? [] : [`${source} ${silenced ? 'does not silence' : 'silences'} ${name} (${JSON.stringify(state)})`];
  });
}

interface Config {
  readonly inhibit_rules: readonly { readonly source_matchers: readonly string[]; readonly target_matchers: readonly string[] }[];
}

/** Inhibition rules that no pair needs. */
function unexercised(config: string): readonly string[] {
  const silenced = inhibitions.flatMap((row, index) => (row.silenced ? [pair(row, index)] : []));
  const { inhibit_rules } = JSON.parse(readFileSync(config, 'utf8')) as Config;
  return inhibit_rules
    .filter(
      ({ source_matchers, target_matchers }) => !silenced.some(([source, target]) => matches(source, source_matchers) && matches(target, target_matchers)),
    )
    .map((rule) => `no pair for ${JSON.stringify(rule)}`);
}

const matches = (alert: Alert | undefined, matchers: readonly string[]): boolean =>
  matchers.every((matcher) => {
    const [, label = '', operator = '', text = ''] = /^(\w+)(=~|!~|!=|=)"(.*)"$/.exec(matcher) ?? [];
    const value = alert?.labels[label] ?? '';
    const same = operator.includes('~') ? new RegExp(`^(?:${text})$`).test(value) : value === text;
    return operator.startsWith('!') ? !same : same;
  });

/** Groups of this cluster: two of certificates, one of the Application. */
const messagesWanted = (cluster: string): number =>
  new Set(
    sent(cluster)
      .filter(({ labels }) => labels['severity'] !== 'none')
      .map(({ labels }) => `${labels['alertname']} ${labels['namespace']}`),
  ).size + audible;
/** Groups of pairs that are not silenced. */
const audible = new Set(
  inhibitions.flatMap((row, index) =>
    pair(row, index)
      .filter((_, side) => side === 0 || !row.silenced)
      .filter(({ labels }) => labels['severity'] !== 'none')
      .map(({ labels }) => `${labels['cluster']} ${labels['alertname']} ${labels['namespace']}`),
  ),
).size;

interface Page {
  readonly routing_key: string;
  readonly event_action: string;
  readonly client_url: string;
  readonly payload: {
    readonly summary: string;
    readonly severity: string;
    readonly custom_details: { readonly firing: readonly Alert[]; readonly num_firing: number };
  };
}

function pages(cluster: string, { externalUrl }: Alertmanagers, { received }: Inbox): readonly string[] {
  const all = received.filter(({ path }) => path === '/pagerduty').map(({ body }) => body as Page);
  const own = all
    .filter(({ payload }) => payload.summary.startsWith(`${cluster}: `) && payload.summary.includes('Certificate'))
    .sort((a, b) => (a.payload.summary < b.payload.summary ? -1 : 1));
  const [many, one] = own;
  if (own.length !== 2 || many === undefined || one === undefined)
    return [`${own.length} pages about certificates of this cluster, not 2: ${own.map(({ payload }) => payload.summary).join('; ')}`];
  const { summary = '', description = '' } = certificate(cluster, 'api', 'api-tls').annotations;
  const single = { description, summary };
  return [
    ...same('the summary of a single alert', one.payload.summary, `${cluster}: ${summary}`),
    ...same('the summary of a group', many.payload.summary, `${cluster}: 2 x CertificateExpiresSoon in console`),
    ...same('the details', JSON.stringify(one.payload.custom_details.firing.map(({ annotations }) => annotations)), JSON.stringify([single])),
    ...same('the details of the group', many.payload.custom_details.firing.map(({ labels }) => labels['name']).join(), 'one-tls,two-tls'),
    ...same('the severity', one.payload.severity, 'critical'),
    ...same('the key', one.routing_key, routingKey),
    ...same('the action', one.event_action, 'trigger'),
    ...(one.client_url.startsWith(externalUrl) ? [] : [`the link is ${one.client_url}`]),
  ];
}

interface Ticket {
  readonly channel: string;
  readonly attachments: readonly {
    readonly title: string;
    readonly title_link: string;
    readonly text: string;
    readonly fallback: string;
    readonly color: string;
  }[];
}

function tickets(cluster: string, { externalUrl }: Alertmanagers, { received }: Inbox): readonly string[] {
  const all = received.filter(({ path }) => path === '/slack').map(({ body }) => body as Ticket);
  const own = all.flatMap((ticket) =>
    ticket.attachments.filter(({ title }) => title.startsWith(`${cluster}: `)).map((attachment) => ({ ...attachment, channel: ticket.channel })),
  );
  const [first] = own;
  if (first === undefined || own.length !== 1) return [`${own.length} messages of this cluster in Slack, not 1`];
  const { annotations } = fired('ApplicationDegraded', cluster);
  return [
    ...same('the channel', first.channel, '#data-platform-alerts'),
    ...same('the title', first.title, `${cluster}: ${annotations['summary']}`),
    ...same('the text', first.text.trim(), `${annotations['summary']}\n${annotations['description']}`),
    ...same('the short form', first.fallback, first.title),
    ...same('the colour', first.color, 'danger'),
    ...(first.title_link.startsWith(externalUrl) ? [] : [`the link is ${first.title_link}`]),
  ];
}

const same = (what: string, is: string, wanted: string): readonly string[] => (is === wanted ? [] : [`${what} is "${is}", not "${wanted}"`]);

/**
 * Messages that the replicas did not settle among themselves. Without gossip each of them sends every message, three in
 * all; with it one may come twice, where a busy machine lets it come too late.
 */
function unsettled({ received }: Inbox): readonly string[] {
  const bodies = received
    .filter(({ path }) => path !== '/heartbeat')
    .map(({ path, body }) => `${path} ${path === '/pagerduty' ? (body as { dedup_key: string }).dedup_key : JSON.stringify(body)}`);
  const sent = [...new Set(bodies)].map((body) => ({ body, times: bodies.filter((each) => each === body).length }));
  const again = sent.filter(({ times }) => times > 1);
  return [
    ...again.filter(({ times }) => times > 2).map(({ body, times }) => `sent ${times} times: ${body.slice(0, 200)}`),
    ...(again.length * 4 > sent.length ? [`${again.length} of ${sent.length} messages were sent more than once`] : []),
  ];
}

/** What the receivers' secrets hold. */
export const routingKey = 'routing-key-of-the-test';

/** Prometheus with the rule of the watchdog alone, and the Alertmanagers of its cluster. */
async function deadMansSwitch({ prometheus, cluster, folder, servers }: MessagesProps, { urls }: Alertmanagers): Promise<void> {
  const rule = ruleFiles(cluster, join(folder, 'rules')).find(({ file }) => file.includes('watchdog'))?.file ?? '';
  const config = join(folder, 'prometheus.yaml');
  writeFileSync(
    config,
    JSON.stringify({
      global: { evaluation_interval: '30s', external_labels: { cluster } },
      rule_files: [rule],
      alerting: { alertmanagers: [{ api_version: 'v2', static_configs: [{ targets: urls.map((url) => url.replace('http://', '')) }] }] },
    }),
  );
  const port = await freePort();
  servers.start(
    prometheus,
    [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'data')}`, `--web.listen-address=127.0.0.1:${port}`],
    join(folder, 'prometheus.log'),
  );
}

async function heartbeats(cluster: string, running: Alertmanagers, { received }: Inbox): Promise<readonly string[]> {
  const beats = () => received.filter(({ path }) => path === '/heartbeat');
  await happens(600, () => beats().length >= 2);
  const [first, second] = beats();
  if (first === undefined || second === undefined) return [`${beats().length} heartbeats within ten minutes`];
  const { alerts } = first.body as { readonly alerts: readonly Alert[] };
  // A node of the same cluster is down meanwhile.
  const inhibitedBy = (await running.alerts()).find(({ labels }) => labels['alertname'] === 'Watchdog')?.status.inhibitedBy ?? ['not there'];
  const seconds = (second.at - first.at) / 1000;
  return [
    ...(seconds > 45 && seconds < 180 ? [] : [`the second heartbeat came after ${seconds} s`]),
    ...(inhibitedBy.length === 0 ? [] : ['something silences it']),
    ...(alerts.length === 1 && alerts[0]?.labels['alertname'] === 'Watchdog' && alerts[0].labels['cluster'] === cluster
      ? []
      : [`it carries ${JSON.stringify(alerts)}`]),
  ];
}
