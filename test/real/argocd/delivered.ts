/** One commit, and whether it did what its files say: nothing less, nothing more. */
import type { OutputFile } from '../../../lib/output/file';
import type { Synthesis } from '../../../bin/pipeline';
import { commit, promised, settled, type Scene } from './scene';
import { changed, snapshot, type Tracked } from './snapshot';

export type Snapshots = ReadonlyMap<string, ReadonlyMap<string, Tracked>>;

export const everywhere = async ({ clusters }: Scene): Promise<Snapshots> =>
  new Map(await Promise.all(clusters.map(async ({ api, applications, name }) => [name, await snapshot(api, applications)] as const)));

/** What the delivery reads of a cluster and differs: components, `root` for the projects and ApplicationSets. */
function touched(before: readonly OutputFile[], after: readonly OutputFile[], cluster: string): ReadonlySet<string> {
  const old = new Map(before.map(({ path, content }) => [path, content]));
  const now = new Map(after.map(({ path, content }) => [path, content]));
  const release = new RegExp(`^argocd/${cluster}/releases/.*/([^/]+)\\.yaml$`);
  const keeping = new Set(after.flatMap(({ path, content }) => (/^prune: false$/m.test(content) ? (release.exec(path)?.[1] ?? []) : [])));
  const component = new RegExp(`^clusters/${cluster}/([^/]+)/`);
  const different = [...new Set([...old.keys(), ...now.keys()])].filter((path) => {
    // What git loses of a component that keeps everything stays as it is.
    if (!now.has(path) && keeping.has(component.exec(path)?.[1] ?? '')) return false;
    return old.get(path) !== now.get(path);
  });
  return new Set(different.flatMap((path) => [component, release, new RegExp(`^argocd/${cluster}/(root)/`)].flatMap((place) => place.exec(path)?.[1] ?? [])));
}

export interface Delivery {
  readonly before: Snapshots;
  readonly after: Snapshots;
  /** Objects written although no file of their component differs, and components that differ without one. */
  readonly problems: readonly string[];
  readonly written: number;
}

export interface DeliveryProps {
  readonly message: string;
  readonly next: Synthesis;
  /** @default - those of `next` */
  readonly files?: readonly OutputFile[];
  /** Applications that go, although `next` has them. */
  readonly gone?: readonly string[];
  /** Applications that cannot take the commit up: nothing of them may be written. */
  readonly broken?: readonly string[];
}

/** Commits, and waits until every Application has taken it up. */
export async function delivered(scene: Scene, { message, next, files = next.files, gone = [], broken = [] }: DeliveryProps): Promise<Delivery> {
  const before = await everywhere(scene);
  const old = scene.files;
  await commit(scene, message, files);
  await Promise.all(
    scene.clusters.map((each) => settled(each, new Set([scene.root, ...promised(next, each.name).keys()].filter((name) => !gone.includes(name))), 300, broken)),
  );
  const after = await everywhere(scene);
  const each = scene.clusters.map(({ name }) => {
    const components = new Set([...touched(old, files, name)].filter((component) => !broken.includes(`${name}-${component}`)));
    return compared({ name, root: scene.root, components, before, after });
  });
  return { before, after, problems: each.flatMap(({ problems }) => problems), written: each.reduce((sum, { written }) => sum + written, 0) };
}

interface ComparedProps {
  readonly name: string;
  readonly root: string;
  readonly components: ReadonlySet<string>;
  readonly before: Snapshots;
  readonly after: Snapshots;
}

function compared({ name, root, components, before, after }: ComparedProps): { readonly problems: readonly string[]; readonly written: number } {
  const [old, now] = [before, after].map((each) => each.get(name) ?? new Map<string, Tracked>()) as [Map<string, Tracked>, Map<string, Tracked>]; // two in, two out
  const owner = (id: string): string => {
    const application = (now.get(id) ?? old.get(id))?.application ?? '';
    return application === root ? 'root' : application.slice(name.length + 1);
  };
  const ids = changed(old, now);
  const stray = ids.filter((id) => !components.has(owner(id))).map((id) => `${name}: ${id} of ${owner(id)} was written`);
  const idle = [...components]
    .filter((component) => !ids.some((id) => owner(id) === component))
    .map((component) => `${name}: nothing of ${component} was written`);
  return { problems: [...stray, ...idle], written: ids.length };
}
