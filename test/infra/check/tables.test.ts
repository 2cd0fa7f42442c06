import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { stackFindings } from '../../../infra/check';
import { bindingOf, generateTable, schemaOf, subjectsOf, tableText } from '../../../infra/check/generate-tables';
import { isNested, plain, readTables, tableNames, useOf, type Block, type Field, type TableName } from '../../../infra/check/table';

const folder = 'infra/check/tables';
const tables = readTables();
const tableOf = (provider: TableName, { kind, type }: ReturnType<typeof bindingOf>): Block | undefined =>
  kind === 'provider' ? tables[provider].provider : (kind === 'resource' ? tables[provider].resources : tables[provider].data)[type];

test('the table of AWS is what the installed package gives', () => {
  expect(readFileSync(join(folder, 'aws.json'), 'utf8')).toBe(tableText(generateTable('aws')));
});

describe.each(tableNames)('%s', (provider) => {
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

test('every committed stack passes, in less than 300 ms of processor time once the tables are read', () => {
  const root = 'dist/terraform';
  const stacks = (existsSync(root) ? readdirSync(root) : [])
    .filter((id) => existsSync(join(root, id, 'main.tf.json')))
    .map((id) => ({ id, json: readFileSync(join(root, id, 'main.tf.json'), 'utf8') }));
  const started = process.cpuUsage();
  expect(stackFindings(stacks, tables)).toEqual([]);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(300);
});
