import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { optionNotes } from '../../bin/options/page';
import { docFiles } from '../../lib/cli/docs';
import { loadPlatform } from '../../lib/input/load';
import { aspects, errorCodes, optionIds, platformSchema } from '../../lib/model';
import { platformJsonSchema } from '../../lib/model/json-schema';
import { exampleValue, yamlLines } from '../../lib/model/schema/example';
import { fieldOf, shapeOf, type Schema } from '../../lib/model/schema/walk';

const files = docFiles(optionNotes());

/** Every value of the schema with its path. */
function walk(schema: Schema, path: string): readonly (readonly [string, Schema])[] {
  const shape = shapeOf(schema);
  const self = [path, schema] as const;
  if (shape.kind === 'object') return [self, ...Object.entries(shape.fields).flatMap(([key, child]) => walk(child, `${path}.${key}`))];
  if (shape.kind === 'union') return [self, ...shape.members.flatMap((member) => walk(member, path).slice(1))];
  if (shape.kind === 'tuple') return [self, ...shape.items.flatMap((item, index) => walk(item, `${path}[${index}]`))];
  if (shape.kind === 'list' && shape.max > 0) return [self, ...walk(shape.item, `${path}[]`).slice(1)];
  return [self];
}
const all = Object.entries(platformSchema.shape).flatMap(([key, schema]) => walk(schema, key));

describe('generated documents', () => {
  it.each([...files.keys()])('%s is current: run npm run docs', (path) => {
    expect(readFileSync(path, 'utf8')).toBe(files.get(path));
  });

  it('every setting has a description that ends as a sentence', () => {
    expect(all.filter(([, schema]) => !/\.$/.test(fieldOf(schema).description)).map(([path]) => path)).toEqual([]);
  });

  it('every text says what it allows and shows an example that is allowed', () => {
    const texts = all.filter(([, schema]) => shapeOf(schema).kind === 'text');
    expect(texts.length).toBeGreaterThan(30);
    for (const [path, schema] of texts) {
      const { allowed, example } = fieldOf(schema);
      expect({ path, allowed: typeof allowed, example: typeof example }).toEqual({ path, allowed: 'string', example: 'string' });
      expect({ path, ok: platformSchema.shape.name.parse.length > 0 && (schema as typeof platformSchema.shape.name).safeParse(example).success }).toEqual({
        path,
        ok: true,
      });
    }
  });

  it('the example made of all required keys is a valid platform', () => {
    const text = Object.entries(exampleValue(platformSchema) as object)
      .flatMap(([key, value]) => yamlLines(key, value))
      .join('\n');
    expect(loadPlatform(text, 'example.yaml').platform.name).toBe('acme-db');
  });

  it('options.md has a row for every setting', () => {
    const page = files.get('docs/options.md') ?? '';
    for (const [path] of all) if (!(aspects as readonly string[]).includes(path) && path !== 'workloads') expect(page).toContain(`| \`${path}`);
  });

  it('options.md shows only options that exist', () => {
    const page = files.get('docs/options.md') ?? '';
    for (const aspect of aspects)
      for (const id of optionIds[aspect]) {
        const exists = platformSchema.shape[aspect].safeParse({ use: id }).error?.issues.every(({ path }) => path[0] !== 'use') ?? true;
        expect(page.includes(`### ${aspect}: ${id}\n`)).toBe(exists);
      }
  });

  it('errors.md explains every code', () => {
    for (const code of Object.keys(errorCodes)) expect(files.get('docs/errors.md')).toContain(`## ${code}\n`);
  });
});

describe('platform.schema.json', () => {
  const schema = platformJsonSchema() as { readonly properties: Record<string, unknown> };

  it('is closed everywhere: an unknown key is underlined', () => {
    const open = (value: unknown): readonly unknown[] => {
      if (value === null || typeof value !== 'object') return [];
      const self =
        (value as { type?: string }).type === 'object' && (value as { additionalProperties?: unknown }).additionalProperties !== false ? [value] : [];
      return [...self, ...Object.values(value).flatMap(open)];
    };
    expect(open(schema)).toEqual([]);
  });

  it('holds defaults, descriptions, examples and the words of patterns, and no key that editors do not know', () => {
    const text = JSON.stringify(schema);
    for (const part of [
      '"default":"1.35"',
      '"patternErrorMessage":"Allowed: ',
      '"examples":["acme-db"]',
      '"uniqueItems":true',
      'http://json-schema.org/draft-07/schema#',
    ])
      expect(text).toContain(part);
    expect(text).not.toMatch(/"allowed":|"why":/);
  });

  it('is what the example of this repository refers to', () => {
    const text = readFileSync('platform.yaml', 'utf8');
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\/platform\.schema\.json\n/);
    expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(Object.keys(parse(text) as object)));
  });
});
