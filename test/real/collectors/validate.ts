/** The collector itself reads each configuration of dist/; it is built of the components that they use, no more and no less. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { run } from '../process';
import { goVersion } from '../programs';
import type { Report } from '../report';
import { collectors, componentTypes, configuration, kinds, mapped, type Collector } from './configuration';

export interface ValidateProps {
  readonly otelcol: string;
  readonly clusters: readonly string[];
  readonly work: string;
  readonly report: Report;
}

const contrib = 'github.com/open-telemetry/opentelemetry-collector-contrib';
/** Newest that the module proxy has of it; it does not know the key that names who elects the reader. */
const eventsRelease = goVersion('otelcol', `${contrib}/receiver/k8seventsreceiver`);
export const eventsChange = ['    k8s_leader_elector: k8s_leader_elector\n', ''] as const;

/** What must differ from dist/ so that the collector reads it on this machine. */
const changes: Readonly<Record<Collector, (folder: string) => readonly (readonly [string, string])[]>> = {
  'otel-agent': (folder) => [
    ['/var/lib/otelcol', folder],
    ['root_path: /host', `root_path: ${folder}`],
  ],
  'otel-gateway': () => [eventsChange],
};

export async function validated({ otelcol, clusters, work, report }: ValidateProps): Promise<void> {
  await sameRelease(otelcol, clusters, report);
  await sameComponents(otelcol, clusters, report);
  for (const cluster of clusters)
    for (const name of collectors) {
      const folder = join(work, cluster, name);
      mkdirSync(folder, { recursive: true });
      const { text, container } = configuration(cluster, name);
      const problems = await complaints(otelcol, folder, mapped(text, changes[name](folder)));
      report.check(`${cluster}: the collector takes the configuration of ${name}`, problems);
      const broken = text.replace('check_interval: 1s', 'check_interval: 1s\n    limit_percent: 80');
      const taken = await complaints(otelcol, folder, mapped(broken, changes[name](folder)));
      report.check(`${cluster}: and refuses it with a misspelt key`, taken.some((each) => each.includes('limit_percent')) ? [] : ['it takes it', ...taken]);
      const unset = [...text.matchAll(/\$\{env:(\w+)\}/g)].map(([, variable = '']) => variable);
      const given = (container.env ?? []).map((each) => each.name);
      report.check(
        `${cluster}: ${name} is given each variable that its configuration reads`,
        unset.filter((variable) => !given.includes(variable)).map((variable) => `${variable} is not in the environment of its pod`),
      );
    }
  report.skip(
    'who elects the reader of events',
    `the module proxy that this was pinned with has no k8s_events receiver newer than ${eventsRelease}, which runs here without its key k8s_leader_elector`,
  );
}

async function complaints(otelcol: string, folder: string, text: string): Promise<readonly string[]> {
  const file = join(folder, 'validated.yaml');
  writeFileSync(file, text);
  const { code, stdout, stderr } = await run(otelcol, ['validate', `--config=${file}`], { env: { K8S_NODE_NAME: 'node-1' } });
  return code === 0 ? [] : [stderr || stdout];
}

async function sameRelease(otelcol: string, clusters: readonly string[], report: Report): Promise<void> {
  const { stdout } = await run(otelcol, ['--version']);
  const release = /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? stdout;
  report.note(`otelcol ${release}`);
  const images = clusters.flatMap((cluster) => collectors.map((name) => configuration(cluster, name).container.image));
  report.check(
    'the collector is of the release that dist/ deploys',
    images.filter((image) => !image.endsWith(`:${release}`)).map((image) => `${image}: adapt programs/otelcol/builder.yaml and go.mod`),
  );
  const modules = [...readFileSync('test/real/programs/otelcol/builder.yaml', 'utf8').matchAll(/gomod: (\S+) (\S+)/g)];
  report.check(
    `its ${modules.length} modules are those that go.mod pins`,
    modules.flatMap(([, module = '', version = '']) => {
      const pinned = goVersion('otelcol', module);
      return pinned === version ? [] : [`${module}: ${version} in builder.yaml, ${pinned || 'nothing'} in go.mod`];
    }),
  );
}

interface Listed {
  readonly name: string;
}

/** `otelcol components` against what the configurations declare. */
async function sameComponents(otelcol: string, clusters: readonly string[], report: Report): Promise<void> {
  const { stdout } = await run(otelcol, ['components']);
  const built = parse(stdout) as Readonly<Record<string, readonly Listed[] | null>>;
  const used = clusters.flatMap((cluster) => collectors.map((name) => componentTypes(configuration(cluster, name))));
  report.check(
    'it is built of exactly the components that the configurations use',
    kinds.flatMap((kind) => {
      const has = (built[kind] ?? []).map(({ name }) => name);
      const uses = new Set(used.flatMap((each) => each[kind]));
      return [
        ...[...uses].filter((type) => !has.includes(type)).map((type) => `${kind}: ${type} is used, and is not in programs/otelcol/builder.yaml`),
        ...has.filter((type) => !uses.has(type)).map((type) => `${kind}: ${type} is in programs/otelcol/builder.yaml, and nobody uses it`),
      ];
    }),
  );
}
