/**
 * JSON Schemas as kubeconform looks for them, made from what the API servers themselves publish: OpenAPI documents of
 * Kubernetes and custom resource definitions. Strict: a field that is not named is a fault, as in kubeconform's own
 * conversion.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseAllDocuments } from 'yaml';
import { customKinds } from '../../../lib/imports/kinds';
import type { Schema } from '../../../lib/imports/schema';
import { cloudDefinitions, definitionsOf } from '../kubernetes/definitions';

interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}
interface OpenApi {
  readonly definitions: Readonly<Record<string, Schema & { readonly 'x-kubernetes-group-version-kind'?: readonly GroupVersionKind[] }>>;
}
interface Definition {
  readonly kind?: string;
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly served: boolean; readonly schema?: { readonly openAPIV3Schema?: Schema } }[];
  };
}

/** Places of schemas for `-schema-location`: first built-in kinds, then custom ones. */
export const locations = (folder: string): readonly string[] => [
  `${folder}/{{.NormalizedKubernetesVersion}}-standalone{{.StrictSuffix}}/{{.ResourceKind}}{{.KindSuffix}}.json`,
  `${folder}/custom/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json`,
];

/** Writes the schemas of built-in kinds of one release; gives their number. */
export async function writeBuiltIn(folder: string, release: string): Promise<number> {
  const { definitions } = await openApi(release);
  const own = join(folder, `v${release}-standalone-strict`);
  rmSync(own, { recursive: true, force: true });
  mkdirSync(own, { recursive: true });
  const converted = Object.fromEntries(Object.entries(definitions).map(([name, schema]) => [name, loose[name] ?? strict(schema)]));
  writeFileSync(join(own, '_definitions.json'), JSON.stringify({ definitions: converted }));
  const kinds = Object.entries(definitions).flatMap(([name, { 'x-kubernetes-group-version-kind': each = [] }]) =>
    each.map(({ group, version, kind }) => ({ file: fileOf(group, version, kind), name })),
  );
  for (const { file, name } of kinds) writeFileSync(join(own, file), JSON.stringify({ $ref: `_definitions.json#/definitions/${name}` }));
  return kinds.length;
}

/** `deployment-apps-v1.json`, `service-v1.json`: of the group only the part before the first dot. */
const fileOf = (group: string, version: string, kind: string): string =>
  `${[kind, ...(group === '' ? [] : [group.split('.')[0]]), version].join('-').toLowerCase()}.json`;

/** Types that the documents call a text, and the API server takes as a number too. */
const loose: Readonly<Record<string, Schema>> = {
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { oneOf: [{ type: 'string' }, { type: 'integer' }] },
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { oneOf: [{ type: 'string' }, { type: 'number' }] },
};

/** The document in CRDS_DIR, or else that of the release. */
async function openApi(release: string): Promise<OpenApi> {
  const file = join(process.env['CRDS_DIR'] ?? '../shared/crds', 'kubernetes', `swagger-${release}.json.gz`);
  const text = existsSync(file)
    ? gunzipSync(readFileSync(file)).toString('utf8')
    : await fetched(`https://raw.githubusercontent.com/kubernetes/kubernetes/v${release}/api/openapi-spec/swagger.json`);
  return JSON.parse(text) as OpenApi;
}

/** Writes a schema for each served version of the custom kinds that dist/ may hold; gives their number. */
export async function writeCustom(folder: string): Promise<number> {
  const own = join(folder, 'custom');
  rmSync(own, { recursive: true, force: true });
  const texts = await Promise.all(Object.keys(customKinds).flatMap((project) => definitionsOf(project).map(read)));
  const documents = texts.flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as Definition | null));
  const definitions = [...documents, ...(cloudDefinitions('azure').objects as readonly Definition[])].filter(
    (each) => each?.kind === 'CustomResourceDefinition',
  );
  let count = 0;
  for (const { spec } of definitions.flatMap((each) => each ?? [])) {
    mkdirSync(join(own, spec.group), { recursive: true });
    for (const { name, served, schema } of spec.versions) {
      if (!served || schema?.openAPIV3Schema === undefined) continue;
      const { properties } = schema.openAPIV3Schema;
      const whole = {
        ...schema.openAPIV3Schema,
        properties: { ...properties, apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { type: 'object' } },
      };
      writeFileSync(join(own, spec.group, `${spec.names.kind.toLowerCase()}_${name}.json`), JSON.stringify(strict(whole)));
      count += 1;
    }
  }
  return count;
}

const read = (place: string): Promise<string> => (place.startsWith('https://') ? fetched(place) : Promise.resolve(readFileSync(place, 'utf8')));

async function fetched(address: string): Promise<string> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}; put the definitions into a folder and name it in CRDS_DIR`);
  return answer.text();
}

/** Named fields only, down to the last one; what a keyword like `oneOf` adds names no fields. An empty `required` is no JSON Schema. */
function strict({ required = [], ...schema }: Schema): Schema {
  const { properties, items, additionalProperties: more, $ref } = schema;
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true || schema['x-kubernetes-embedded-resource'] === true;
  const type = schema['nullable'] === true && schema.type !== undefined ? { type: [schema.type, 'null'] } : {};
  return {
    ...schema,
    ...(required.length > 0 ? { required } : {}),
    ...(type as Partial<Schema>), // JSON Schema has lists of types, OpenAPI has not
    ...($ref === undefined ? {} : { $ref: $ref.replace('#/definitions/', '_definitions.json#/definitions/') }),
    ...(items === undefined ? {} : { items: strict(items) }),
    ...(properties === undefined ? {} : { properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, strict(each)])) }),
    ...(typeof more === 'object'
      ? { additionalProperties: strict(more) }
      : properties !== undefined && more === undefined && !open
        ? { additionalProperties: false }
        : {}),
  };
}
