import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { stackFindings } from '../../../infra/check';
import { blockFromDocs } from '../../../infra/check/from-docs';
import { bindingOf, documented, documentedTable, generateTable, schemaOf, subjectsOf, tableText } from '../../../infra/check/generate-tables';
import { isNested, packagedTables, plain, readTables, useOf, type Block, type Field, type PackagedTable } from '../../../infra/check/table';

const folder = 'infra/check/tables';
const tables = readTables();
const tableOf = (provider: PackagedTable, { kind, type }: ReturnType<typeof bindingOf>): Block | undefined =>
  kind === 'provider' ? tables[provider].provider : (kind === 'resource' ? tables[provider].resources : tables[provider].data)[type];

test('the table of AWS is what the installed package gives', () => {
  expect(readFileSync(join(folder, 'aws.json'), 'utf8')).toBe(tableText(generateTable('aws')));
});

describe.each(packagedTables)('%s', (provider) => {
  test('the table covers every module that a stack imports, at the version of the package', () => {
    const bindings = subjectsOf(provider).map((module) => bindingOf(provider, module));
    expect(bindings.filter((binding) => tableOf(provider, binding) === undefined).map(({ type }) => type)).toEqual([]);
    expect(new Set(bindings.filter(({ kind }) => kind !== 'provider').map(({ providerVersion }) => providerVersion))).toEqual(
      new Set([tables[provider].version]),
    );
  });

  test('the table stays small', () => {
    expect(statSync(join(folder, `${provider}.json`)).size).toBeLessThan(400_000);
  });

  const schema = schemaOf(provider, tables[provider].version);
  (schema ? test : test.skip)("the table is what the provider's own schema says", () => {
    expect(readFileSync(join(folder, `${provider}.json`), 'utf8')).toBe(tableText(generateTable(provider)));
  });
});

describe('auth0', () => {
  test('the table has every type that is read from its pages, at one version', () => {
    const { version, resources, data } = documented.auth0;
    expect(tables.auth0.version).toBe(version);
    expect(Object.keys(tables.auth0.resources)).toEqual(resources.map((name) => `auth0_${name}`));
    expect(Object.keys(tables.auth0.data)).toEqual(data.map((name) => `auth0_${name}`));
    for (const block of [...Object.values(tables.auth0.resources), ...Object.values(tables.auth0.data)]) expect(Object.keys(block)).toContain('id');
  });

  const docs = process.env['AUTH0_DOCS_DIR'];
  (docs === undefined ? test.skip : test)("the table is what the provider's own pages say", () => {
    expect(readFileSync(join(folder, 'auth0.json'), 'utf8')).toBe(tableText(documentedTable('auth0', docs ?? '')));
  });

  test('a page is read with its blocks, limits, types and marks', () => {
    const page = [
      '## Example Usage',
      '- `no` (String) argument of the schema.',
      '## Schema',
      '### Required',
      '- `name` (String) Its name.',
      '- `sink` (Block List, Min: 1, Max: 1) Where (see [below](#a))',
      '### Optional',
      '> **NOTE**: something in between',
      '- `key` (String, Sensitive) A key.',
      '- `key_wo` (String, Sensitive, [Write-only](https://a.example/b#c)) A key (write-only).',
      '- `filters` (List of Map of String) Which.',
      '- `timeouts` (Block, Optional) (see [below](#b))',
      '### Read-Only',
      '- `found` (List of Object) What it found. (see [below](#c))',
      '### Nested Schema for `sink`',
      'Optional:',
      '- `parts` (Block Set, Max: 2) Parts',
      '### Nested Schema for `sink.parts`',
      'Required:',
      '- `on` (Boolean) Whether.',
      '### Nested Schema for `timeouts`',
      'Optional:',
      '- `create` (String)',
      '### Nested Schema for `found`',
      'Read-Only:',
      '- `count` (Number)',
      '## Import',
      '- `neither` (String) this.',
    ].join('\n');
    expect(blockFromDocs(page)).toEqual({
      filters: 'optional list(map(string))',
      found: { use: 'computed', nesting: 'list', block: false, explicit: true, fields: { count: 'computed number' } },
      key: 'optional sensitive string',
      key_wo: 'optional write-only sensitive string',
      name: 'required string',
      sink: {
        use: 'required',
        nesting: 'list',
        block: true,
        min: 1,
        max: 1,
        fields: { parts: { use: 'optional', nesting: 'set', block: true, max: 2, fields: { on: 'required bool' } } },
      },
      timeouts: { use: 'optional', nesting: 'single', block: true, fields: { create: 'optional string' } },
    });
    expect(() => blockFromDocs('# A page')).toThrow('no schema');
  });
});

/**
 * AWS has no schema at hand, so its table is read from generated classes. The same reader over the classes of the
 * other two must give what their schemas say, but for what classes do not carry.
 */
test('reading generated classes agrees with the schemas of the providers, over every type of Azure and Cloudflare', () => {
  const differences: string[] = [];
  let compared = 0;
  const compare = (read: Block, real: Block, path: string): void => {
    for (const name of new Set([...Object.keys(read), ...Object.keys(real)])) {
      compared += 1;
      const difference = differenceOf(read[name], real[name]);
      if (difference) differences.push(`${path}.${name}: ${difference}`);
      const [a, b] = [read[name], real[name]];
      if (a !== undefined && b !== undefined && isNested(a) && isNested(b)) compare(a.fields, b.fields, `${path}.${name}`);
    }
  };
  for (const provider of ['azurerm', 'cloudflare'] as const) {
    for (const module of subjectsOf(provider)) {
      const binding = bindingOf(provider, module);
      if (binding.kind !== 'provider') compare(binding.block, tableOf(provider, binding) ?? {}, binding.type);
    }
  }
  expect(compared).toBeGreaterThan(3000);
  expect(differences).toEqual([]);
});

function differenceOf(read: Field | undefined, real: Field | undefined): string | undefined {
  if (read === undefined || real === undefined) return `missing in the ${read === undefined ? 'class' : 'schema'}`;
  if (isNested(read) !== isNested(real)) return 'nested in one of them';
  // Lists of objects in the old type system take no defaults; classes call their fields optional.
  if (useOf(read) !== useOf(real) && !(useOf(read) === 'optional' && useOf(real) === 'required')) return `${useOf(real)}, read as ${useOf(read)}`;
  if (isNested(read) && isNested(real)) return read.nesting === real.nesting ? undefined : `a ${real.nesting}, read as a ${read.nesting}`;
  if (isNested(read) || isNested(real)) return undefined;
  const [a, b] = [plain(read).type, plain(real).type];
  return a === b || (a === 'map(any)' && b === 'any') ? undefined : `${b}, read as ${a}`; // a dynamic value is a map in the classes
}

test('every committed stack passes', () => {
  const root = 'dist/terraform';
  const stacks = (existsSync(root) ? readdirSync(root) : [])
    .filter((id) => existsSync(join(root, id, 'main.tf.json')))
    .map((id) => ({ id, json: readFileSync(join(root, id, 'main.tf.json'), 'utf8') }));
  expect(stackFindings(stacks, tables)).toEqual([]);
});
