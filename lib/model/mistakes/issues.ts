/** From what the schema library reports to problems in our words, one for each place. */
import type { z } from 'zod';
import { isWithin, parentPath, pathText, type Path } from '../path';
import type { Problem } from '../problem';
import { schemaAt, shapeOf } from '../schema/walk';
import { missing } from './missing';
import { wrongOption } from './option';
import { sentences, shownValue, type Situation } from './situation';
import { unknownKey } from './unknown-key';
import { wrongType } from './wrong-type';
import { wrongValue } from './wrong-value';

type Issue = z.core.$ZodIssue;
/** A file with more unknown keys is no description of a platform; the rest gets no suggestions. */
const explainedKeys = 150;

export function schemaProblems(issues: readonly Issue[], situation: Situation): readonly Problem[] {
  const swapped = swappedMembers(issues, situation);
  const spoilt = new Set(situation.tree.spoilt);
  const found = new Map<string, Problem>();
  for (const issue of issues) {
    const at = pathOf(issue);
    const path = pathText(at);
    if (isBelowAny(path, spoilt)) continue;
    const swap = swapped.find(({ parent }) => isWithin(path, parent));
    for (const problem of swap ? [swap.problem] : problemsOf(issue, at, situation)) if (!found.has(problem.path)) found.set(problem.path, problem);
  }
  const meant = new Set([...found.values()].flatMap((problem) => problem.meant ?? []));
  return [...found.values()].filter(({ code, path }) => !(code === 'input/missing' && meant.has(path)));
}

/** Whether the path or one above it is in the set. */
function isBelowAny(path: string, set: ReadonlySet<string>): boolean {
  for (let above = path; above !== ''; above = parentPath(above)) if (set.has(above)) return true;
  return set.has('');
}

// Paths of our data hold strings and numbers only.
const pathOf = ({ path }: Issue): Path => path.map((part) => (typeof part === 'number' ? part : String(part)));

function problemsOf(issue: Issue, at: Path, situation: Situation): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key, index) => unknownKey(at, key, situation, index < explainedKeys));
  const { present, value } = lookUp(situation.tree.data, at);
  if (!present) return [missing(at, situation)];
  const schema = schemaAt(situation.schema, at, situation.tree.data);
  if (issue.code === 'invalid_union') {
    const union = schemaAt(situation.schema, at.slice(0, -1), situation.tree.data);
    if (union && value !== null && typeof value !== 'object') return [wrongOption(at, value, union, situation)];
  }
  if (!schema)
    return [{ code: 'input/value', path: pathText(at), message: `${shownValue(value)} is not allowed here`, fix: 'See docs/options.md for what is.' }];
  if (issue.code === 'invalid_key') return [wrongKey(at)];
  const ofWrongKind =
    issue.code === 'invalid_type' ||
    issue.code === 'invalid_union' ||
    (issue.code === 'invalid_value' && issue.values.every((each) => typeof each !== typeof value));
  return [ofWrongKind ? wrongType(at, value, schema, situation) : wrongValue(at, value, schema, situation)];
}

const wrongKey = (at: Path): Problem => ({
  code: 'input/unknown-key',
  path: pathText(at),
  message: 'the key is not allowed here',
  fix: 'Allowed: letters, digits, dashes and dots, starting with a letter, at most 100 characters.',
});

function lookUp(data: unknown, path: Path): { readonly present: boolean; readonly value: unknown } {
  let value = data;
  for (const part of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, part)) return { present: false, value: undefined };
    value = (value as Readonly<Record<string | number, unknown>>)[part];
  }
  return { present: true, value };
}

interface Swap {
  readonly parent: string;
  readonly problem: Problem;
}

/** Items of a tuple that stand in each other's place: one problem instead of one for each key. */
function swappedMembers(issues: readonly Issue[], situation: Situation): readonly Swap[] {
  return issues.flatMap((issue): readonly Swap[] => {
    if (issue.code !== 'invalid_value' || issue.values.length !== 1) return [];
    const at = pathOf(issue);
    const index = at.at(-2);
    const tuple = schemaAt(situation.schema, at.slice(0, -2), situation.tree.data);
    if (typeof index !== 'number' || !tuple) return [];
    const shape = shapeOf(tuple);
    const { value } = lookUp(situation.tree.data, at);
    if (shape.kind !== 'tuple') return [];
    const key = String(at.at(-1));
    const literals = shape.items.map((item) => literalOf(item, key));
    if (typeof value !== 'string' || !literals.includes(value)) return [];
    const parent = pathText(at.slice(0, -1));
    const list = pathText(at.slice(0, -2));
    const order = literals.map((literal, each) => `${list}.${each} has ${key}: ${literal}`).join(', ');
    return [
      {
        parent,
        problem: {
          code: 'input/value',
          path: pathText(at),
          message: `${shownValue(value)} stands in the wrong place; ${key}: ${literals[index]} is expected here`,
          fix: sentences(`The order is fixed: ${order}.`, 'Move the whole entry; names, regions and ranges go with it.'),
        },
      },
    ];
  });
}

function literalOf(item: Parameters<typeof shapeOf>[0], key: string): string | undefined {
  const shape = shapeOf(item);
  const field = shape.kind === 'object' ? shape.fields[key] : undefined;
  const values = field ? shapeOf(field) : undefined;
  return values?.kind === 'enum' && values.values.length === 1 ? String(values.values[0]) : undefined;
}
