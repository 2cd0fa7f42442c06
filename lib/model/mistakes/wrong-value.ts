/** A value of the right kind that is outside what is allowed. */
import { z } from 'zod';
import { pathText, type Path } from '../path';
import type { Problem } from '../problem';
import { allowed } from '../schema/allowed';
import { exampleValue } from '../schema/example';
import { fieldOf, shapeOf, type Schema, type Shape } from '../schema/walk';
import { hasCredentials } from '../source/secrets';
import { bySimilarity, nearest } from './nearest';
import { line, sentences, shownValue, type Situation } from './situation';

export function wrongValue(at: Path, value: unknown, schema: Schema, situation: Situation): Problem {
  const path = pathText(at);
  const written = situation.tree.places.get(path)?.source;
  const shape = shapeOf(schema);
  if (shape.kind === 'enum') return wrongChoice(path, value, schema, shape, written);
  if (typeof value === 'string' && hasCredentials(value)) return credentials(path, value, schema);
  return { code: 'input/value', path, message: message(value, shape, written), fix: fix(path, value, schema) };
}

function message(value: unknown, shape: Shape, written: string | undefined): string {
  const shown = typeof value === 'number' ? (written ?? String(value)) : shownValue(value);
  if (shape.kind === 'number' && typeof value === 'number') {
    if (value > shape.max) return `${shown} is more than ${shape.max}`;
    if (value < shape.min) return `${shown} is less than ${shape.min}`;
  }
  if (typeof value === 'string' && value === '') return 'is empty';
  if (shape.kind === 'text' && typeof value === 'string') {
    if (value.length > shape.max) return `${shown} has ${value.length} characters; at most ${shape.max} are allowed`;
    if (value.length < shape.min) return `${shown} has ${value.length} character${value.length === 1 ? '' : 's'}; at least ${shape.min} are needed`;
  }
  if (Array.isArray(value)) {
    if (shape.kind === 'tuple') return `has ${value.length} items; exactly ${shape.items.length} are needed`;
    if (shape.kind === 'list')
      return `has ${value.length} items; ${value.length > shape.max ? `at most ${shape.max} are allowed` : `at least ${shape.min} ${shape.min === 1 ? 'is' : 'are'} needed`}`;
  }
  return `${shown} is not allowed here`;
}

function fix(path: string, value: unknown, schema: Schema): string {
  const { why, description } = fieldOf(schema);
  const shape = shapeOf(schema);
  const words = `Allowed: ${allowed(schema)}.`;
  const repaired = typeof value === 'string' ? repair(value, schema) : undefined;
  if (repaired !== undefined) return sentences(words, why, `Write: ${line(path, repaired)}`);
  // For lists the description says more than an example of one item.
  if (shape.kind === 'list' || shape.kind === 'tuple')
    return sentences(
      words,
      description,
      shape.kind === 'list' && shape.max > 0 && simple(shape.item) ? `Example: ${line(path, exampleValue(schema))}` : undefined,
    );
  return sentences(words, why, `Example: ${line(path, exampleValue(schema))}`);
}

const simple = (schema: Schema): boolean => ['text', 'enum', 'number'].includes(shapeOf(schema).kind);

/** Slips that can be undone: case, separators, spaces, scheme, path, trailing dot, scp-like git URLs. */
const repairs: readonly ((value: string) => string)[] = [
  (value) => value.trim(),
  // What has a shape of its own comes first.
  (value) => value.replace(/^arn:aws:iam::\d+:role\/(.*\/)?/, ''),
  (value) => value.replace(/\.cloudflareaccess\.com\/?$/, '').replace(/^https:\/\//, ''),
  (value) => value.replace(/^https:\/\/(www\.)?github\.com\//, '').replace(/\.git$/, ''),
  (value) => value.replace(/^git@([^:/]+):\/?/, 'ssh://git@$1/'),
  (value) => value.replace(/^ssh:\/\/([\w.-]+\/)/, 'ssh://git@$1'),
  (value) => value.replace(/^http:/, 'https:'),
  (value) => value.replace(/^(?=[a-z0-9.-]+\.[a-z]+\/)/, 'https://'),
  (value) => value.replace(/^refs\/heads\//, ''),
  (value) => value.replace(/^([a-z]+[\w-]*)\.(nano|micro|small|medium|large|metal|\d*xlarge)[\w-]*$/, '$1'),
  (value) => value.replace(/^([a-z]{2}(-[a-z]+)+-\d)[a-f]$/, '$1'),
  (value) => value.replace(/^(\d+)\s*(M|G)B?$/i, (_, count: string, unit: string) => `${count}${unit.toUpperCase()}i`),
  (value) => (/^[\d -]+$/.test(value) ? value.replaceAll(/[ -]/g, '') : value),
  (value) => value.replace(/^\*\./, ''),
  (value) => value.replace(/^[^@\s]+@/, ''),
  (value) =>
    /^[a-z]+:\/\//i.test(value)
      ? value
          .replace(/^[a-z]+:\/\//i, '')
          .replace(/[/:].*$/, '')
          .toLowerCase()
      : value.replace(/\.$/, ''),
  (value) => (value.includes('..') ? value : value.replace(/^\.\//, '').replaceAll(/^\/+|\/+$/g, '')),
  (value) => (/^[\w.*-]/.test(value) && !value.includes('..') ? `/${value}` : value),
  (value) => `#${value}`,
  (value) => value.trim().toLowerCase(),
  (value) => value.replaceAll(/-{2,}/g, '-').replaceAll(/^-|-$/g, ''),
  (value) =>
    value
      .trim()
      .toLowerCase()
      .replaceAll(/[\s_]+/g, '-'),
  (value) => value.trim().toLowerCase().replaceAll(/\s+/g, ''),
  (value) => (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(value) ? value.toLowerCase().replaceAll('.', '-') : value),
];

function repair(value: string, schema: Schema): string | undefined {
  if (value.length > 300) return undefined;
  return repairs.map((change) => change(value)).find((candidate) => candidate !== value && z.safeParse(schema, candidate).success);
}

function wrongChoice(path: string, value: unknown, schema: Schema, shape: Shape & { readonly kind: 'enum' }, written: string | undefined): Problem {
  const { why } = fieldOf(schema);
  const choices = shape.values.map(String);
  const near = typeof value === 'string' ? nearest(value, choices) : undefined;
  // Another number is no misspelling.
  const meant = near !== undefined && typeof value === 'string' && /^[\d.]+$/.test(value) && !value.startsWith(near) ? undefined : near;
  const suggestion = meant ? `Did you mean '${meant}'?` : undefined;
  const words =
    choices.length === 1
      ? `Allowed: ${choices.join('')}.`
      : `One of: ${(typeof value === 'string' && meant ? bySimilarity(value, choices) : choices).join(', ')}.`;
  const only = choices.length === 1 ? `Write: ${line(path, shape.values[0])}` : undefined;
  return {
    code: 'input/value',
    path,
    message: `${typeof value === 'number' ? (written ?? String(value)) : shownValue(value)} is not allowed here`,
    fix: sentences(suggestion, words, why, only),
  };
}

function credentials(path: string, value: string, schema: Schema): Problem {
  const clean = value.replace(/:\/\/[^/@\s]*@/, '://');
  const good = z.safeParse(schema, clean).success;
  return {
    code: 'input/value',
    path,
    message: 'the URL holds credentials, which would stay in git for ever',
    fix: sentences(
      'Replace the credential that stood here; credentials come from the secret store.',
      good ? `Write: ${line(path, clean)}` : `Allowed: ${allowed(schema)}.`,
    ),
  };
}
