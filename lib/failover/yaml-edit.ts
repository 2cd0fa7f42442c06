/**
 * Edits of YAML text that change the lines of one key and no other byte: comments, quotes and line breaks of everything
 * else stay. Values are given as they are to be written, in flow style.
 */
import { isMap, isScalar, isSeq, parseDocument, type ParsedNode, type YAMLMap, type YAMLSeq } from 'yaml';

export type ParsedMap = YAMLMap.Parsed;
/** Finds the object to edit; it is looked for anew after each edit. */
export type Locate = (root: ParsedNode | null) => ParsedMap | undefined;

export const rootOf = (text: string): ParsedNode | null => parseDocument(text).contents;

export const valueAt = (map: ParsedMap, key: string): ParsedNode | undefined => pairAt(map, key)?.value ?? undefined;
export const mapAt = (map: ParsedMap, key: string): ParsedMap | undefined => {
  const value = valueAt(map, key);
  return isMap(value) ? value : undefined;
};
export const seqAt = (map: ParsedMap, key: string): YAMLSeq.Parsed | undefined => {
  const value = valueAt(map, key);
  return isSeq(value) ? value : undefined;
};
export const textAt = (map: ParsedMap, key: string): string | undefined => {
  const value = valueAt(map, key);
  return isScalar(value) ? String(value.value) : undefined;
};

const pairAt = (map: ParsedMap, key: string) => map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);

/** Text with the value of `key` replaced, or with the key added at the end of its object. */
export function withKey(text: string, locate: Locate, key: string, value: string): string {
  const map = found(text, locate);
  const pair = pairAt(map, key);
  if (!pair) return appended(text, map, `${key}: ${value}`);
  const node = pair.value;
  if (node && !isBlock(node) && node.range[1] > node.range[0]) return `${text.slice(0, node.range[0])}${value}${text.slice(node.range[1])}`;
  return withKey(withoutKey(text, locate, key), locate, key, value);
}

/** Text with `key` added, below it the first key of a new object. */
export function withObject(text: string, locate: Locate, key: string, inner: string, value: string): string {
  const map = found(text, locate);
  if (map.flow) return appended(text, map, `${key}: { ${inner}: ${value} }`);
  const indent = indentOf(text, map);
  return appended(text, map, `${key}:${lineBreak(text)}${indent}  ${inner}: ${value}`);
}

/** Text without `key`; the last key takes its object along only if the caller removes that one instead. */
export function withoutKey(text: string, locate: Locate, key: string): string {
  const map = found(text, locate);
  const pair = pairAt(map, key);
  if (!pair) return text;
  const start = pair.key.range[0];
  const end = pair.value ? endOf(pair.value) : pair.key.range[1];
  if (!map.flow) {
    const line = lineStart(text, start);
    const next = nextLine(text, end);
    // The first key of a list item shares its line with the dash: the next key moves up to it.
    if (text.slice(line, start).trim() !== '') return `${text.slice(0, start)}${text.slice(next).replace(/^\s*/, '')}`;
    return `${text.slice(0, line)}${text.slice(next)}`;
  }
  const comma = /^\s*,[ \t]*/.exec(text.slice(end));
  if (comma) return `${text.slice(0, start)}${text.slice(end + comma[0].length)}`;
  return `${text.slice(0, start).replace(/,?\s*$/, '')}${text.slice(end)}`;
}

/** Text with an item at the end of the list, or directly after one of its items. */
export function withItem(text: string, seq: YAMLSeq.Parsed, item: string, after?: ParsedNode): string {
  const previous = after ?? seq.items.at(-1);
  if (!previous) return `${text.slice(0, seq.range[0] + 1)}${item}${text.slice(seq.range[0] + 1)}`;
  const end = endOf(previous);
  if (seq.flow) return `${text.slice(0, end)}, ${item}${text.slice(end)}`;
  const indent = ' '.repeat(columnOf(text, seq.range[0]));
  const lines = item.split('\n').map((line, index) => `${indent}${index === 0 ? '- ' : '  '}${line}`);
  return insertedLine(text, end, lines.join(lineBreak(text)));
}

export const replaced = (text: string, { range }: ParsedNode, value: string): string => `${text.slice(0, range[0])}${value}${text.slice(range[1])}`;

function found(text: string, locate: Locate): ParsedMap {
  const map = locate(rootOf(text));
  if (!map) throw new Error('the object to edit is gone');
  return map;
}

function appended(text: string, map: ParsedMap, entry: string): string {
  const last = map.items.at(-1);
  if (!last) return `${text.slice(0, map.range[0])}{ ${entry} }${text.slice(map.range[1])}`;
  const end = last.value ? endOf(last.value) : last.key.range[1];
  return map.flow ? `${text.slice(0, end)}, ${entry}${text.slice(end)}` : insertedLine(text, end, `${indentOf(text, map)}${entry}`);
}

/** A new line after the one that `end` is in. */
function insertedLine(text: string, end: number, line: string): string {
  const next = nextLine(text, end);
  const before = text.slice(0, next);
  const eol = lineBreak(text);
  return `${before}${before.endsWith('\n') ? '' : eol}${line}${eol}${text.slice(next)}`;
}

const isBlock = (node: ParsedNode): boolean => (isMap(node) || isSeq(node)) && !node.flow;

/** End of the last character that belongs to a value: objects over lines end with their last value. */
function endOf(node: ParsedNode): number {
  if (isMap(node) && !node.flow) {
    const last = node.items.at(-1);
    return last ? (last.value ? endOf(last.value) : last.key.range[1]) : node.range[1];
  }
  if (isSeq(node) && !node.flow) {
    const last = node.items.at(-1);
    return last ? endOf(last) : node.range[1];
  }
  return node.range[1];
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;
const columnOf = (text: string, offset: number): number => offset - lineStart(text, offset);
const indentOf = (text: string, { items: [first], range }: ParsedMap): string => ' '.repeat(columnOf(text, first ? first.key.range[0] : range[0]));
/** Start of the line after the one that `end` is in; a text over lines (`|`, `>`) ends with its line break. */
function nextLine(text: string, end: number): number {
  if (text[end - 1] === '\n') return end;
  const next = text.indexOf('\n', end);
  return next < 0 ? text.length : next + 1;
}
const lineBreak = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');
