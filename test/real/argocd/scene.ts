/** The clusters as they run, and what a commit does to them. */
import { parseDocument } from 'yaml';
import { Memos, synthesizeAll, type Synthesis } from '../../../bin/pipeline';
import { loadPlatform } from '../../../lib/input/load';
import type { Input } from '../../../lib/input/read';
import type { OutputFile } from '../../../lib/output/file';
import { until } from '../process';
import type { Report } from '../report';
import type { Api, ApiObject } from './api';
import { applicationSetsPath, good, refreshing, said, type Application, type Applications } from './applications';
import type { Operators } from './operators';
import type { Repository } from './repository';

export interface Delivered {
  readonly name: string;
  readonly api: Api;
  readonly applications: Applications;
  readonly operators: Operators;
  /** @throws Error if a program of it has ended */
  mustRun(): void;
}

export interface Scene {
  readonly input: Input;
  readonly repository: Repository;
  readonly clusters: readonly Delivered[];
  readonly report: Report;
  /** Name of the root Application. */
  readonly root: string;
  /** The files of the last commit. */
  files: readonly OutputFile[];
  /** platform.yaml as edited so far. */
  text: string;
}

/** Edits leave most components as they are. */
const memos = new Memos();

/** What the toolkit makes of the input after one more edit: the text is edited, so that it is read and checked as any other. */
export function edited(scene: Scene, edit: (document: ReturnType<typeof parseDocument>) => void): Synthesis {
  const document = parseDocument(scene.text);
  edit(document);
  scene.text = document.toString();
  const { input } = scene;
  return synthesizeAll({ ...input, parsed: loadPlatform(scene.text, 'platform.yaml'), texts: { ...input.texts, platform: scene.text } }, undefined, memos);
}

/** Applications of one cluster that a synthesis promises, with the wave of each. */
export function promised({ clusters }: Synthesis, cluster: string): ReadonlyMap<string, number> {
  const components = clusters.find((each) => each.cluster.name === cluster)?.components ?? [];
  return new Map(components.map(({ component, wave }) => [`${cluster}-${component.name}`, wave]));
}

/** Commits the files and has every Application and ApplicationSet look at git now instead of within three minutes. */
export async function commit(scene: Scene, message: string, files: readonly OutputFile[]): Promise<string> {
  const revision = await scene.repository.commit(message, files);
  scene.files = files;
  await Promise.all(scene.clusters.map((each) => hurry(each)));
  return revision;
}

/** What a webhook does to every ApplicationSet and Application. */
export async function hurry({ api, applications }: Delivered): Promise<void> {
  const refresh = { metadata: { annotations: { 'argocd.argoproj.io/application-set-refresh': 'true' } } };
  await Promise.all((await api.list<ApiObject>(applicationSetsPath)).map(({ metadata }) => api.patch(`${applicationSetsPath}/${metadata.name}`, refresh)));
  await lookAgain(applications, 'normal');
}

/** Every Application compares; `hard`: with its manifests rendered again. */
export const lookAgain = (applications: Applications, how: 'normal' | 'hard') =>
  Promise.all(applications.all().map(({ metadata }) => applications.refresh(metadata.name, how)));

const operating = ({ status }: Application): boolean => status?.operationState?.phase === 'Running';

/**
 * All Applications that are to be there are, none besides, and every one has looked at git, synced and healthy.
 * @throws Error with what each says that is not so
 */
export async function settled(
  { applications, name, mustRun }: Delivered,
  expected: ReadonlySet<string>,
  seconds: number,
  but: readonly string[] = [],
): Promise<void> {
  let last: readonly Application[] = [];
  await until(`${name} settles`, seconds, async () => {
    mustRun();
    last = applications.all();
    const there = new Set(last.map(({ metadata }) => metadata.name));
    const complete = there.size === expected.size && [...expected].every((each) => there.has(each));
    const waiting = last.filter((each) => !but.includes(each.metadata.name) && !(good(each) && !refreshing(each) && !operating(each)));
    if (complete && waiting.length === 0) return true;
    await applications.nudge(waiting);
    return undefined;
  }).catch((cause: unknown) => {
    const there = new Set(last.map(({ metadata }) => metadata.name));
    const missing = [...expected].filter((each) => !there.has(each)).map((each) => `${each} is not there`);
    const surplus = [...there].filter((each) => !expected.has(each)).map((each) => `${each} is there`);
    throw new Error([String(cause), ...missing, ...surplus, ...last.filter((each) => !good(each)).map(said)].join('\n'));
  });
}

/** Problems of a check: what a wait that failed says. */
export const unless = (waited: Promise<void>): Promise<readonly string[]> =>
  waited.then(
    () => [],
    (cause: unknown) => [cause instanceof Error ? cause.message : String(cause)],
  );
