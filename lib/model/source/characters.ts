/** Refuses, before anything is parsed, what no description of a platform holds. */
import type { Problem } from '../problem';

export const maxBytes = 256 * 1024;
const atMost = 5;

/** Control characters, byte order marks inside, replacement characters, half surrogates, and marks that change the direction of text. */
const forbidden =
  /\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd-\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export function sizeProblem(size: number): Problem | undefined {
  if (size <= maxBytes) return undefined;
  return {
    code: 'yaml/too-large',
    path: '',
    message: `the file has ${Math.ceil(size / 1024).toLocaleString('en')} KiB; a description of a platform has a few`,
    fix: `Allowed: at most ${maxBytes / 1024} KiB. Check that this is the right file; data and manifests do not belong into it.`,
  };
}

/** The first few forbidden characters of `text`. */
export function characterProblems(text: string): readonly Problem[] {
  const problems: Problem[] = [];
  for (const match of text.matchAll(forbidden)) {
    problems.push({
      code: 'yaml/syntax',
      path: '',
      message: `${characterName(match[0])} is not allowed in this file`,
      fix: characterFix(match[0]),
      span: { start: match.index, end: match.index + 1 },
    });
    if (problems.length === atMost) break;
  }
  return problems;
}

/** Whether a value holds such a character by an escape such as "\0". */
export const hasForbidden = (value: string): boolean => value.search(forbidden) !== -1;

const codePoint = (character: string): string => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

function characterName(character: string): string {
  if (character === '\0') return 'a NUL character (U+0000)';
  if (character === '\ufffd') return 'the replacement character (U+FFFD)';
  if (character === '\ufeff') return 'a byte order mark (U+FEFF) after the first character';
  if (character === '\r') return 'a carriage return (U+000D) without a line feed';
  if (/[\u200b-\u200f\u2028-\u202e\u2060-\u2069]/.test(character)) return `the invisible character ${codePoint(character)}`;
  if (/[\ud800-\udfff]/.test(character)) return `half of a character (${codePoint(character)})`;
  return `the control character ${codePoint(character)}`;
}

function characterFix(character: string): string {
  if (character === '\0') return 'Save the file as UTF-8 text. A file full of NUL characters is often UTF-16: iconv -f UTF-16 -t UTF-8.';
  if (character === '\ufffd') return 'The file was not UTF-8 when it was read or saved. Save it as UTF-8: iconv -f LATIN1 -t UTF-8.';
  if (character === '\r') return 'End lines with a line feed (Unix) or both (Windows).';
  return 'Delete it. Your editor can show invisible characters; grep -nP "[^\\x20-\\x7e]" finds them.';
}
