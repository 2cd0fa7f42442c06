/** Reads a provider's own schema (`terraform providers schema -json`) into table form. */
import type { Block, Field, Nesting, Use } from './table';

type TypeExpression = string | readonly [string, TypeExpression | Readonly<Record<string, TypeExpression>>];

interface SchemaAttribute {
  readonly type?: TypeExpression;
  readonly nested_type?: { readonly attributes?: Readonly<Record<string, SchemaAttribute>>; readonly nesting_mode: Nesting };
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly sensitive?: boolean;
}
interface SchemaBlock {
  readonly attributes?: Readonly<Record<string, SchemaAttribute>>;
  readonly block_types?: Readonly<
    Record<string, { readonly nesting_mode: Nesting; readonly min_items?: number; readonly max_items?: number; readonly block: SchemaBlock }>
  >;
}
export interface ProviderSchema {
  readonly version: string;
  readonly provider_schema: { readonly block: SchemaBlock };
  readonly resource_schemas: Readonly<Record<string, { readonly block: SchemaBlock }>>;
  readonly data_source_schemas: Readonly<Record<string, { readonly block: SchemaBlock }>>;
}

export function blockFromSchema(block: SchemaBlock): Block {
  const attributes = Object.entries(block.attributes ?? {}).map(([name, attribute]): [string, Field] => [name, attributeField(attribute)]);
  const blocks = Object.entries(block.block_types ?? {}).map(([name, { nesting_mode, min_items, max_items, block: inner }]): [string, Field] => [
    name,
    {
      use: min_items ? 'required' : 'optional',
      nesting: nesting_mode,
      block: true,
      ...(min_items ? { min: min_items } : {}),
      ...(max_items ? { max: max_items } : {}),
      fields: blockFromSchema(inner),
    },
  ]);
  return Object.fromEntries([...attributes, ...blocks].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function attributeField(attribute: SchemaAttribute): Field {
  const use: Use = attribute.required ? 'required' : attribute.optional ? 'optional' : 'computed';
  if (attribute.nested_type) {
    return { use, nesting: attribute.nested_type.nesting_mode, block: false, fields: blockFromSchema({ attributes: attribute.nested_type.attributes ?? {} }) };
  }
  return typedField(use, attribute.type ?? 'dynamic', attribute.sensitive === true);
}

function typedField(use: Use, type: TypeExpression, sensitive: boolean): Field {
  const object = objectIn(type);
  if (object) {
    const fields = Object.fromEntries(
      Object.entries(object.fields).map(([name, inner]) => [name, typedField(use === 'computed' ? 'computed' : 'required', inner, false)]),
    );
    return { use, nesting: object.nesting, block: false, explicit: true, fields };
  }
  return `${use} ${sensitive ? 'sensitive ' : ''}${typeText(type)}`;
}

function objectIn(type: TypeExpression): { readonly nesting: Nesting; readonly fields: Readonly<Record<string, TypeExpression>> } | undefined {
  if (typeof type === 'string') return undefined;
  const [kind, inner] = type;
  if (kind === 'object') return { nesting: 'single', fields: inner as Readonly<Record<string, TypeExpression>> }; // an object's second part is always its fields
  if (!Array.isArray(inner) || inner[0] !== 'object') return undefined;
  return { nesting: kind as Nesting, fields: inner[1] as Readonly<Record<string, TypeExpression>> }; // list, set or map of objects
}

function typeText(type: TypeExpression): string {
  if (typeof type === 'string') return type === 'dynamic' ? 'any' : type;
  return `${type[0]}(${typeText(type[1] as TypeExpression)})`; // objects were taken apart before
}
