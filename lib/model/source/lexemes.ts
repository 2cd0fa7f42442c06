/**
 * Reads the text token by token, so that depth is bounded before anything recursive runs and the parts of YAML
 * that a description of a platform has no use for are refused where they stand.
 */
import { CST, Lexer, Parser } from 'yaml';
import type { Problem, Span } from '../problem';

export const maxDepth = 32;
/** What the lexer inserts between tokens; not part of the text. */
const markers = new Set(['\u0002', '\u0018', '\u001f']);

export interface Scan {
  readonly problems: readonly Problem[];
  /** Undefined if the text is nested too deeply to be parsed. */
  readonly tokens: readonly CST.Token[] | undefined;
}

export function scan(text: string): Scan {
  const problems = new Map<string, Problem>();
  const tokens: CST.Token[] = [];
  const parser = new Parser();
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (markers.has(lexeme)) continue;
    const span = { start: offset, end: offset + lexeme.length };
    offset = span.end;
    const kind = CST.tokenType(lexeme);
    const problem = refused(kind, lexeme, span, text);
    // One mistake of a kind is enough: the rest follows the same fix.
    const once = kind ?? 'tab';
    if (problem && !problems.has(once)) problems.set(once, problem);
    if (parser.stack.length > maxDepth) return { problems: [tooDeep(span)], tokens: undefined };
  }
  for (const token of parser.end()) tokens.push(token);
  return { problems: [...problems.values()], tokens };
}

function refused(kind: CST.TokenType | null, lexeme: string, span: Span, text: string): Problem | undefined {
  const problem = (message: string, fix: string): Problem => ({ code: 'yaml/syntax', path: '', message, fix, span });
  const tabProblem = (): Problem | undefined => {
    const tab = lexeme.indexOf('\t');
    if (tab === -1) return undefined;
    return {
      ...problem('a tab character; YAML takes spaces only', 'Replace it by spaces: two for each level. In a value write \\t inside double quotes.'),
      explains: true,
      span: { start: span.start + tab, end: span.start + tab + 1 },
    };
  };
  switch (kind) {
    case 'anchor':
      return problem(
        `'${cut(lexeme)}' is a YAML anchor; anchors are not read`,
        'Write the value where it is needed; every value stands in the file once, under its own key.',
      );
    case 'alias':
      return problem(
        `'${cut(lexeme)}' is a YAML alias; aliases are not read`,
        text[span.start - 1] === '*'
          ? 'Put a value that starts with * in quotes.'
          : `Write the value out. If the text itself starts with a star, put it in quotes: "${cut(lexeme)}".`,
      );
    case 'tag':
      return problem(`'${cut(lexeme)}' is a YAML tag; tags are not read`, 'Remove it. For text that looks like a number use quotes: "0123".');
    case 'directive-line':
      return problem(`'${cut(lexeme)}' is a YAML directive; directives are not read`, 'Remove the line; the file is read as YAML 1.2.');
    case 'comment':
      return undefined;
    case 'double-quoted-scalar':
    case 'single-quoted-scalar':
      if (lexeme.length > 1 && lexeme.endsWith(lexeme[0] ?? '')) return tabProblem();
      return {
        ...problem('this quote is never closed', 'Close it in the same line. A quote inside double quotes is written as \\", inside single quotes twice.'),
        explains: true,
        span: { start: span.start, end: span.start + Math.max(1, lexeme.search(/\s*\n|$/)) },
      };
    default:
      return tabProblem();
  }
}

const cut = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

const tooDeep = (span: Span): Problem => ({
  code: 'yaml/syntax',
  path: '',
  message: `the file is nested deeper than ${maxDepth} levels`,
  fix: 'Allowed: the keys that docs/options.md lists; none of them is deeper than nine levels. Look for a bracket that is never closed.',
  span,
});
