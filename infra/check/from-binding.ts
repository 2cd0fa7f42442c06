/**
 * Reads a generated provider class (`@cdktf/provider-x/lib/<name>/index.{js,d.ts}`) into table form. The generator
 * writes every field the same way: an argument has an entry with its Terraform name and type in the code and a property
 * in an interface that says whether it is required; what only the provider sets has a comment that says so.
 */
import type { Block, Field, Nesting, Use } from './table';

export interface Binding {
  /** `resource`, `data` or `provider`. */
  readonly kind: 'resource' | 'data' | 'provider';
  /** Terraform type, such as `aws_eks_cluster`. */
  readonly type: string;
  readonly providerVersion: string;
  readonly block: Block;
}

const bases = { TerraformResource: 'resource', TerraformDataSource: 'data', TerraformProvider: 'provider' } as const;

export function readBinding(source: string, declarations: string): Binding {
  const code = source.slice(0, source.indexOf('//# sourceMappingURL'));
  const main = /^class (\w+) extends cdktf\.(TerraformResource|TerraformDataSource|TerraformProvider) /m.exec(code);
  const type = /\.tfResourceType = "([^"]+)"/.exec(code)?.[1];
  const version = /providerVersion: '([^']+)'/.exec(code)?.[1];
  if (!main?.[1] || !main[2] || !type || !version) throw new Error('this is no generated provider class');
  const module = new BindingModule(code, declarations);
  const config = /constructor\(scope: Construct, id: string, config\??: (\w+)/.exec(declarations)?.[1] ?? '';
  return {
    kind: bases[main[2] as keyof typeof bases],
    type,
    providerVersion: version,
    block: module.blockOf({ readable: main[1], argumentText: module.classBody(main[1]), declaration: config }),
  }; // the pattern names exactly the keys
}

interface Entry {
  /** Name of the property in the interface. */
  readonly property: string;
  readonly value: string;
  readonly type: string;
}

interface BlockSource {
  /** Class through which references read the fields. */
  readonly readable: string;
  /** Code that states the arguments. */
  readonly argumentText: string;
  /** Interface that says what is required. */
  readonly declaration: string;
}

class BindingModule {
  private readonly classes: ReadonlyMap<string, string>;
  private readonly functions: ReadonlyMap<string, string>;
  private readonly interfaces: ReadonlyMap<string, string>;

  constructor(code: string, declarations: string) {
    this.classes = sections(code, /^class (\w+) extends [^\n]*$/gm);
    this.functions = sections(code, /^function (\w+ToHclTerraform)\(struct\) \{$/gm);
    this.interfaces = sections(declarations, /^export interface (\w+) [^\n]*$/gm);
  }

  classBody(name: string): string {
    return this.classes.get(name) ?? '';
  }

  blockOf({ readable, argumentText, declaration }: BlockSource): Block {
    const required = new Set([...(this.interfaces.get(declaration) ?? '').matchAll(/^ {4}readonly (\w+): /gm)].map(([, property]) => property));
    const read = new Map(readsIn(this.classBody(readable)).map(({ field, use, rest }) => [field, this.readOnly(use, rest)]));
    const set = [...entriesIn(argumentText)].map(([name, entry]): [string, Field] => [
      name,
      this.argument(name, required.has(entry.property) ? 'required' : 'optional', entry),
    ]);
    return Object.fromEntries([...new Map([...read, ...set])].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private struct(name: string): Block {
    return this.blockOf({ readable: `${name}OutputReference`, argumentText: this.functions.get(`${lowerFirst(name)}ToHclTerraform`) ?? '', declaration: name });
  }

  private argument(name: string, use: Use, entry: Entry): Field {
    const scalar = scalarType(entry);
    if (scalar) return `${use} ${/_wo$/.test(name) ? 'write-only ' : ''}${scalar}`;
    const inner = /(\w+)ToHclTerraform/.exec(entry.value)?.[1] ?? '';
    const nesting: Nesting = entry.type === 'struct' ? 'single' : (entry.type as Nesting); // list, set, map or struct
    const listed = /listMapperHcl\(\w+, (true|false)\)/.exec(entry.value)?.[1];
    // isBlock is true for attributes of object type as well; the list mapper's second argument tells them apart.
    const block = listed === undefined ? nesting !== 'map' : listed === 'true';
    const limits = block ? { ...(use === 'required' ? { min: 1 } : {}), ...(listed === undefined && nesting !== 'single' ? { max: 1 } : {}) } : {};
    return { use, nesting, block, ...limits, fields: this.struct(upperFirst(inner)) };
  }

  /** What a reference may read of an attribute that nobody sets. */
  private readOnly(use: Use, rest: string): Field {
    const inner = /new (\w+?)(List|OutputReference|Map)\(this, "\w+"(, true)?/.exec(rest);
    if (inner?.[1] && !rest.includes('new cdktf.')) {
      const nesting: Nesting = inner[2] === 'OutputReference' ? 'single' : inner[2] === 'Map' ? 'map' : inner[3] ? 'set' : 'list';
      return { use, nesting, block: false, fields: this.struct(inner[1]) };
    }
    return `${use} ${readType(rest)}`;
  }
}

/** Text of each section, from its heading to the next heading of any kind. */
function sections(code: string, heading: RegExp): ReadonlyMap<string, string> {
  const ends = [...code.matchAll(/^(class|function|exports\.|export )/gm)].map(({ index }) => index);
  return new Map([...code.matchAll(heading)].map((match) => [match[1] ?? '', code.slice(match.index, ends.find((end) => end > match.index) ?? code.length)]));
}

function readsIn(body: string): readonly { readonly field: string; readonly use: Use; readonly rest: string }[] {
  return [...body.matchAll(/\/\/ (\w+) - computed: (?:true|false), optional: (true|false), required: (true|false)\n(?=([^\n]*\n[^\n]*))/g)].map(
    ([, field = '', optional, required, rest = '']) => ({
      field,
      use: required === 'true' ? 'required' : optional === 'true' ? 'optional' : 'computed',
      rest,
    }),
  );
}

function entriesIn(text: string): ReadonlyMap<string, Entry> {
  const pattern = /^\s+(\w+): \{\n\s+value: ([^\n]+),\n\s+isBlock: (?:true|false),\n\s+type: "(\w+)",/gm;
  return new Map(
    [...text.matchAll(pattern)].map(([, name = '', value = '', type = '']) => [
      name,
      { property: /(?:this\._|struct\.)(\w+)/.exec(value)?.[1] ?? '', value, type },
    ]),
  );
}

const scalars: Readonly<Record<string, string>> = {
  stringToHclTerraform: 'string',
  numberToHclTerraform: 'number',
  booleanToHclTerraform: 'bool',
  anyToHclTerraform: 'any',
};

function scalarType({ value, type }: Entry): string | undefined {
  const mapper = /^(.*?)cdktf\.(\w+ToHclTerraform)/.exec(value);
  const scalar = scalars[mapper?.[2] ?? ''];
  if (!mapper || !scalar) return undefined;
  const wraps: string[] = [...(mapper[1] ?? '').matchAll(/(list|hash)MapperHcl/g)].map(([, kind]) => (kind === 'hash' ? 'map' : 'list'));
  if (wraps[0] === 'list' && type === 'set') wraps[0] = 'set';
  return wraps.reduceRight((inner, wrap) => `${wrap}(${inner})`, scalar);
}

function readType(rest: string): string {
  if (rest.includes('StringMap(')) return 'map(string)';
  if (rest.includes('getStringAttribute')) return 'string';
  if (rest.includes('getNumberAttribute')) return 'number';
  if (rest.includes('getBooleanAttribute')) return 'bool';
  if (rest.includes('getListAttribute')) return rest.includes('tolist') ? 'set(string)' : 'list(string)';
  return 'any';
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
