/** Reads the schema as data: the one place that knows how zod keeps it. */
import { z } from 'zod';

export type Schema = z.core.$ZodType;

/** What is known about one value of the input, wrappers such as defaults removed. */
export interface Field {
  readonly schema: Schema;
  readonly required: boolean;
  /** What counts when the key is absent; undefined if nothing does. */
  readonly fallback?: unknown;
  readonly description: string;
  readonly allowed?: string;
  readonly why?: string;
  readonly example?: unknown;
}

// The union of all schema classes, of which every schema is one: narrows by `type`.
const definition = (schema: Schema) => (schema as z.core.$ZodTypes)._zod.def;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Schemas never change; each is read once. */
function once<T>(read: (schema: Schema) => T): (schema: Schema) => T {
  const known = new WeakMap<Schema, T>();
  return (schema) => {
    const found = known.get(schema) ?? read(schema);
    known.set(schema, found);
    return found;
  };
}

export const fieldOf = once(readField);

function readField(schema: Schema): Field {
  let inner = schema;
  let required = true;
  let fallback: unknown;
  let meta: Readonly<Record<string, unknown>> = {};
  for (;;) {
    meta = { ...z.globalRegistry.get(inner), ...meta };
    const def = definition(inner);
    if (def.type === 'default' || def.type === 'prefault') fallback ??= def.defaultValue;
    else if (def.type !== 'optional') break;
    required = false;
    inner = def.innerType;
  }
  const examples: readonly unknown[] = Array.isArray(meta['examples']) ? meta['examples'] : [];
  const allowed = text(meta['allowed']);
  const why = text(meta['why']);
  return {
    schema: inner,
    required,
    fallback,
    description: text(meta['description']) ?? '',
    example: examples[0],
    ...(allowed ? { allowed } : {}),
    ...(why ? { why } : {}),
  };
}

/** The shape of a schema, in the few kinds that the input has. */
export type Shape =
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, Schema>> }
  | { readonly kind: 'record'; readonly value: Schema }
  | { readonly kind: 'list'; readonly item: Schema; readonly min: number; readonly max: number }
  | { readonly kind: 'tuple'; readonly items: readonly Schema[] }
  | { readonly kind: 'union'; readonly by: string; readonly members: readonly Schema[] }
  | { readonly kind: 'enum'; readonly values: readonly (string | number | boolean)[] }
  | { readonly kind: 'number'; readonly whole: boolean; readonly min: number; readonly max: number }
  | { readonly kind: 'text'; readonly min: number; readonly max: number };

export const shapeOf = once(readShape);

function readShape(schema: Schema): Shape {
  const def = definition(fieldOf(schema).schema);
  switch (def.type) {
    case 'object':
      return { kind: 'object', fields: def.shape };
    case 'record':
      return { kind: 'record', value: def.valueType };
    case 'array':
      return { kind: 'list', item: def.element, ...limits(schema) };
    case 'tuple':
      return { kind: 'tuple', items: def.items };
    case 'union':
      return { kind: 'union', by: 'discriminator' in def ? String(def.discriminator) : '', members: def.options };
    case 'enum':
      return { kind: 'enum', values: Object.values(def.entries) };
    case 'literal':
      return { kind: 'enum', values: def.values.map((value) => (typeof value === 'number' || typeof value === 'boolean' ? value : String(value))) };
    case 'boolean':
      return { kind: 'enum', values: [true, false] };
    case 'number':
      return {
        kind: 'number',
        whole: checks(schema).some((check) => check.check === 'number_format') || ('check' in def && def.check === 'number_format'),
        ...limits(schema),
      };
    default:
      return { kind: 'text', ...limits(schema) };
  }
}

const checks = (schema: Schema) => (definition(fieldOf(schema).schema).checks ?? []).map((check) => (check as z.core.$ZodChecks)._zod.def);

function limits(schema: Schema): { readonly min: number; readonly max: number } {
  let min = 0;
  let max = Number.POSITIVE_INFINITY;
  for (const def of checks(schema)) {
    if (def.check === 'min_length' || def.check === 'greater_than') min = Number('minimum' in def ? def.minimum : def.value);
    if (def.check === 'max_length' || def.check === 'less_than') max = Number('maximum' in def ? def.maximum : def.value);
  }
  return { min, max };
}

/** Keys that a reader may expect in an object of the input, and why it has none: told where one of them is written. */
export const refusals = z.registry<{ readonly reasons: Readonly<Record<string, string>> }>();

/** Why the object at `schema` has no such key, if somebody has said so. */
export function refusalOf(schema: Schema, data: unknown, key: string): string | undefined {
  const shape = shapeOf(schema);
  const chosen = shape.kind === 'union' ? memberOf(shape, data) : fieldOf(schema).schema;
  const reasons = chosen && refusals.get(chosen)?.reasons;
  return reasons && Object.hasOwn(reasons, key) ? reasons[key] : undefined;
}

/** The member of a union that `data` chose; the only one, if there is only one. */
export function memberOf({ by, members }: Shape & { readonly kind: 'union' }, data: unknown): Schema | undefined {
  const chosen = data !== null && typeof data === 'object' ? (data as Readonly<Record<string, unknown>>)[by] : undefined;
  return members.find((member) => typeof chosen === 'string' && idsOf(member, by).includes(chosen)) ?? (members.length === 1 ? members[0] : undefined);
}

/** What the discriminator of a member may be. */
export function idsOf(member: Schema, by: string): readonly string[] {
  const shape = shapeOf(member);
  const discriminator = shape.kind === 'object' ? shape.fields[by] : undefined;
  const values = discriminator ? shapeOf(discriminator) : undefined;
  return values?.kind === 'enum' ? values.values.map(String) : [];
}

/** The schema of the value at `path`, following the choices that `data` made. */
export function schemaAt(root: Schema, path: readonly (string | number)[], data: unknown): Schema | undefined {
  let schema: Schema | undefined = root;
  let value = data;
  for (const part of path) {
    if (!schema) return undefined;
    schema = childOf(schema, part, value);
    value = value !== null && typeof value === 'object' ? (value as Readonly<Record<string | number, unknown>>)[part] : undefined;
  }
  return schema;
}

function childOf(schema: Schema, part: string | number, data: unknown): Schema | undefined {
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case 'object':
      return Object.hasOwn(shape.fields, part) ? shape.fields[part] : undefined;
    case 'record':
      return shape.value;
    case 'list':
      return shape.item;
    case 'tuple':
      return shape.items[Number(part)];
    case 'union': {
      const member = memberOf(shape, data);
      // The discriminator itself is known before a member is chosen.
      const known = member ?? (part === shape.by ? shape.members[0] : undefined);
      return known ? childOf(known, part, data) : undefined;
    }
    default:
      return undefined;
  }
}

/** Keys of an object, or of the chosen member of a union. */
export function keysOf(schema: Schema, data: unknown): readonly string[] {
  const shape = shapeOf(schema);
  if (shape.kind === 'object') return Object.keys(shape.fields);
  if (shape.kind !== 'union') return [];
  const member = memberOf(shape, data);
  return member ? keysOf(member, data) : [];
}
