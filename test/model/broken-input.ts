/** One broken input: an edit of the valid text, and what the error must say. */
import type { ErrorCode } from '../../lib/model';
import { baseText } from './base-text';

export interface BrokenInput {
  readonly name: string;
  readonly text: string;
  readonly code: ErrorCode;
  /** Path of the error; undefined for the whole file. */
  readonly path: string | undefined;
  readonly message: readonly string[];
  readonly fix: readonly string[];
  /** Part of the source line that the error points at. @default - the first line that differs from the valid text */
  readonly at?: string;
  /** Errors in all. @default 1 */
  readonly count?: number;
}

export function edited(from: string, to: string): string {
  if (baseText.split(from).length !== 2) throw new Error(`'${from}' must occur once in the base text`);
  return baseText.replace(from, () => to);
}

export type Row = readonly [
  name: string,
  from: string,
  to: string,
  path: string,
  message: string | readonly string[],
  fix: string | readonly string[],
  more?: { readonly at?: string; readonly count?: number },
];
const list = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);
export const rows = (code: ErrorCode, all: readonly Row[]): readonly BrokenInput[] =>
  all.map(([name, from, to, path, message, fix, more]) => ({
    name,
    text: edited(from, to),
    code,
    path: path === '' ? undefined : path,
    message: list(message),
    fix: list(fix),
    ...more,
  }));
export const whole = (
  code: ErrorCode,
  all: readonly (readonly [name: string, text: string, message: string, fix: string, at?: string])[],
): readonly BrokenInput[] => all.map(([name, text, message, fix, at]) => ({ name, text, code, path: undefined, message: [message], fix: [fix], at: at ?? '' }));
