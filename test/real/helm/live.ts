/** What the API server holds, against what was rendered and against what it held before. */
import { parseAllDocuments } from 'yaml';
import type { KubeObject, RenderedComponent } from '../../../lib/components';
import type { Cluster } from '../kubernetes/cluster';
import { idOf, objectsOf, type LiveObject } from '../kubernetes/apply';
import { differences } from '../kubernetes/as-meant';
import type { Runner } from './runner';

export interface Owned {
  readonly component: string;
  readonly object: KubeObject;
}

export const ownedBy = (components: readonly RenderedComponent[]): readonly Owned[] =>
  components.flatMap(({ component, built }) => built.objects.map(({ object }) => ({ component: component.name, object })));

/** Objects by id; those that are not there are missing. */
export async function held(cluster: Cluster, objects: readonly Owned[]): Promise<ReadonlyMap<string, LiveObject>> {
  const found = new Map<string, LiveObject>();
  const wanted = new Set(objects.map(({ object }) => idOf(object)));
  const kinds = new Set(objects.map(({ object: { apiVersion, kind } }) => `${kind}.${version(apiVersion)}`));
  for (const kind of kinds) {
    const { stdout } = await cluster.kubectl(['get', kind, '-A', '-o', 'json', '--ignore-not-found']);
    for (const object of objectsOf(stdout)) if (wanted.has(idOf(object))) found.set(idOf(object), object);
  }
  return found;
}
/** `v1` is the core group, which kubectl names by nothing. */
const version = (apiVersion: string): string =>
  apiVersion.includes('/') ? `${apiVersion.split('/')[1] ?? ''}.${apiVersion.split('/')[0] ?? ''}` : `${apiVersion}.`;

/** Where an object of the cluster is not what was rendered; what Helm adds to each is checked as well. */
export function asRendered(objects: readonly Owned[], live: ReadonlyMap<string, LiveObject>): readonly string[] {
  return objects.flatMap(({ component, object }) => {
    const found = live.get(idOf(object));
    if (found === undefined) return [`${idOf(object)} of ${component} is not there`];
    const release = found.metadata.annotations?.['meta.helm.sh/release-name'];
    return [
      ...differences(object, found, '').map((difference) => `${idOf(object)}: ${difference}`),
      ...(release === component ? [] : [`${idOf(object)} belongs to release ${release ?? 'none'}, not to ${component}`]),
    ];
  });
}

/** Where the manifest that Helm keeps of a release is not exactly what was rendered. */
export async function asReleased(runner: Runner, components: readonly RenderedComponent[]): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { component, built } of components) {
    if (component.content.kind !== 'manifests') continue;
    const { stdout, stderr } = await runner.helm(['get', 'manifest', component.name, '-n', component.namespace]);
    const documents = parseAllDocuments(stdout).flatMap((document) => (document.contents === null ? [] : [document.toJS() as KubeObject])); // Helm prints objects
    const released = new Map(documents.map((object) => [idOf(object), JSON.stringify(sorted(object))]));
    for (const { object } of built.objects)
      if (released.get(idOf(object)) !== JSON.stringify(sorted(object)))
        problems.push(`${component.name}: ${idOf(object)} is not in the release as it was rendered ${stderr}`);
    if (released.size !== built.objects.length) problems.push(`${component.name}: ${built.objects.length} objects rendered, ${released.size} in the release`);
  }
  return problems;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => [key, sorted(field)]),
  );
}

/** Objects that were written, made or removed between two looks. Statuses are not the delivery's. */
export function changed(before: ReadonlyMap<string, LiveObject>, after: ReadonlyMap<string, LiveObject>): readonly string[] {
  const seen = (object: LiveObject | undefined) =>
    object && JSON.stringify([object.metadata.generation, object.metadata.labels, object.metadata.annotations, object['data'], object['spec']]);
  return [...new Set([...before.keys(), ...after.keys()])].filter((id) => seen(before.get(id)) !== seen(after.get(id))).sort();
}
