/**
 * Reads the pages that a provider's documentation generator wrote from its schema into table form, for a provider
 * without a package of classes and without a schema at hand.
 */
import type { Block, Field, Nesting, Use } from './table';

const sections: Readonly<Record<string, Use>> = { Required: 'required', Optional: 'optional', 'Read-Only': 'computed' };
const scalars: Readonly<Record<string, string>> = { String: 'string', Number: 'number', Boolean: 'bool' };

interface Argument {
  readonly name: string;
  readonly use: Use;
  /** What stands in brackets: `String, Sensitive`, `Block List, Max: 1`. */
  readonly words: readonly string[];
}

/** Arguments of a page by the path of their block; the resource's own have the path ''. */
function argumentsOf(page: string): ReadonlyMap<string, readonly Argument[]> {
  const found = new Map<string, Argument[]>();
  let path: string | undefined;
  let use: Use | undefined;
  for (const line of page.split('\n')) {
    if (line === '## Schema') path = '';
    else if (/^## /.test(line)) path = undefined;
    const nested = /^### Nested Schema for `([\w.]+)`$/.exec(line)?.[1];
    if (nested !== undefined) path = nested;
    const section = /^(?:### )?(Required|Optional|Read-Only):?$/.exec(line)?.[1];
    if (section !== undefined) use = sections[section];
    const [, name, brackets] = /^- `(\w+)` \(((?:\[[^\]]*\]\([^)]*\)|[^()])*)\)/.exec(line) ?? [];
    if (path !== undefined && use && name !== undefined && brackets !== undefined)
      found.set(path, [...(found.get(path) ?? []), { name, use, words: brackets.split(/, ?/) }]);
  }
  return found;
}

/** `List of Map of String` -> `list(map(string))`. */
function typeOf(text: string): string {
  const [, collection, inner] = /^(List|Set|Map) of (.+)$/.exec(text) ?? [];
  return collection !== undefined && inner !== undefined ? `${collection.toLowerCase()}(${typeOf(inner)})` : (scalars[text] ?? 'any');
}

const limit = (words: readonly string[], name: 'Min' | 'Max'): number | undefined => {
  const text = words.find((word) => word.startsWith(`${name}: `));
  return text === undefined ? undefined : Number(text.slice(name.length + 2));
};

/** The mark is a link: `[Write-only](https://…)`. */
const writeOnly = (words: readonly string[]): boolean => words.some((word) => word.startsWith('[Write-only]'));

/** @throws Error where the page has no schema */
export function blockFromDocs(page: string): Block {
  const all = argumentsOf(page);
  if (!all.has('')) throw new Error('the page has no schema');
  const blockAt = (path: string): Block =>
    Object.fromEntries((all.get(path) ?? []).map((argument): [string, Field] => [argument.name, field(argument, path)]).sort(([a], [b]) => (a < b ? -1 : 1)));

  const field = ({ name, use, words }: Argument, path: string): Field => {
    const [type = ''] = words;
    const [, block, collection] = /^(Block|List of Object|Set of Object)(?: (List|Set))?$/.exec(type) ?? [];
    if (block === undefined) return `${use} ${writeOnly(words) ? 'write-only ' : ''}${words.includes('Sensitive') ? 'sensitive ' : ''}${typeOf(type)}`;
    const inner = path === '' ? name : `${path}.${name}`;
    if (block !== 'Block') return { use, nesting: block.startsWith('Set') ? 'set' : 'list', block: false, explicit: true, fields: blockAt(inner) };
    const [min, max] = [limit(words, 'Min'), limit(words, 'Max')];
    const nesting: Nesting = collection === 'List' ? 'list' : collection === 'Set' ? 'set' : 'single';
    return { use, nesting, block: true, ...(min ? { min } : {}), ...(max ? { max } : {}), fields: blockAt(inner) };
  };
  return blockAt('');
}
