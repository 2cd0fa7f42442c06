/** istioctl reads what dist/ says to Istio: everything in a cluster, with the mesh configuration of istiod's values. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from '../../../lib/components';
import { localClusters } from '../kubernetes/cluster';
import { releases, ownFiles } from '../kubernetes/delivery';
import type { Part } from '../part';
import { run } from '../process';
import { goModule, goPrograms, goVersion } from '../programs';
import type { Report } from '../report';
import { chartObjects, meshConfig, objectsIn } from './charts';
import { controls } from './controls';
import { idle, unwaived, type Finding, type Scan } from '../scanners/waiver';
import { populate, standIns, testCertificate } from './stand-ins';
import { istioWaivers } from './waivers';

interface Message {
  readonly code: string;
  readonly level: string;
  readonly message: string;
  readonly origin?: string;
}

export const istio: Part = async ({ report, work, platform, servers }) => {
  const say = (text: string) => report.note(text);
  const istioctl = (await goPrograms('istio', say))('istioctl');
  const helm = (await goPrograms('helm', say))('helm');
  const module = await goModule('istio', 'istio.io/istio');
  if (module === undefined) throw new Error("the charts of Istio are in its Go module: have 'go' on PATH");
  report.note(`istioctl and charts of istio.io/istio ${goVersion('istio', 'istio.io/istio')}`);
  const clusters = await localClusters({ names: platform.cloud.clusters.map(({ name }) => name), servers, work, say });
  const certificate = await testCertificate(work);
  for (const { name, provider } of platform.cloud.clusters) {
    const order = releases(name);
    const own = order.flatMap(ownFiles).flatMap(objectsIn);
    const charts = await chartObjects(name, { helm, module, report });
    const objects = [...own, ...charts.flatMap((chart) => chart.objects)];
    const rendered = new Set(charts.map(({ component }) => component));
    const around = standIns({ cluster: name, provider, releases: order, rendered, objects, certificate });
    const cluster = clusters.find((each) => each.name === name);
    if (cluster === undefined) throw new Error(`${name} has no API server`);
    await populate(cluster, [...objects, ...around]);
    const mesh = join(work, `${name}-mesh.json`);
    writeFileSync(mesh, JSON.stringify(meshConfig(name)));
    const props: AnalysisProps = { istioctl, kubeconfig: cluster.kubeconfig, mesh, objects, folder: join(work, `${name}-objects`) };
    const found = (await analysis(props)).filter((message) => message.level !== 'Info' || isAbout(own, message));
    const scan: Scan = { failed: found.map(finding), passed: [] };
    report.check(
      `${name}: istioctl analyze: ${objects.length} objects, ${around.length} that stand around them: no error, no warning but what is waived, no hint about ours`,
      [...unwaived(scan, istioWaivers), ...idle(scan, istioWaivers)],
    );
    await controlled(name, props, report);
  }
};

/** Hints such as the name of a port in somebody else's chart are not for us. */
const isAbout = (own: readonly KubeObject[], { origin }: Message): boolean =>
  own.some(({ kind, metadata: { name, namespace } }) => origin === `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`);

/** A tool that finds nothing may look at nothing: each planted fault must be named by its code. */
async function controlled(cluster: string, props: AnalysisProps, report: Report): Promise<void> {
  for (const { code, fault, objects } of controls) {
    const found = await analysis({ ...props, objects: [...props.objects, ...objects] });
    report.check(
      `${cluster}: istioctl analyze finds ${fault} (${code})`,
      found.some((each) => each.code === code) ? [] : [`it found ${found.map(said).join('; ') || 'nothing'}`],
    );
  }
}

const finding = ({ code, level, message, origin = '' }: Message): Finding => ({ id: code, resource: origin.replace(' ', '/'), text: `${level}: ${message}` });

const said = ({ code, level, message, origin }: Message): string => `${level} ${code} ${origin ?? ''}: ${message}`;

interface AnalysisProps {
  readonly istioctl: string;
  readonly kubeconfig: string;
  readonly mesh: string;
  readonly objects: readonly KubeObject[];
  readonly folder: string;
}

async function analysis({ istioctl, kubeconfig, mesh, objects, folder }: AnalysisProps): Promise<readonly Message[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'objects.yaml'), objects.map((object) => JSON.stringify(object)).join('\n---\n'));
  const { code, stdout, stderr } = await run(istioctl, [
    'analyze',
    '--kubeconfig',
    kubeconfig,
    '--all-namespaces', // without it only 'default' is looked at
    '--meshConfigFile',
    mesh,
    '-o',
    'json',
    '--failure-threshold',
    'Error',
    folder,
  ]);
  if (code !== 0 && stdout.trim() === '') throw new Error(stderr);
  return (JSON.parse(stdout.trim() || '[]') ?? []) as readonly Message[]; // `-o json` is a list of messages
}
