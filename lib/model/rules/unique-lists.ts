/** Lists whose items must differ, as their schema says. */
import { z } from 'zod';
import { platformSchema } from '../platform';
import type { Problem } from '../problem';
import { fieldOf, memberOf, shapeOf, type Schema } from '../schema/walk';
import { repeated, rule, type Part, type Rule } from './rule';

const parts = Object.keys(platformSchema.shape) as readonly Part[]; // the schema's keys are Platform's

export const uniqueLists: readonly Rule[] = parts.map((part) => rule([part], (platform) => repeatedItems(platformSchema.shape[part], platform[part], part)));

/** Repeated items of every list below `data` whose schema says that they differ. */
export function repeatedItems(schema: Schema, data: unknown, path: string): readonly Problem[] {
  const shape = shapeOf(schema);
  if (Array.isArray(data)) {
    const below = data.flatMap((item, index) => {
      const of = shape.kind === 'list' ? shape.item : shape.kind === 'tuple' ? shape.items[index] : undefined;
      return of ? repeatedItems(of, item, `${path}.${index}`) : [];
    });
    return [...(isUnique(schema) ? duplicates(data, path) : []), ...below];
  }
  if (data === null || typeof data !== 'object') return [];
  const object = shape.kind === 'union' ? memberOf(shape, data) : schema;
  const fields = object ? shapeOf(object) : undefined;
  if (fields?.kind !== 'object') return [];
  return Object.entries(data).flatMap(([key, value]) => {
    const child = fields.fields[key];
    return child ? repeatedItems(child, value, `${path}.${key}`) : [];
  });
}

const isUnique = (schema: Schema): boolean => z.globalRegistry.get(fieldOf(schema).schema)?.['uniqueItems'] === true;

const duplicates = (items: readonly unknown[], path: string): readonly Problem[] =>
  repeated(items, String).map(({ index, first, item }) => ({
    code: 'input/value',
    path: `${path}.${index}`,
    message: `'${String(item)}' is already in the list, as item ${first + 1}`,
    fix: 'Remove one of the two.',
  }));
