/** Schemas without prose: only what decides whether an object is accepted, and its defaults. */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly enum?: readonly unknown[];
  readonly $ref?: string;
  readonly [keyword: string]: unknown;
}

const kept = ['type', 'required', 'enum', 'pattern', 'format', 'minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties', 'default', 'nullable', '$ref', 'x-kubernetes-int-or-string', 'x-kubernetes-preserve-unknown-fields', 'x-kubernetes-list-type', 'x-kubernetes-list-map-keys', 'x-kubernetes-embedded-resource'];
const combined = ['oneOf', 'anyOf', 'allOf'];

export function compact(schema: Schema): Schema {
  const out: Record<string, unknown> = {};
  for (const keyword of kept) if (schema[keyword] !== undefined) out[keyword] = schema[keyword];
  for (const keyword of combined) if (Array.isArray(schema[keyword])) out[keyword] = (schema[keyword] as Schema[]).map(compact);
  if (schema.not) out['not'] = compact(schema.not as Schema);
  if (schema.items) out['items'] = compact(schema.items);
  if (typeof schema.additionalProperties === 'object') out['additionalProperties'] = compact(schema.additionalProperties);
  else if (schema.additionalProperties !== undefined) out['additionalProperties'] = schema.additionalProperties;
  if (schema.properties) out['properties'] = Object.fromEntries(Object.entries(schema.properties).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, property]) => [name, compact(property)]));
  return out;
}
