/** What a provider accepts: the part of its schema that our stacks can meet, as committed in infra/check/tables. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `required`, `optional` (computed or not) or `computed`: only the provider sets it. */
export type Use = 'required' | 'optional' | 'computed';
export type Nesting = 'list' | 'set' | 'map' | 'single';

/** An argument without fields of its own. */
export interface Plain {
  readonly use: Use;
  /** `string`, `number`, `bool`, `any`, or `list(…)`, `set(…)`, `map(…)` of one of them. */
  readonly type: string;
  /** Terraform hides it in plans, but keeps it in the state. */
  readonly sensitive: boolean;
}

/** An argument with fields: a nested block, or an attribute whose type is an object. */
export interface Nested {
  readonly use: Use;
  readonly nesting: Nesting;
  /** A block may be written as one object or as a list of them; an attribute is exactly what its nesting says. */
  readonly block: boolean;
  readonly min?: number;
  readonly max?: number;
  /** Fields that are left out must be written as null (list of objects in the provider's own type system). */
  readonly explicit?: true;
  readonly fields: Block;
}

/** A plain argument is stored as text to keep the tables small: `optional string`, `required sensitive string`. */
export type Field = string | Nested;
export type Block = Readonly<Record<string, Field>>;

export interface ProviderTable {
  /** Version of the provider that the table was taken from. */
  readonly version: string;
  readonly provider: Block;
  readonly resources: Readonly<Record<string, Block>>;
  readonly data: Readonly<Record<string, Block>>;
}
/** Providers with a package of classes, and with none: theirs are read from the pages of its documentation. */
export const packagedTables = ['aws', 'azurerm', 'cloudflare'] as const;
export const documentedTables = ['auth0'] as const;
export type PackagedTable = (typeof packagedTables)[number];
export type DocumentedTable = (typeof documentedTables)[number];
export const tableNames = [...packagedTables, ...documentedTables] as const;
export type TableName = PackagedTable | DocumentedTable;
export type Tables = Readonly<Record<TableName, ProviderTable>>;

export function plain(field: string): Plain {
  const words = field.split(' ');
  return { use: words[0] as Use, type: words[words.length - 1] ?? 'any', sensitive: words.includes('sensitive') }; // the generator writes nothing else
}
export const isNested = (field: Field): field is Nested => typeof field !== 'string';
export const useOf = (field: Field): Use => (isNested(field) ? field.use : plain(field).use);
/** Own keys only: a table must not answer for `constructor`. */
export const fieldOf = (block: Block, name: string): Field | undefined => (Object.hasOwn(block, name) ? block[name] : undefined);

export const tablesFolder = join(__dirname, '../../../infra/check/tables');

/** Reads the committed tables; about 10 ms. */
export function readTables(folder = tablesFolder): Tables {
  const read = (name: TableName) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as ProviderTable; // written by generate-tables, and checked by its test
  return { aws: read('aws'), azurerm: read('azurerm'), cloudflare: read('cloudflare'), auth0: read('auth0') };
}
