/** The files of one stack as Terraform reads them: together, as one configuration. */
import type { StackText } from './across';
import { isObject, StackJson, type JsonObject, type Json } from './stack-json';

export interface StackFiles {
  readonly id: string;
  /** The first has the settings. */
  readonly files: readonly { readonly file: string; readonly json: string }[];
}

/** Blocks that several files may add to, by name or by type and name. */
const merging = { output: 1, locals: 1, variable: 1, resource: 2, data: 2 } as const;

/** One text for all files. What two files both write is left twice, so that the check of repeated keys says it. */
export function merged({ id, files }: StackFiles): StackText {
  const [first, ...others] = files;
  if (!first || others.length === 0) return { id, json: first?.json ?? '' };
  const roots = files.map(({ json }) => JSON.parse(json) as JsonObject); // the generator writes objects
  return { id, json: blocksText(roots) };
}

/** Which file has the block at an address; the first one where none has. */
export function fileOf({ files }: StackFiles, address: string): string {
  const found = files.length > 1 ? files.find(({ json }) => has(new StackJson(JSON.parse(json) as JsonObject), address)) : undefined; // as above
  return (found ?? files[0])?.file ?? '';
}
const has = (json: StackJson, address: string): boolean => json.entity(address) !== undefined || Object.hasOwn(json.outputs, address.replace(/^output\./, ''));

function blocksText(roots: readonly JsonObject[]): string {
  const keys = [...new Set(roots.flatMap((root) => Object.keys(root)))].filter((key) => key !== '//');
  return `{${keys
    .map(
      (key) =>
        `${JSON.stringify(key)}:${together(
          roots.flatMap((root) => root[key] ?? []),
          depthOf(key),
        )}`,
    )
    .join(',')}}`;
}
const depthOf = (key: string): number => (Object.hasOwn(merging, key) ? merging[key as keyof typeof merging] : 0); // hasOwn has looked

function together(values: readonly Json[], depth: number): string {
  const objects = values.filter(isObject);
  if (depth === 0 || objects.length < values.length) return JSON.stringify(values[0] ?? null);
  if (depth === 1)
    return `{${objects.flatMap((each) => Object.entries(each).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)).join(',')}}`;
  const keys = [...new Set(objects.flatMap((each) => Object.keys(each)))];
  return `{${keys
    .map(
      (key) =>
        `${JSON.stringify(key)}:${together(
          objects.flatMap((each) => each[key] ?? []),
          depth - 1,
        )}`,
    )
    .join(',')}}`;
}
