import { parentPath } from '../path';
import { inline } from '../schema/example';
import type { Schema } from '../schema/walk';
import { printable } from '../source/printable';
import { maskText } from '../source/secrets';
import type { Place, Tree } from '../source/tree';

/** Everything that the words of a mistake are made from. */
export interface Situation {
  readonly schema: Schema;
  readonly tree: Tree;
  /** File as the user named it. */
  readonly file: string;
  /** Column of an offset, from 1. */
  readonly columnOf: (offset: number) => number;
  /** Ids that the format reserves at a path, built or not. */
  readonly reserved: Readonly<Record<string, readonly string[]>>;
}

const longest = 60;

/** Text for an error: cut, without control characters, without what looks like a secret. */
export function shownText(value: string): string {
  const safe = printable(maskText(value));
  return safe.length > longest ? `${safe.slice(0, longest)}…` : safe;
}

/** A value as a person reads it in an error. */
export function shownValue(value: unknown, place?: Place): string {
  if (typeof value === 'string') return `'${shownText(value)}'`;
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length} items`;
  if (typeof value === 'object') return 'an object';
  return `'${shownText(place?.source ?? JSON.stringify(value))}'`;
}

/** The last key of a dotted path; the list that an item belongs to. */
export const lastKey = (path: string): string => {
  const last = path.slice(parentPath(path).length).replace(/^\./, '');
  return /^\d+$/.test(last) ? lastKey(parentPath(path)) : last;
};

/** A line to paste: `key: value`, or `- value` for an item of a list. */
export const line = (path: string, value: unknown): string => (/\.\d+$/.test(path) ? `- ${inline(value)}` : `${lastKey(path)}: ${inline(value)}`);

/** Sentences of a fix, empty ones left out. */
export const sentences = (...parts: readonly (string | undefined)[]): string => parts.filter((part) => part !== undefined && part !== '').join(' ');
