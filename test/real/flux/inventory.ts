/** The objects that Kustomizations have applied, as the API server holds them. */
import type { Cluster } from '../kubernetes/cluster';
import type { Kustomizations } from './kustomizations';

interface Managed {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly managedFields?: readonly { readonly manager: string; readonly operation: string; readonly time?: string; readonly subresource?: string }[];
  };
}

/** Object -> when and by whom what is not its status was written. A write that changes nothing is not there. */
export type Writes = ReadonlyMap<string, string>;

export async function writes(cluster: Cluster, kustomizations: Kustomizations, names: readonly string[]): Promise<Writes> {
  const found = await Promise.all(names.map((name) => kustomizations.get(name)));
  const places = new Map<string, string[]>();
  for (const { id, v } of found.flatMap((each) => each?.status?.inventory?.entries ?? [])) {
    // <namespace>_<name>_<group>_<kind>; a colon in the name of a role is written as two underlines.
    const [, namespace = '', name = '', group = '', kind = ''] = /^([^_]*)_(.*)_([^_]*)_([^_]*)$/.exec(id) ?? [];
    const list = places.get(namespace) ?? [];
    places.set(namespace, [...list, `${kind}.${v}.${group}/${name.replaceAll('__', ':')}`]);
  }
  const all: (readonly [string, string])[] = [];
  for (const [namespace, objects] of places) all.push(...(await read(cluster, namespace, objects)));
  return new Map(all);
}

async function read(cluster: Cluster, namespace: string, objects: readonly string[]): Promise<readonly (readonly [string, string])[]> {
  const where = namespace === '' ? [] : ['-n', namespace];
  const { code, stdout, stderr } = await cluster.kubectl(['get', ...where, ...objects, '-o', 'json', '--show-managed-fields']);
  if (code !== 0) throw new Error(`kubectl get ${objects.join(' ')}: ${stderr}`);
  const answer = JSON.parse(stdout) as Managed & { readonly items?: readonly Managed[] }; // a list, unless it is one object
  return (answer.items ?? [answer]).map(({ kind, metadata: { name, managedFields = [] } }) => [
    `${kind} ${namespace}/${name}`,
    managedFields
      .filter(({ subresource }) => subresource !== 'status')
      .map(({ manager, operation, time }) => `${manager} ${operation} ${time ?? ''}`)
      .sort()
      .join(', '),
  ]);
}
