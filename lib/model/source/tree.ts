/** From the parsed document to plain data, with the place of every value and what plain data cannot show. */
import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type YAMLMap } from 'yaml';
import { pathText, type Path } from '../path';
import type { Problem, Span } from '../problem';
import { hasForbidden } from './characters';
import { isSecretKey, looksRandom } from './secrets';

export interface Place {
  /** The key that leads to the value; items of lists have none. */
  readonly key?: Span;
  readonly value: Span;
  /** A scalar as it is written, without quotes around it. */
  readonly source?: string;
  /** Without quotes. */
  readonly plain: boolean;
  /** Written over lines, below its key. */
  readonly block: boolean;
}

export interface Tree {
  readonly data: unknown;
  readonly places: ReadonlyMap<string, Place>;
  readonly problems: readonly Problem[];
  /** Paths whose value could not be read; what depends on them is not judged. */
  readonly spoilt: readonly string[];
  /** Values under keys that name secrets. */
  readonly secrets: readonly Span[];
  /** Paths of keys called `__proto__`. */
  readonly prototypes: readonly string[];
}

/** @param lineOf line of an offset, from 1 */
export function tree(root: ParsedNode | null, lineOf: (offset: number) => number): Tree {
  const places = new Map<string, Place>();
  const problems: Problem[] = [];
  const spoilt: string[] = [];
  const secrets: Span[] = [];
  const prototypes: string[] = [];

  const spoil = (path: string, problem?: Problem): undefined => {
    spoilt.push(path);
    if (problem) problems.push(problem);
  };

  const visit = (node: ParsedNode | null, path: Path, key: Span | undefined): unknown => {
    const at = pathText(path);
    if (!places.has(at)) places.set(at, placeOf(node, key));
    if (node === null) return null;
    if (isMap(node)) return visitMap(node, path);
    if (isSeq(node)) return node.items.map((item, index) => visit(item as ParsedNode | null, [...path, index], undefined));
    if (isAlias(node)) return spoil(at);
    const ambiguous = ambiguity(node.value, node.source, node.type === 'PLAIN');
    if (ambiguous) return spoil(at, { code: 'input/type', path: at, ...ambiguous });
    if (typeof node.value === 'string' && hasForbidden(node.value)) return spoil(at, escaped(at));
    return node.value;
  };

  const visitMap = (map: YAMLMap.Parsed, path: Path): unknown => {
    // No prototype: a key such as `constructor` is a key like any other, and unknown.
    const data = Object.create(null) as Record<string, unknown>;
    for (const pair of map.items) {
      const name = keyName(pair.key);
      const span = spanOf(pair.key);
      if (name === undefined) {
        spoil(pathText(path), badKey(pathText(path), span));
        continue;
      }
      const at = pathText([...path, name]);
      if (name === '__proto__') prototypes.push(at);
      if (pair.value && (isSecretKey(name) || (/key/i.test(name) && isScalar(pair.value) && looksRandom(String(pair.value.value)))))
        secrets.push(spanOf(pair.value));
      const first = places.get(at);
      if (name in data && first?.key) {
        problems.push(duplicate(at, name, lineOf(first.key.start), span));
        continue;
      }
      data[name] = visit(pair.value, [...path, name], span);
    }
    return data;
  };

  const data = visit(root, [], undefined);
  return { data, places, problems, spoilt, secrets, prototypes };
}

const spanOf = (node: ParsedNode): Span => ({ start: node.range[0], end: node.range[1] });

function placeOf(node: ParsedNode | null, key: Span | undefined): Place {
  const value = node ? spanOf(node) : (key ?? { start: 0, end: 1 });
  const block = node !== null && (isMap(node) || isSeq(node)) && node.flow !== true;
  return {
    ...(key ? { key } : {}),
    value,
    ...(isScalar(node) && typeof node.source === 'string' ? { source: node.source } : {}),
    plain: isScalar(node) && node.type === 'PLAIN',
    block,
  };
}

/** A key as it is written; undefined for lists, objects, aliases and nothing. */
function keyName(key: ParsedNode): string | undefined {
  if (!isScalar(key)) return undefined;
  const name = typeof key.value === 'string' ? key.value : key.source;
  return name === '' ? undefined : name;
}

const badKey = (path: string, span: Span): Problem => ({
  code: 'yaml/syntax',
  path,
  message: 'a key that is no word',
  fix: 'Keys are the words that docs/options.md lists, each followed by a colon: name: acme-db.',
  span,
});

const duplicate = (path: string, name: string, firstLine: number, span: Span): Problem => ({
  code: 'input/duplicate-key',
  path,
  message: `'${name.slice(0, 60)}' is written twice in the same object, first in line ${firstLine}`,
  fix: 'Keep one of the two. YAML readers disagree about which one counts.',
  span,
});

const escaped = (path: string): Problem => ({
  code: 'input/value',
  path,
  message: 'the value holds a control or invisible character, written as an escape',
  fix: 'Remove the escape: no value of a platform needs one.',
});

interface Ambiguity {
  readonly message: string;
  readonly fix: string;
}

/** Values without quotes that YAML 1.1 readers and YAML 1.2 readers take for different things. */
function ambiguity(value: unknown, written: unknown, plain: boolean): Ambiguity | undefined {
  if (!plain || typeof written !== 'string' || typeof value !== 'string') return undefined;
  const kind = /^(y|n|yes|no|on|off)$/i.test(written)
    ? 'a boolean'
    : /^\d{4}-\d{1,2}-\d{1,2}([Tt\s].*)?$/.test(written)
      ? 'a date'
      : /^[-+]?\d[\d_]*(:[0-5]?\d)+(\.\d*)?$/.test(written)
        ? 'a number in base 60'
        : /^[-+]?(0b[01_]+|\d[\d_]*_[\d_]*)$/.test(written)
          ? 'a number'
          : undefined;
  if (!kind) return undefined;
  return {
    message: `'${written}' without quotes is text for some YAML readers and ${kind} for others`,
    fix: `Put it in quotes if the text is meant: "${written}". Numbers are written in plain digits, switches as true or false.`,
  };
}
