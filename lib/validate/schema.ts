/**
 * Structural schemas as the API server reads them: unknown fields are refused, unknown keywords have no meaning.
 * CEL rules are left to a real API server.
 */
import type { Schema } from '../imports/schema';

export type Definitions = Readonly<Record<string, Schema>>;
export interface Mismatch {
  readonly path: string;
  readonly message: string;
}

/** What is wrong with `value`; empty when the API server would take its structure. */
export function mismatches(value: unknown, schema: Schema, definitions: Definitions = {}, path = ''): readonly Mismatch[] {
  const at = resolve(schema, definitions);
  if (value === null) return at.nullable === true || isAny(at) ? [] : [{ path, message: 'must not be null' }];
  if (at['x-kubernetes-int-or-string'] === true || at.format === 'int-or-string')
    return typeof value === 'string' || Number.isInteger(value)
      ? scalarMismatches(value, at, path)
      : [{ path, message: `must be an integer or a string, is ${kindOf(value)}` }];
  const wrong = typeMismatch(value, at, path);
  if (wrong) return [wrong];
  return [
    ...combinedMismatches(value, at, definitions, path),
    ...scalarMismatches(value, at, path),
    ...(Array.isArray(value) ? listMismatches(value, at, definitions, path) : []),
    ...(kindOf(value) === 'object' ? objectMismatches(value as Readonly<Record<string, unknown>>, at, definitions, path) : []),
  ];
}

/**
 * `allOf`, `anyOf`, `oneOf`, `not`: they restrict values and name no new fields, so nothing in them is unknown. Those of
 * an integer-or-string have been looked at before.
 */
function combinedMismatches(value: unknown, schema: Schema, definitions: Definitions, path: string): readonly Mismatch[] {
  const list = (keyword: string): readonly Schema[] => (Array.isArray(schema[keyword]) ? (schema[keyword] as readonly Schema[]) : []);
  const wrong = (branch: Schema): readonly Mismatch[] => mismatches(value, { ...branch, [openKeyword]: true }, definitions, path);
  const fitting = (keyword: string): number => list(keyword).filter((branch) => wrong(branch).length === 0).length;
  const found: Mismatch[] = list('allOf').flatMap(wrong);
  if (list('anyOf').length > 0 && fitting('anyOf') === 0) found.push({ path, message: `fits none of ${describe(list('anyOf'))}` });
  if (list('oneOf').length > 0 && fitting('oneOf') !== 1) found.push({ path, message: `fits ${fitting('oneOf')} of ${describe(list('oneOf'))}, must fit one` });
  if (schema['not'] && wrong(schema['not'] as Schema).length === 0) found.push({ path, message: `must not fit ${describe([schema['not'] as Schema])}` });
  return found;
}

/** The fields that each branch wants. */
const describe = (branches: readonly Schema[]): string =>
  branches.map((branch) => branch.required?.join('+') ?? JSON.stringify(branch).slice(0, 60)).join(' | ');

/** Marks a branch of a combination: other fields are not its business. */
const openKeyword = 'x-kubernetes-preserve-unknown-fields';

function resolve(schema: Schema, definitions: Definitions): Schema {
  if (!schema.$ref) return schema;
  const target = definitions[schema.$ref.split('/').pop() ?? ''];
  return target ? resolve(target, definitions) : {};
}

const isAny = (schema: Schema): boolean => schema.type === undefined && schema.properties === undefined;

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);

function typeMismatch(value: unknown, schema: Schema, path: string): Mismatch | undefined {
  const kind = kindOf(value);
  const wanted = schema.type ?? (schema.properties ? 'object' : undefined);
  // Quantities, timestamps and raw JSON are `string` or untyped in the document, but quantities may be numbers too.
  const fits = wanted === undefined || wanted === kind || (wanted === 'integer' && Number.isInteger(value)) || (wanted === 'number' && kind === 'number');
  return fits ? undefined : { path, message: `must be ${wanted}, is ${kind} ${JSON.stringify(value).slice(0, 60)}` };
}

function scalarMismatches(value: unknown, schema: Schema, path: string): readonly Mismatch[] {
  const found: Mismatch[] = [];
  const shown = (): string | undefined => JSON.stringify(value)?.slice(0, 60);
  if (schema.enum && !schema.enum.includes(value)) found.push({ path, message: `must be one of ${schema.enum.join(', ')}, is ${shown()}` });
  if (typeof value === 'string') {
    if (typeof schema.pattern === 'string' && !pattern(schema.pattern).test(value))
      found.push({ path, message: `must match ${schema.pattern}, is ${shown()}` });
    if (typeof schema.maxLength === 'number' && value.length > schema.maxLength)
      found.push({ path, message: `must have at most ${schema.maxLength} characters, has ${value.length}` });
    if (typeof schema.minLength === 'number' && value.length < schema.minLength)
      found.push({ path, message: `must have at least ${schema.minLength} characters` });
  }
  if (typeof value === 'number') {
    if (typeof schema.maximum === 'number' && value > schema.maximum) found.push({ path, message: `must be at most ${schema.maximum}, is ${value}` });
    if (typeof schema.minimum === 'number' && value < schema.minimum) found.push({ path, message: `must be at least ${schema.minimum}, is ${value}` });
  }
  return found;
}

const patterns = new Map<string, RegExp>();
function pattern(source: string): RegExp {
  let compiled = patterns.get(source);
  // RE2 knows \z and inline flags that JavaScript does not; neither changes what matches here.
  if (!compiled) patterns.set(source, (compiled = new RegExp(source.replace(/\\z/g, '$').replace(/^\(\?[a-z]+\)/, ''))));
  return compiled;
}

function listMismatches(value: readonly unknown[], schema: Schema, definitions: Definitions, path: string): readonly Mismatch[] {
  const found = schema.items ? value.flatMap((item, index) => mismatches(item, schema.items as Schema, definitions, `${path}[${index}]`)) : [];
  if (typeof schema.maxItems === 'number' && value.length > schema.maxItems)
    found.push({ path, message: `must have at most ${schema.maxItems} items, has ${value.length}` });
  if (typeof schema.minItems === 'number' && value.length < schema.minItems) found.push({ path, message: `must have at least ${schema.minItems} items` });
  return [...found, ...repeated(value, schema, path)];
}

/** Lists of type map must not repeat a key, those of type set no item. */
function repeated(value: readonly unknown[], schema: Schema, path: string): readonly Mismatch[] {
  const keys = schema['x-kubernetes-list-map-keys'];
  const type = schema['x-kubernetes-list-type'];
  if (type !== 'set' && (type !== 'map' || !Array.isArray(keys))) return [];
  const seen = new Set<string>();
  return value.flatMap((item) => {
    const id = JSON.stringify(type === 'set' ? item : (keys as string[]).map((key) => (item as Readonly<Record<string, unknown>> | null)?.[key] ?? null));
    if (seen.has(id)) return [{ path, message: `repeats the item ${id}` }];
    seen.add(id);
    return [];
  });
}

function objectMismatches(value: Readonly<Record<string, unknown>>, schema: Schema, definitions: Definitions, path: string): readonly Mismatch[] {
  const found: Mismatch[] = [];
  const size = Object.keys(value).length;
  if (typeof schema['minProperties'] === 'number' && size < schema['minProperties'])
    found.push({ path, message: `must have at least ${schema['minProperties']} fields` });
  if (typeof schema['maxProperties'] === 'number' && size > schema['maxProperties'])
    found.push({ path, message: `must have at most ${schema['maxProperties']} fields, has ${size}` });
  for (const name of schema.required ?? []) if (value[name] === undefined) found.push({ path, message: `lacks ${name}` });
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true || schema.properties === undefined;
  const extra = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  for (const [name, field] of Object.entries(value)) {
    if (field === undefined) continue;
    const below = path === '' ? name : `${path}.${name}`;
    const known = schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : extra;
    if (known) found.push(...mismatches(field, known, definitions, below));
    else if (!open) found.push({ path: below, message: 'is no field of this kind' });
  }
  return found;
}
