/** The text of an input file and what is needed to point into it. */
import type { Span } from '../problem';
import { printable } from './printable';

export interface Source {
  readonly file: string;
  readonly text: string;
  /** Offset of the first character of each line. */
  readonly lineStarts: readonly number[];
}

export function source(text: string, file: string): Source {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return { file, text, lineStarts };
}

/** Line and column, both from 1. */
export function positionAt({ lineStarts }: Source, offset: number): { readonly line: number; readonly column: number } {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 };
}

const lineText = ({ text, lineStarts }: Source, line: number): string =>
  text.slice(lineStarts[line - 1], (lineStarts[line] ?? text.length + 1) - 1).replace(/\r$/, '');

const widest = 110;

/** The source line with carets under `span`, cut to what fits a terminal; `masked` parts are not shown. */
export function excerpt(from: Source, span: Span, masked: readonly Span[]): string {
  const { line, column } = positionAt(from, span.start);
  const start = from.lineStarts[line - 1] ?? 0;
  const full = maskedLine(lineText(from, line), start, masked);
  const first = Math.max(0, Math.min(column - 1 - 30, full.length - widest));
  const shown = `${first > 0 ? '…' : ''}${full.slice(first, first + widest)}${full.length > first + widest ? '…' : ''}`;
  const indent = column - 1 - first + (first > 0 ? 1 : 0);
  const length = Math.max(1, Math.min(span.end - span.start, full.length - (column - 1), widest - indent));
  const gutter = String(line);
  return `  ${gutter} | ${shown}\n  ${' '.repeat(gutter.length)} | ${' '.repeat(indent)}${'^'.repeat(length)}`;
}

/** Masked characters become asterisks, so that columns stay where they are. */
const maskedLine = (line: string, start: number, masked: readonly Span[]): string =>
  printable(
    masked.reduce((shown, span) => {
      const from = Math.max(0, span.start - start);
      const to = Math.min(shown.length, span.end - start);
      return to > from ? shown.slice(0, from) + '*'.repeat(to - from) + shown.slice(to) : shown;
    }, line),
  );
