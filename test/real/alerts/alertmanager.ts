/** The routing that Alertmanager reads, by amtool of the same version: it loads, and every alert of ours reaches who it must. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Part } from '../part';
import { run } from '../process';
import { goPrograms, goVersion } from '../programs';
import type { Report } from '../report';
import { objects, ruleFiles, type Rule } from './rule-files';

interface RoutingSecret {
  readonly spec: { readonly target: { readonly template?: { readonly data?: Readonly<Record<string, string>> } } };
}
interface Templates {
  readonly data: Readonly<Record<string, string>>;
}

export const alertmanager: Part = async ({ report, work, platform }) => {
  const programs = await goPrograms('alertmanager', (text) => report.note(text));
  const amtool = programs('amtool');
  report.note(`amtool ${goVersion('alertmanager', 'github.com/prometheus/alertmanager')}`);
  for (const { name } of platform.cloud.clusters) {
    const file = configuration(name, join(work, name));
    const checked = await run(amtool, ['check-config', file]);
    report.check(`${name}: amtool takes the routing and its templates`, checked.code === 0 ? [] : [checked.stderr || checked.stdout]);
    const alerts = ruleFiles(name, join(work, 'rules')).flatMap(({ rules }) => rules.filter(({ alert }) => alert !== undefined));
    await routed({ amtool, file, alerts, name, report });
  }
};

/** The configuration with the paths of the pod mapped to `folder`, which holds what is mounted there. */
function configuration(cluster: string, folder: string): string {
  const text = objects<RoutingSecret>(cluster, 'externalsecret-alertmanager-routing').map(
    ({ object }) => object.spec.target.template?.data?.['alertmanager.yaml'],
  )[0];
  if (text === undefined) throw new Error(`dist/clusters/${cluster} has no alertmanager.yaml`);
  const mounted = join(folder, 'configmaps/alertmanager-templates');
  mkdirSync(mounted, { recursive: true });
  for (const { object } of objects<Templates>(cluster, 'configmap-alertmanager-templates'))
    for (const [file, content] of Object.entries(object.data)) writeFileSync(join(mounted, file), content);
  const file = join(folder, 'alertmanager.yaml');
  writeFileSync(file, text.replaceAll('/etc/alertmanager/', `${folder}/`));
  return file;
}

interface RoutedProps {
  readonly amtool: string;
  readonly file: string;
  readonly alerts: readonly Rule[];
  readonly name: string;
  readonly report: Report;
}

/** Severity -> receiver; the dead man's switch goes its own way. */
const receivers: Readonly<Record<string, string>> = { critical: 'critical', warning: 'warning', none: 'nobody' };

async function routed({ amtool, file, alerts, name, report }: RoutedProps): Promise<void> {
  const problems: string[] = [];
  for (const { alert = '', labels = {} } of alerts) {
    const wanted = alert === 'Watchdog' ? 'heartbeat' : receivers[labels['severity'] ?? ''];
    const sent = Object.entries({ alertname: alert, cluster: name, ...labels }).filter(([, value]) => !value.includes('{{'));
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
  report.check(`${name}: each of ${alerts.length} alerts reaches the receiver of its severity`, problems);
}
