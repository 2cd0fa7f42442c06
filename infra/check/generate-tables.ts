/**
 * `npm run tables`: writes infra/check/tables from the installed provider packages and, for Azure and Cloudflare, from
 * the providers' own schemas (SCHEMAS_DIR, default ../shared/provider-schemas). AWS has no such schema at hand: its
 * table is read from the generated classes. Auth0 has neither: AUTH0_DOCS_DIR names the folder `docs` of its
 * repository at the version below; without it the committed table stays.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readBinding, type Binding } from './from-binding';
import { blockFromDocs } from './from-docs';
import { blockFromSchema, type ProviderSchema } from './from-schema';
import { margin } from './margin';
import { isNested, packagedTables, type Block, type DocumentedTable, type Field, type PackagedTable, type ProviderTable } from './table';

export const schemasFolder = process.env['SCHEMAS_DIR'] ?? '../shared/provider-schemas';
const packageFolder = (provider: PackagedTable) => join('node_modules/@cdktf', `provider-${provider}`, 'lib');

/** Modules that infra/ imports, and the margin. */
export function subjectsOf(provider: PackagedTable): readonly string[] {
  const pattern = new RegExp(`@cdktf/provider-${provider}/lib/([a-z0-9-]+)`, 'g');
  const sources = (readdirSync('infra', { recursive: true, encoding: 'utf8' }) as readonly string[]).filter((file) => file.endsWith('.ts'));
  const imported = sources.flatMap((file) => [...readFileSync(join('infra', file), 'utf8').matchAll(pattern)].map((match) => match[1] ?? ''));
  return [...new Set([...margin[provider], ...imported])].filter((name) => existsSync(join(packageFolder(provider), name, 'index.js'))).sort();
}

export function bindingOf(provider: PackagedTable, module: string): Binding {
  const read = (file: string) => readFileSync(join(packageFolder(provider), module, file), 'utf8');
  return readBinding(read('index.js'), read('index.d.ts'));
}

/** Schema file of a provider at exactly the version of the bindings, where it is at hand. */
export function schemaOf(provider: PackagedTable, version: string): ProviderSchema | undefined {
  const file = join(schemasFolder, `${provider}-${version}.json.gz`);
  return existsSync(file) ? (JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as ProviderSchema) : undefined; // the output of `terraform providers schema -json`
}

/** @throws Error where neither a schema nor a package has a subject */
export function generateTable(provider: PackagedTable): ProviderTable {
  const bindings = subjectsOf(provider).map((module) => bindingOf(provider, module));
  const version = bindings.find(({ kind }) => kind !== 'provider')?.providerVersion ?? '';
  const schema = schemaOf(provider, version);
  if (!schema && provider !== 'aws') throw new Error(`no schema of ${provider} ${version} in ${schemasFolder}: set SCHEMAS_DIR`);
  const blocks = (kind: Binding['kind']): Readonly<Record<string, Block>> =>
    Object.fromEntries(
      bindings
        .filter((binding) => binding.kind === kind)
        .map((binding): [string, Block] => [binding.type, schema ? fromSchema(schema, binding) : binding.block])
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  return { version, provider: Object.values(blocks('provider'))[0] ?? {}, resources: blocks('resource'), data: blocks('data') };
}

function fromSchema(schema: ProviderSchema, { kind, type, block }: Binding): Block {
  const found = kind === 'provider' ? schema.provider_schema : (kind === 'resource' ? schema.resource_schemas : schema.data_source_schemas)[type];
  if (!found) throw new Error(`the schema of the provider has no ${kind} ${type}`);
  return completed(blockFromSchema(found.block), block);
}

/** Schema files come without descriptions; whoever removed them took fields of that name out of object types as well. */
function completed(schema: Block, binding: Block): Block {
  const fields = Object.entries(schema).map(([name, field]): [string, Field] => {
    const read = binding[name];
    if (!isNested(field) || read === undefined || !isNested(read)) return [name, field];
    const { description } = read.fields;
    const inner = completed(field.fields, read.fields);
    const lost = field.explicit && description !== undefined && !isNested(description) && !('description' in inner);
    return [name, { ...field, fields: lost ? { ...inner, description: description.replace(/^optional /, 'required ') } : inner }];
  });
  return Object.fromEntries(fields);
}

/** One line per resource type: small, and a provider update reads as a list of changed types. */
export function tableText({ version, provider, resources, data }: ProviderTable): string {
  const lines = (blocks: Readonly<Record<string, Block>>) =>
    `{\n${Object.entries(blocks)
      .map(([type, block]) => `${JSON.stringify(type)}: ${JSON.stringify(block)}`)
      .join(',\n')}\n}`;
  return `{\n"version": ${JSON.stringify(version)},\n"provider": ${JSON.stringify(provider)},\n"resources": ${lines(resources)},\n"data": ${lines(data)}\n}\n`;
}

/** Types that are read from a provider's documentation, and its version. */
export const documented: Readonly<
  Record<DocumentedTable, { readonly version: string; readonly resources: readonly string[]; readonly data: readonly string[] }>
> = {
  auth0: {
    version: '1.55.0',
    resources: [
      'action',
      'attack_protection',
      'client',
      'client_credentials',
      'client_grant',
      'connection',
      'connection_client',
      'connection_clients',
      'custom_domain',
      'custom_domain_verification',
      'guardian',
      'log_stream',
      'prompt',
      'resource_server',
      'resource_server_scopes',
      'role',
      'role_permissions',
      'tenant',
      'trigger_actions',
    ],
    data: ['connection'],
  },
};

/** @param docs folder with index.md, resources/ and data-sources/ */
export function documentedTable(provider: DocumentedTable, docs: string): ProviderTable {
  const { version, resources, data } = documented[provider];
  const page = (path: string): Block => blockFromDocs(readFileSync(join(docs, path), 'utf8'));
  const pages = (folder: string, names: readonly string[]) => Object.fromEntries(names.map((name) => [`${provider}_${name}`, page(`${folder}/${name}.md`)]));
  return { version, provider: page('index.md'), resources: pages('resources', resources), data: pages('data-sources', data) };
}

export function writeTables(folder: string, docs = process.env['AUTH0_DOCS_DIR']): void {
  mkdirSync(folder, { recursive: true });
  for (const name of packagedTables) writeFileSync(join(folder, `${name}.json`), tableText(generateTable(name)));
  if (docs !== undefined) writeFileSync(join(folder, 'auth0.json'), tableText(documentedTable('auth0', docs)));
}

if (require.main === module) writeTables('infra/check/tables');
