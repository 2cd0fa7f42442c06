/** Text or bytes of one YAML file -> data that a schema accepts, or every reason why not. */
import { Composer, type Document } from 'yaml';
import { type z } from 'zod';
import { platformErrors } from './mistakes/report';
import { schemaProblems } from './mistakes/issues';
import { keysOf, schemaAt, type Schema } from './schema/walk';
import type { Situation } from './mistakes/situation';
import type { Problem } from './problem';
import { characterProblems, sizeProblem } from './source/characters';
import { scan } from './source/lexemes';
import { positionAt, source, type Source } from './source/source';
import { syntaxProblems } from './source/syntax';
import { tree as treeOf, type Tree } from './source/tree';

export interface Reading<T> {
  readonly source: Source;
  readonly tree: Tree | undefined;
  /** Undefined if there is any problem. */
  readonly value: T | undefined;
  readonly problems: readonly Problem[];
  /** Mistakes that are counted but not described. */
  readonly omitted: number;
}

/** A file with more mistakes is another kind of file: the rest is counted only. */
const judgedIssues = 500;

/** The schema library leaves this key out without a word. */
const prototypeKey = (path: string): Problem => ({
  code: 'input/unknown-key',
  path,
  message: 'there is no such key',
  fix: 'Remove it: __proto__ is never the name of anything.',
});

/** @throws PlatformErrors if the text cannot be read as one plain YAML object */
export function readYaml<T>(
  schema: z.ZodType<T>,
  input: string | Uint8Array,
  file: string,
  reserved: Readonly<Record<string, readonly string[]>> = {},
): Reading<T> {
  const from = source(decode(input, file), file);
  const fail = (problems: readonly Problem[], tree?: Tree): never => {
    throw platformErrors(problems, from, tree);
  };
  const characters = characterProblems(from.text);
  if (characters.length > 0) fail(characters);
  const { problems: refused, tokens } = scan(from.text);
  if (!tokens) return fail(refused);
  const documents = [
    ...new Composer({ version: '1.2', schema: 'core', uniqueKeys: false, strict: true, merge: false, logLevel: 'silent' }).compose(
      tokens,
      true,
      from.text.length,
    ),
  ];
  const syntax = documents.flatMap((document) => syntaxProblems(document.errors, from.text, (offset) => lineOf(from, offset)));
  const unsaid = refused.some(({ explains }) => explains)
    ? []
    : syntax.filter(({ span }) => !refused.some((other) => lineOf(from, other.span?.start ?? 0) === lineOf(from, span?.start ?? 0)));
  const extra = severalDocuments(documents);
  if (syntax.length + extra.length > 0) return fail([...refused, ...unsaid, ...extra]);
  const tree = treeOf(documents[0]?.contents ?? null, (offset) => lineOf(from, offset));
  const shape = rootProblem(tree.data, schema);
  if (shape) return fail([...refused, shape], tree);
  return checked(schema, from, tree, refused, reserved);
}

function checked<T>(
  schema: z.ZodType<T>,
  from: Source,
  tree: Tree,
  refused: readonly Problem[],
  reserved: Readonly<Record<string, readonly string[]>>,
): Reading<T> {
  const parsed = schema.safeParse(tree.data);
  const situation = { schema, tree, file: from.file, columnOf: (offset: number) => positionAt(from, offset).column, reserved };
  const issues = parsed.success ? [] : schemaProblems(parsed.error.issues.slice(0, judgedIssues), situation);
  const omitted = parsed.success ? 0 : Math.max(0, parsed.error.issues.length - judgedIssues);
  const numbers = oddNumbers(tree, [...issues, ...tree.problems]).filter(({ path }) => isKnown(path, situation));
  const skipped = tree.prototypes.filter((path) => !issues.some((other) => other.path === path)).map(prototypeKey);
  const problems = [...refused, ...tree.problems, ...issues, ...numbers, ...skipped];
  return { source: from, tree, problems, omitted, value: parsed.success && problems.length === 0 ? parsed.data : undefined };
}

/** Whether the schema has a value at a path; others are unknown keys, and judged as such. */
const isKnown = (path: string, { schema, tree }: Situation): boolean =>
  schemaAt(
    schema,
    path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
    tree.data,
  ) !== undefined;

const lineOf = (from: Source, offset: number): number => positionAt(from, offset).line;

/** @throws PlatformErrors yaml/too-large, yaml/syntax */
function decode(input: string | Uint8Array, file: string): string {
  const size = sizeProblem(typeof input === 'string' && input.length <= 256 * 1024 ? Buffer.byteLength(input) : input.length);
  if (size) throw platformErrors([size], source('', file));
  if (typeof input === 'string') return input.replace(/^\ufeff/, '');
  if ((input[0] === 0xff && input[1] === 0xfe) || (input[0] === 0xfe && input[1] === 0xff)) throw platformErrors([notUtf8('UTF-16')], source('', file));
  // Bytes that are no UTF-8 become U+FFFD, which is refused with its place.
  return new TextDecoder('utf-8').decode(input);
}

const notUtf8 = (encoding: string): Problem => ({
  code: 'yaml/syntax',
  path: '',
  message: `the file is ${encoding}, not UTF-8`,
  fix: `Save it as UTF-8: iconv -f ${encoding} -t UTF-8.`,
});

function severalDocuments(documents: readonly (Document.Parsed | { readonly range?: unknown })[]): readonly Problem[] {
  const second = documents[1];
  if (!second) return [];
  const range = Array.isArray(second.range) ? Number(second.range[0]) : 0;
  return [
    {
      code: 'yaml/syntax',
      path: '',
      message: 'a second YAML document starts here',
      fix: 'Allowed: one document in the file. Remove the line --- and merge what follows, or put it into a file of its own.',
      span: { start: range, end: range + 1 },
    },
  ];
}

function rootProblem(data: unknown, schema: Schema): Problem | undefined {
  const keys = keysOf(schema, data).join(', ');
  if (data === null || data === undefined)
    return { code: 'input/missing', path: '', message: 'the file is empty', fix: `Expected at the top level: ${keys}. npm run init writes a first file.` };
  if (typeof data !== 'object' || Array.isArray(data))
    return {
      code: 'input/type',
      path: '',
      message: `the file holds ${Array.isArray(data) ? 'a list' : 'a single value'}, not an object`,
      fix: `Expected at the top level, each followed by a colon: ${keys}.`,
    };
  return undefined;
}

/** Numbers that were accepted but that YAML readers disagree about: 010, 0x1F, 1e3. */
function oddNumbers({ places }: Tree, issues: readonly Problem[]): readonly Problem[] {
  const judged = new Set(issues.map(({ path }) => path));
  return [...places].flatMap(([path, { plain, source: written }]): readonly Problem[] => {
    if (!plain || written === undefined || judged.has(path) || !/^[-+]?[\d.]/.test(written)) return [];
    const value = Number(written);
    if (Number.isNaN(value) || /^-?(0|[1-9]\d*)(\.\d+)?$/.test(written)) return [];
    return [
      {
        code: 'input/type',
        path,
        message: `'${written}' is a number that YAML readers read differently`,
        fix: `Write it in plain digits: ${Math.round(value * 1e6) / 1e6}. If text is meant, put it in quotes: "${written}".`,
      },
    ];
  });
}
