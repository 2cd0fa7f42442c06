/** Another valid value for one scalar of the input: to see what depends on it. */
import { z } from 'zod';
import { freeze } from './freeze';
import { platformSchema, type Platform } from './platform';
import { exampleValue } from './schema/example';
import { fieldOf, schemaAt, shapeOf, type Schema } from './schema/walk';

/**
 * The platform with another value at `path` (dotted, absent optional values included), or undefined where there is no
 * other: options and kinds, whose change makes another platform.
 */
export function perturbed(platform: Platform, path: string): Platform | undefined {
  const keys = path.split('.');
  const schema = schemaAt(platformSchema, keys, platform);
  if (!schema) return undefined;
  const value = valueAt(platform, keys);
  const other = candidates(schema, value).find((candidate) => candidate !== value && z.safeParse(fieldOf(schema).schema, candidate).success);
  return other === undefined ? undefined : freeze(replaced(platform, keys, other) as Platform);
}

const valueAt = (root: unknown, keys: readonly string[]): unknown =>
  keys.reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>> | undefined)?.[key], root);

function replaced(root: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const child = replaced((root as Readonly<Record<string, unknown>> | undefined)?.[key], rest, value);
  return Array.isArray(root) ? root.map((item: unknown, index) => (String(index) === key ? child : item)) : { ...(root as object), [key]: child };
}

function candidates(schema: Schema, value: unknown): readonly unknown[] {
  const shape = shapeOf(schema);
  if (value === undefined) return [exampleValue(schema)];
  if (shape.kind === 'enum') return shape.values;
  if (typeof value === 'number')
    return shape.kind === 'number' && shape.whole ? [value + 1, value - 1, value + 2] : [value + 0.01, value - 0.01, value + 1, value - 1];
  if (typeof value === 'boolean') return [!value];
  return typeof value === 'string' ? otherTexts(value) : [];
}

/** Small changes, likeliest to stay valid first: a letter more, a digit up, a network further on. */
function otherTexts(text: string): readonly string[] {
  const digits = [...text.matchAll(/\d+/g)].reverse();
  const raised = digits.map(
    ({ 0: number, index }) =>
      `${text.slice(0, index)}${String((Number(number) + 1) % 10 ** number.length).padStart(number.length, '0')}${text.slice(index + number.length)}`,
  );
  const network = /^(\d+)\.(\d+)\.(.*)$/.exec(text);
  return [
    ...(network ? [`${network[1]}.${(Number(network[2]) + 4) % 256}.${network[3]}`] : []),
    ...(/^\d|^[0-9a-f-]{32,}$|:[\w.-]+$/.test(text) ? raised : []),
    `${text}x`,
    `x${text}`,
    text.replace(/^([a-z]+)/, '$1x'),
    text.replace(/[a-z]/, (letter) => (letter === 'x' ? 'y' : 'x')),
    ...raised,
    text.slice(0, -1),
    text.replace(/(\.[a-z]+)$/, 'x$1'),
  ];
}
