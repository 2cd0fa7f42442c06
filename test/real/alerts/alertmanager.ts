/** The routing of each cluster: read by amtool, then by Alertmanagers of the version that is deployed, which send real messages. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Part } from '../part';
import { run } from '../process';
import { debianProgram, goPrograms, goVersion } from '../programs';
import type { Report } from '../report';
import { messages, routingKey } from './messages';
import { objects, ruleFiles, type Rule } from './rule-files';

interface RoutingSecret {
  readonly spec: { readonly target: { readonly template?: { readonly data?: Readonly<Record<string, string>> } } };
}
interface Templates {
  readonly data: Readonly<Record<string, string>>;
}

export const alertmanager: Part = async ({ report, servers, work, platform }) => {
  const say = (text: string): void => report.note(text);
  const programs = await goPrograms('alertmanager', say);
  const prometheus = await debianProgram({ program: 'prometheus', package: 'prometheus', say });
  const amtool = programs('amtool');
  report.note(`amtool and Alertmanager ${goVersion('alertmanager', 'github.com/prometheus/alertmanager')}`);
  const clusters = platform.cloud.clusters.map(async ({ name: cluster }) => {
    const folder = join(work, cluster);
    const file = configuration(cluster, folder, 'http://127.0.0.1:9');
    const checked = await run(amtool, ['check-config', file]);
    report.check(`${cluster}: amtool takes the routing and its templates`, checked.code === 0 ? [] : [checked.stderr || checked.stdout]);
    const alerts = ruleFiles(cluster, join(work, 'rules')).flatMap(({ rules }) => rules.filter(({ alert }) => alert !== undefined));
    await routed({ amtool, file, alerts, cluster, report });
    await resolvedText({ amtool, cluster, folder, report });
    await messages({
      alertmanager: programs('alertmanager'),
      prometheus,
      cluster,
      folder,
      configuration: (receivers) => configuration(cluster, folder, receivers),
      servers,
      report,
    });
  });
  await Promise.all(clusters);
};

/**
 * The configuration with the paths of the pod mapped to `folder`, which holds what is mounted there. Receivers are
 * mapped to loopback: two are addresses in files, as in production; PagerDuty's own is a setting.
 */
function configuration(cluster: string, folder: string, receivers: string): string {
  const text = objects<RoutingSecret>(cluster, 'externalsecret-alertmanager-routing').map(
    ({ object }) => object.spec.target.template?.data?.['alertmanager.yaml'],
  )[0];
  if (text === undefined) throw new Error(`dist/clusters/${cluster} has no alertmanager.yaml`);
  const write = (path: string, content: string): void => {
    const file = join(folder, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, content);
  };
  for (const { object } of objects<Templates>(cluster, 'configmap-alertmanager-templates'))
    for (const [file, content] of Object.entries(object.data)) write(`configmaps/alertmanager-templates/${file}`, content);
  write('secrets/alertmanager-routing/critical', routingKey);
  write('secrets/alertmanager-routing/warning', `${receivers}/slack`);
  write('secrets/alertmanager-routing/heartbeat', `${receivers}/heartbeat`);
  const config = parse(text.replaceAll('/etc/alertmanager/', `${folder}/`)) as { readonly global: object };
  write('alertmanager.yaml', JSON.stringify({ ...config, global: { ...config.global, pagerduty_url: `${receivers}/pagerduty` } }));
  return join(folder, 'alertmanager.yaml');
}

interface RoutedProps {
  readonly amtool: string;
  readonly file: string;
  readonly alerts: readonly Rule[];
  readonly cluster: string;
  readonly report: Report;
}

/** Severity -> receiver; the dead man's switch goes its own way. */
const receivers: Readonly<Record<string, string>> = { critical: 'critical', warning: 'warning', none: 'nobody' };

async function routed({ amtool, file, alerts, cluster, report }: RoutedProps): Promise<void> {
  const problems: string[] = [];
  for (const { alert = '', labels = {} } of alerts) {
    const wanted = alert === 'Watchdog' ? 'heartbeat' : receivers[labels['severity'] ?? ''];
    const sent = Object.entries({ alertname: alert, cluster, ...labels }).filter(([, value]) => !value.includes('{{'));
    const { code, stdout, stderr } = await run(amtool, [
      'config',
      'routes',
      'test',
      `--config.file=${file}`,
      ...sent.map(([label, value]) => `${label}=${value}`),
    ]);
    if (code !== 0 || stdout.trim() !== wanted)
      problems.push(
        `${alert} (${labels['severity'] ?? 'no severity'}) goes to ${stdout.trim() || stderr.trim()}, not to ${wanted ?? 'anybody: unknown severity'}`,
      );
  }
  report.check(`${cluster}: each of ${alerts.length} alerts reaches the receiver of its severity`, problems);
}

/** The end of an alert is told five minutes after it: too late to wait for here, so amtool renders it. */
async function resolvedText({ amtool, cluster, folder, report }: { amtool: string; cluster: string; folder: string; report: Report }): Promise<void> {
  const data = join(folder, 'resolved.json');
  const alert = { status: 'resolved', labels: { alertname: 'GrafanaDown', cluster }, annotations: { summary: 'No Grafana answers in this cluster' } };
  writeFileSync(
    data,
    JSON.stringify({
      receiver: 'warning',
      status: 'resolved',
      alerts: [alert],
      groupLabels: { alertname: 'GrafanaDown' },
      commonLabels: alert.labels,
      commonAnnotations: {},
    }),
  );
  const { stdout, stderr } = await run(amtool, [
    ...['template', 'render', `--template.glob=${join(folder, 'configmaps/alertmanager-templates/*.tmpl')}`],
    ...['--template.text={{ template "slack.default.title" . }}', `--template.data=${data}`],
  ]);
  const wanted = `Resolved: ${cluster}: No Grafana answers in this cluster`;
  report.check(`${cluster}: the end of an alert reads as such`, stdout.trim() === wanted ? [] : [`it reads "${stdout.trim()}${stderr}"`]);
}
