/** One field of a generated file, by a path such as `spec.template.spec.containers.0.image`. */
import { parse } from 'yaml';

/** Parsed content of YAML or JSON; other text is its lines. */
export function contentOf(path: string, text: string): unknown {
  if (/\.json$/.test(path)) return JSON.parse(text);
  return /\.ya?ml$/.test(path) ? parse(text) : text.split('\n');
}

/** The value at `path`; keys with dots may be written as `["a.b"]`. */
export function fieldAt(content: unknown, path: string): unknown {
  return fieldKeys(path).reduce<unknown>(
    (at, key) => (at !== null && typeof at === 'object' ? (at as Readonly<Record<string, unknown>>)[key] : undefined),
    content,
  );
}

export const fieldKeys = (path: string): readonly string[] =>
  [...path.matchAll(/\["([^"]*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
export const fieldText = (keys: readonly string[]): string =>
  keys.map((key, index) => (/^[\w-]+$/.test(key) ? `${index > 0 ? '.' : ''}${key}` : `["${key}"]`)).join('');

/** Paths of all scalars of parsed content. */
export function scalarPaths(content: unknown, at: readonly string[] = []): readonly (readonly string[])[] {
  if (content === null || typeof content !== 'object') return [at];
  return Object.entries(content).flatMap(([key, value]) => scalarPaths(value, [...at, key]));
}
