/** Paths into objects, such as `spec.containers[].env[]`; `*` stands for every key. */

export interface At {
  readonly value: unknown;
  readonly path: string;
}

interface Segment {
  readonly key: string;
  readonly list: boolean;
}
const compiled = new Map<string, readonly Segment[]>();
const segments = (path: string): readonly Segment[] => {
  let found = compiled.get(path);
  if (!found)
    compiled.set(path, (found = path.split('.').map((part) => (part.endsWith('[]') ? { key: part.slice(0, -2), list: true } : { key: part, list: false }))));
  return found;
};

/** Everything at `path` below `root`; nothing where a part of the path is absent. */
export function valuesAt(root: unknown, path: string): readonly At[] {
  let found: readonly At[] = [{ value: root, path: '' }];
  for (const segment of segments(path)) {
    if (found.length === 0) return found;
    found = found.flatMap((at) => step(at, segment));
  }
  return found;
}

function step({ value, path }: At, { key, list }: Segment): readonly At[] {
  if (value === null || typeof value !== 'object') return [];
  const fields = value as Readonly<Record<string, unknown>>;
  const keys = key === '*' ? Object.keys(fields) : [key];
  return keys.flatMap((name): readonly At[] => {
    const field = fields[name];
    if (field === undefined || field === null) return [];
    const at = path === '' ? name : `${path}.${name}`;
    if (!list) return [{ value: field, path: at }];
    return Array.isArray(field) ? field.map((item: unknown, index) => ({ value: item, path: `${at}[${index}]` })) : [];
  });
}

/** The strings at `path`. */
export const textsAt = (root: unknown, path: string): readonly string[] =>
  valuesAt(root, path).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
/** The string at `path`, where there is one. */
export const textAt = (root: unknown, path: string): string | undefined => textsAt(root, path)[0];
/** The map of strings at `path`; empty where there is none. */
export const labelsAt = (root: unknown, path: string): Readonly<Record<string, string>> => {
  const [at] = valuesAt(root, path);
  return at !== undefined && typeof at.value === 'object' ? (at.value as Readonly<Record<string, string>>) : {};
};
