/** A value of another kind than the schema wants. */
import { z } from 'zod';
import { pathText, type Path } from '../path';
import type { Problem } from '../problem';
import { allowed, kindWords } from '../schema/allowed';
import { exampleValue, listItem, yamlLines } from '../schema/example';
import { fieldOf, idsOf, shapeOf, type Schema } from '../schema/walk';
import { lastKey, line, sentences, shownValue, type Situation } from './situation';

export function wrongType(at: Path, value: unknown, schema: Schema, situation: Situation): Problem {
  const path = pathText(at);
  const place = situation.tree.places.get(path);
  return { code: 'input/type', path, message: message(value, schema, place?.source), fix: fix(path, value, schema, place?.source) };
}

function message(value: unknown, schema: Schema, written: string | undefined): string {
  const expected = kindWords(schema);
  if (value === null) return written ? `'${written}' is no value; ${expected} is expected` : `has no value; ${expected} is expected`;
  if (typeof value === 'string') return `${shownValue(value)} is text; ${expected} is expected`;
  if (typeof value === 'number' && shapeOf(schema).kind === 'number') return `${written ?? String(value)} is not ${expected}`;
  if (typeof value === 'number' || typeof value === 'boolean')
    return `${shownValue(written ?? value)} without quotes is a ${typeof value}; ${expected} is expected`;
  return `${shownValue(value)} stands where ${expected} is expected`;
}

function fix(path: string, value: unknown, schema: Schema, written: string | undefined): string {
  const { required, why } = fieldOf(schema);
  const shape = shapeOf(schema);
  if (value === null && !required) return sentences('Remove the line for the default, or give it a value.', example(path, schema));
  const repaired = repair(value, schema, written);
  if (repaired !== undefined) return sentences(why, `Write: ${line(path, repaired)}`);
  if (shape.kind === 'union' && typeof value === 'string' && shape.members.some((member) => idsOf(member, shape.by).includes(value))) {
    const member = shape.members.find((candidate) => idsOf(candidate, shape.by).includes(value));
    return `Write, for example:\n${yamlLines(lastKey(path), member ? exampleValue(member) : {}).join('\n')}`;
  }
  return sentences(`Allowed: ${allowed(schema)}.`, why, example(path, schema));
}

function example(path: string, schema: Schema): string {
  const isItem = /\.\d+$/.test(path);
  const lines = isItem ? listItem(exampleValue(schema), 0) : yamlLines(lastKey(path), exampleValue(schema));
  return lines.length === 1 ? `Example: ${lines[0] ?? ''}` : `Example:\n${lines.join('\n')}`;
}

/** The same value in the kind that the schema wants, if that is then right: quoted, unquoted, or as a list of one. */
function repair(value: unknown, schema: Schema, written: string | undefined): unknown {
  const candidates: readonly unknown[] = [
    ...(typeof value === 'number' || typeof value === 'boolean' ? [written ?? String(value)] : []),
    ...(typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? [Number(value)] : []),
    ...(value === 'true' || value === 'false' ? [value === 'true'] : []),
    ...(value !== null && !Array.isArray(value) ? [[value]] : []),
    ...(typeof value === 'number' || typeof value === 'boolean' ? [[written ?? String(value)]] : []),
    ...(Array.isArray(value) && value.length === 1 ? (value as readonly unknown[]) : []),
  ];
  return candidates.find((candidate) => z.safeParse(schema, candidate).success);
}
