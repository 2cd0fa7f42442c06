/** The clusters as they run, and what a commit does to them. */
import { parseDocument } from 'yaml';
import { synthesizeAll, type Synthesis } from '../../../bin/pipeline';
import { loadPlatform } from '../../../lib/input/load';
import type { Input } from '../../../lib/input/read';
import type { OutputFile } from '../../../lib/output/file';
import { until } from '../process';
import type { Report } from '../report';
import type { Api } from './api';
import { applications, applicationSetsPath, applicationsPath, good, said, type Application } from './applications';
import type { Operators } from './operators';
import type { Repository } from './repository';

export interface Delivered {
  readonly name: string;
  readonly api: Api;
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
}

/** What the toolkit makes of the input with changed fields: the text is edited, so that it is read and checked as any other. */
export function edited({ input }: Scene, edit: (document: ReturnType<typeof parseDocument>) => void): Synthesis {
  const document = parseDocument(input.texts.platform);
  edit(document);
  const text = document.toString();
  return synthesizeAll({ ...input, parsed: loadPlatform(text, 'platform.yaml'), texts: { ...input.texts, platform: text } });
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
  await Promise.all(scene.clusters.map(({ api }) => hurry(api)));
  return revision;
}

/** Milliseconds that stand for the three minutes between two looks at git. */
const again = 15_000;

/** The annotations that a webhook or `argocd app get --refresh` sets. */
export async function hurry(api: Api, how: 'normal' | 'hard' = 'normal'): Promise<void> {
  const sets = await api.list<Application>(applicationSetsPath);
  await Promise.all(sets.map(({ metadata }) => annotate(api, `${applicationSetsPath}/${metadata.name}`, 'argocd.argoproj.io/application-set-refresh', 'true')));
  await Promise.all((await applications(api)).map(({ metadata }) => annotate(api, `${applicationsPath}/${metadata.name}`, 'argocd.argoproj.io/refresh', how)));
}

const annotate = (api: Api, path: string, key: string, value: string) => api.patch(path, { metadata: { annotations: { [key]: value } } });

const refreshing = ({ metadata: { annotations = {} } }: Application): boolean => annotations['argocd.argoproj.io/refresh'] !== undefined;
const operating = ({ status }: Application): boolean => status?.operationState?.phase === 'Running';

/**
 * All Applications that are to be there are, none besides, and every one has looked at git, synced and healthy. One that
 * depended on another when it looked looks again: in production after three minutes, here after some seconds.
 * @throws Error with what each says that is not so
 */
export async function settled({ api, name, mustRun }: Delivered, expected: ReadonlySet<string>, seconds: number, but: readonly string[] = []): Promise<void> {
  let last: readonly Application[] = [];
  let looked = Date.now();
  await until(`${name} settles`, seconds, async () => {
    mustRun();
    last = await applications(api);
    const there = new Set(last.map(({ metadata }) => metadata.name));
    const complete = there.size === expected.size && [...expected].every((each) => there.has(each));
    const waiting = last.filter((each) => !but.includes(each.metadata.name) && !(good(each) && !refreshing(each) && !operating(each)));
    if (complete && waiting.length === 0) return true;
    if (Date.now() - looked > again) {
      looked = Date.now();
      for (const { metadata } of waiting) await annotate(api, `${applicationsPath}/${metadata.name}`, 'argocd.argoproj.io/refresh', 'normal');
    }
    return undefined;
  }).catch((cause: unknown) => {
    const there = new Set(last.map(({ metadata }) => metadata.name));
    const missing = [...expected].filter((each) => !there.has(each)).map((each) => `${each} is not there`);
    const surplus = [...there].filter((each) => !expected.has(each)).map((each) => `${each} is there`);
    throw new Error([String(cause), ...missing, ...surplus, ...last.filter((each) => !good(each)).map(said)].join('\n'));
  });
}
