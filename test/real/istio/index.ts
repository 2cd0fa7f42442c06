/** istioctl reads what dist/ says to Istio: everything in a cluster, with the mesh configuration of istiod's values. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from '../../../lib/components';
import { releases, ownFiles } from '../kubernetes/delivery';
import { podOf, workloads } from '../kubernetes/pods';
import type { Part } from '../part';
import { run } from '../process';
import { goModule, goPrograms, goVersion } from '../programs';
import type { Report } from '../report';
import { chartObjects, meshConfig, objectsIn } from './charts';
import { controls } from './controls';

interface Message {
  readonly code: string;
  readonly level: string;
  readonly message: string;
  readonly origin?: string;
}

export const istio: Part = async ({ report, work, platform }) => {
  const say = (text: string) => report.note(text);
  const istioctl = (await goPrograms('istio', say))('istioctl');
  const helm = (await goPrograms('helm', say))('helm');
  const module = await goModule('istio', 'istio.io/istio');
  if (module === undefined) throw new Error("the charts of Istio are in its Go module: have 'go' on PATH");
  report.note(`istioctl and charts of istio.io/istio ${goVersion('istio', 'istio.io/istio')}`);
  for (const { name } of platform.cloud.clusters) {
    const own = releases(name).flatMap(ownFiles).flatMap(objectsIn);
    const charts = await chartObjects(name, { helm, module, report });
    const objects = [...own, ...charts];
    const mesh = join(work, `${name}-mesh.json`);
    writeFileSync(mesh, JSON.stringify(meshConfig(name)));
    const props: AnalysisProps = { istioctl, mesh, objects: [...objects, ...podsOf(objects)], folder: join(work, name) };
    const found = await analysis(props);
    report.check(`${name}: istioctl analyze: ${own.length} objects and ${charts.length} of the charts give no error, warning or hint`, found.map(said));
    await controlled(name, props, report);
  }
};

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

const said = ({ code, level, message, origin }: Message): string => `${level} ${code} ${origin ?? ''}: ${message}`;

interface AnalysisProps {
  readonly istioctl: string;
  readonly mesh: string;
  readonly objects: readonly KubeObject[];
  readonly folder: string;
}

async function analysis({ istioctl, mesh, objects, folder }: AnalysisProps): Promise<readonly Message[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'objects.yaml'), objects.map((object) => JSON.stringify(object)).join('\n---\n'));
  const { code, stdout, stderr } = await run(istioctl, [
    'analyze',
    '--use-kube=false',
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

/** Pods of every workload: analysers of selectors look at pods, and there are none in git. */
const podsOf = (objects: readonly KubeObject[]): readonly KubeObject[] =>
  objects.filter(({ kind }) => workloads.has(kind)).map((workload) => running(podOf(workload)));

const running = (pod: KubeObject): KubeObject => ({ ...pod, status: { phase: 'Running' } });
