/** What Argo CD has written into a cluster: every object that an Application tracks, with the time of its last change by Argo CD. */
import type { Api, ApiObject } from './api';
import type { Applications } from './applications';

export interface Tracked {
  readonly application: string;
  /** Of the object at the API server. */
  readonly path: string;
  readonly uid: string;
  readonly created: Date;
  /** Changes when Argo CD changes the object, and not when a controller writes a status. */
  readonly written: string;
}

interface Managed extends ApiObject {
  readonly metadata: ApiObject['metadata'] & {
    readonly managedFields?: readonly {
      readonly manager: string;
      readonly operation: string;
      readonly subresource?: string;
      readonly time?: string;
      readonly fieldsV1?: object;
    }[];
  };
}

interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Id -> object, for all objects in the status of all Applications. */
export async function snapshot(api: Api, applications: Applications): Promise<ReadonlyMap<string, Tracked>> {
  const found = new Map<string, Tracked>();
  const wanted = new Map<string, string>();
  const kinds = new Map<string, Kind>();
  for (const { metadata, status } of applications.all())
    for (const { group = '', version, kind, namespace, name } of status?.resources ?? []) {
      wanted.set(idOf({ group, kind }, namespace, name), metadata.name);
      kinds.set(`${group}/${version}/${kind}`, { group, version, kind });
    }
  const plurals = new Plurals(api);
  for (const kind of kinds.values()) {
    const list = await plurals.path(kind);
    for (const { metadata } of await api.list<Managed>(list)) {
      const id = idOf(kind, metadata.namespace, metadata.name);
      const application = wanted.get(id);
      if (application === undefined) continue;
      const mine = (metadata.managedFields ?? []).filter(({ manager, subresource }) => manager === 'argocd-controller' && subresource === undefined);
      found.set(id, {
        application,
        path: pathOf(list, metadata),
        uid: metadata.uid,
        created: new Date(metadata.creationTimestamp),
        written: JSON.stringify(mine.map(({ operation, time, fieldsV1 }) => [operation, time, fieldsV1])),
      });
    }
  }
  return found;
}

/** Path of an object, from that of the list of its kind. */
function pathOf(list: string, { namespace, name }: ApiObject['metadata']): string {
  const [, root = '', plural = ''] = /^(.*)\/([^/]+)$/.exec(list) ?? [];
  return `${root}${namespace === undefined ? '' : `/namespaces/${namespace}`}/${plural}/${name}`;
}

export const idOf = ({ group, kind }: { readonly group: string; readonly kind: string }, namespace: string | undefined, name: string): string =>
  `${group}/${kind} ${namespace === undefined || namespace === '' ? '' : `${namespace}/`}${name}`;

class Plurals {
  readonly #known = new Map<string, ReadonlyMap<string, string>>();

  constructor(private readonly api: Api) {}

  async path({ group, version, kind }: Kind): Promise<string> {
    const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
    const known = this.#known.get(root) ?? (await this.#read(root));
    this.#known.set(root, known);
    return `${root}/${known.get(kind) ?? kind}`;
  }

  async #read(root: string): Promise<ReadonlyMap<string, string>> {
    const list = await this.api.get<{ readonly resources: readonly { readonly name: string; readonly kind: string }[] }>(root);
    return new Map((list?.resources ?? []).filter(({ name }) => !name.includes('/')).map(({ name, kind }) => [kind, name]));
  }
}

/** Ids that are not in both with the same writing of the same object. */
export function changed(before: ReadonlyMap<string, Tracked>, after: ReadonlyMap<string, Tracked>): readonly string[] {
  const ids = new Set([...before.keys(), ...after.keys()]);
  return [...ids].filter((id) => before.get(id)?.uid !== after.get(id)?.uid || before.get(id)?.written !== after.get(id)?.written).sort();
}
