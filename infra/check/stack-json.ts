/** A stack's JSON as blocks with addresses. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}
export const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
/** JSON configuration may write one block as an object and several as a list. */
export const blocksOf = (value: Json | undefined): readonly JsonObject[] => (isArray(value) ? value : [value]).filter(isObject);
/** A text argument, or nothing where it is something else. */
export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
export const isArray = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
/** `key` as a path segment; list indexes are written in brackets. */
export const at = (path: string, key: string | number): string => (typeof key === 'number' ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`);

export interface Entity {
  readonly kind: 'resource' | 'data';
  readonly type: string;
  readonly name: string;
  /** As Terraform prints it. */
  readonly address: string;
  readonly body: JsonObject;
}
export interface ProviderBlock {
  readonly name: string;
  readonly alias: string | undefined;
  readonly body: JsonObject;
}

export class StackJson {
  readonly entities: readonly Entity[];
  readonly providers: readonly ProviderBlock[];
  readonly variables: JsonObject;
  readonly locals: JsonObject;
  readonly outputs: JsonObject;
  readonly imports: readonly JsonObject[];
  readonly terraform: JsonObject;
  private readonly byAddress: ReadonlyMap<string, Entity>;

  constructor(readonly root: JsonObject) {
    this.entities = [...entities(root, 'resource'), ...entities(root, 'data')];
    this.byAddress = new Map(this.entities.map((entity) => [entity.address, entity]));
    this.providers = Object.entries(section(root, 'provider')).flatMap(([name, value]) =>
      blocksOf(value).map((body) => ({ name, alias: typeof body['alias'] === 'string' ? body['alias'] : undefined, body })),
    );
    this.variables = section(root, 'variable');
    this.outputs = section(root, 'output');
    this.locals = Object.assign({}, ...blocksOf(root['locals'])) as JsonObject; // a merge of JSON objects is one
    this.imports = blocksOf(root['import']);
    this.terraform = Object.assign({}, ...blocksOf(root['terraform'])) as JsonObject; // as above
  }

  entity(address: string): Entity | undefined {
    return this.byAddress.get(address);
  }
}

/** Blocks that a stack may have; anything else is a misspelling. */
export const sections = ['//', 'terraform', 'provider', 'resource', 'data', 'variable', 'output', 'locals', 'import', 'moved', 'removed', 'check'] as const;

const section = (root: JsonObject, name: string): JsonObject => (isObject(root[name]) ? root[name] : {});

function entities(root: JsonObject, kind: Entity['kind']): readonly Entity[] {
  return Object.entries(section(root, kind)).flatMap(([type, named]) =>
    Object.entries(isObject(named) ? named : {}).flatMap(([name, value]) =>
      blocksOf(value).map((body): Entity => ({ kind, type, name, body, address: `${kind === 'data' ? 'data.' : ''}${type}.${name}` })),
    ),
  );
}

/** Addresses of everything that a stack manages, sorted: what a test pins, since a changed address destroys and creates. */
export const addressesIn = (json: string): readonly string[] =>
  new StackJson(JSON.parse(json) as JsonObject).entities // a stack is an object
    .filter(({ kind }) => kind === 'resource')
    .map(({ address }) => address)
    .sort();
