/** What the YAML parser could not read, in our words. */
import type { ErrorCode as YamlCode, YAMLParseError } from 'yaml';
import type { Problem } from '../problem';

interface Words {
  readonly message: string;
  readonly fix: string;
}

const quote = 'Put the value in double quotes.';
const words: Readonly<Record<YamlCode, Words>> = {
  ALIAS_PROPS: { message: 'an alias cannot have a tag or an anchor', fix: 'Write the value out.' },
  BAD_ALIAS: { message: 'a value cannot start with & or *', fix: quote },
  BAD_COLLECTION_TYPE: { message: 'a tag does not fit its value', fix: 'Remove the tag.' },
  BAD_DIRECTIVE: { message: 'a line cannot start with %', fix: 'Remove the line, or put the value in double quotes.' },
  BAD_DQ_ESCAPE: {
    message: 'an escape in double quotes that YAML does not know',
    fix: 'Write a backslash as \\\\, or use single quotes, which know no escapes.',
  },
  BAD_INDENT: {
    message: 'this line does not start in the same column as its siblings',
    fix: 'Indent by two spaces for each level; keys of one object and items of one list start in the same column. The line above may be the one that is wrong.',
  },
  BAD_PROP_ORDER: { message: 'an anchor or a tag in a place where YAML has none', fix: 'Remove it.' },
  BAD_SCALAR_START: { message: 'a value without quotes cannot start with this character', fix: quote },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'YAML does not expect a key here',
    fix: 'Two keys cannot share a line: put each on its own, or quote a value that holds a colon: key: "a: b". A key that already has a value cannot have lines indented below it.',
  },
  BLOCK_IN_FLOW: {
    message: 'a list or an object of several lines inside [ ] or { }',
    fix: 'Write it inside the brackets, [a, b] or { a: 1 }, or drop the brackets.',
  },
  DUPLICATE_KEY: { message: 'a key is written twice', fix: 'Keep one of them.' },
  IMPOSSIBLE: { message: 'this is no YAML', fix: 'Compare the line with the example in platform.yaml.' },
  KEY_OVER_1024_CHARS: { message: 'a key of more than 1024 characters', fix: 'Keys are short words, listed in docs/options.md.' },
  MISSING_CHAR: {
    message: 'something is missing before this',
    fix: 'Look for a missing colon, comma, quote or bracket here or in the line above: key: value, [a, b], { a: 1, b: 2 }.',
  },
  MULTILINE_IMPLICIT_KEY: { message: 'a key goes over several lines', fix: 'Look for a missing colon or quote in the line above.' },
  MULTIPLE_ANCHORS: { message: 'two anchors at one value', fix: 'Remove them.' },
  MULTIPLE_DOCS: { message: 'more than one YAML document', fix: 'Keep one; remove the line ---.' },
  MULTIPLE_TAGS: { message: 'two tags at one value', fix: 'Remove them.' },
  NON_STRING_KEY: { message: 'a key that is no word', fix: 'Keys are the words that docs/options.md lists.' },
  RESOURCE_EXHAUSTION: { message: 'the file cannot be read with reasonable effort', fix: 'Look for brackets that are never closed.' },
  TAB_AS_INDENT: { message: 'a tab character at the start of a line', fix: 'Replace it by spaces: two for each level.' },
  TAG_RESOLVE_FAILED: { message: 'a tag or a value that YAML cannot resolve', fix: 'Remove the tag.' },
  UNEXPECTED_TOKEN: {
    message: 'YAML does not expect this here',
    fix: 'Look for a missing quote, comma or bracket here or in the line above; put values that hold : or # in quotes.',
  },
};

const indentation = /without - indicator|block sequence may not be used as an implicit map key/;

/** Codes cover several mistakes; which one it is, the parser tells by its prose only. */
function byProse(prose: string): Words | undefined {
  if (/closing ["']quote/.test(prose))
    return { message: 'a quote is never closed', fix: 'Close the quote in the line where it was opened; write a quote inside double quotes as \\".' };
  if (/^Flow|end with a [\]}]/.test(prose))
    return { message: 'a bracket or a brace is never closed', fix: 'Close it: [a, b] or { a: 1 }. Items in between are separated by commas.' };
  if (indentation.test(prose)) return words.BAD_INDENT;
  return undefined;
}

const atMost = 3;

/** The first few syntax errors, one for each line: later ones mostly follow from the first. */
export function syntaxProblems(errors: readonly YAMLParseError[], text: string, lineOf: (offset: number) => number): readonly Problem[] {
  const lines = new Set<number>();
  const problems: Problem[] = [];
  for (const { code, pos, message: prose } of [...errors].sort((a, b) => a.pos[0] - b.pos[0])) {
    const start = skipSpaces(text, Math.min(pos[0], text.length));
    const line = lineOf(start);
    if (problems.length === atMost) break;
    if (lines.has(line)) continue;
    lines.add(line);
    const { message, fix } = byProse(prose) ?? words[code];
    problems.push({ code: 'yaml/syntax', path: '', message, fix, span: { start, end: Math.max(start + 1, Math.min(pos[1], text.length)) } });
  }
  return problems;
}

/** Indentation errors are reported at the start of the line; people look at its first word. */
function skipSpaces(text: string, offset: number): number {
  if (text[offset - 1] !== '\n') return offset;
  const spaces = /^ */.exec(text.slice(offset, offset + 200))?.[0].length ?? 0;
  return offset + spaces;
}
