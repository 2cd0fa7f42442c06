/** Checks of the objects of one cluster against the schemas of one Kubernetes release and of the custom kinds. */
import type { KubeObject } from '../components';
import type { Schema } from '../imports/schema';
import type { Finding } from './finding';
import { mismatches, type Definitions } from './schema';

/** Schemas by `apiVersion/Kind`. */
export interface KubeSchemas {
  /** Release, such as 1.35. */
  readonly release: string;
  /** Custom kinds. */
  readonly custom: ReadonlyMap<string, Schema>;
  /** Built-in kinds: name of their definition. */
  readonly builtIn: ReadonlyMap<string, string>;
  readonly definitions: Definitions;
  isNamespaced(apiVersion: string, kind: string): boolean | undefined;
}
export interface PlacedObject {
  readonly file: string;
  readonly object: KubeObject;
}

/** What was found at objects before: syntheses share the objects of components that did not change. */
const known = new WeakMap<KubeObject, Map<KubeSchemas, readonly Finding[]>>();

/** Everything that the API server of this release would refuse about the structure of an object. */
export function schemaFindings(placed: PlacedObject, schemas: KubeSchemas): readonly Finding[] {
  const before = known.get(placed.object) ?? new Map<KubeSchemas, readonly Finding[]>();
  const found = before.get(schemas) ?? structureFindings(placed, schemas);
  known.set(placed.object, before.set(schemas, found));
  return found.map((finding) => ({ ...finding, file: placed.file }));
}

function structureFindings({ file, object }: PlacedObject, schemas: KubeSchemas): readonly Finding[] {
  const id = `${object.apiVersion}/${object.kind}`;
  if (object.apiVersion.startsWith('kustomize.config.k8s.io/')) return [];
  const custom = schemas.custom.get(id);
  const builtIn = schemas.builtIn.get(id);
  if (!custom && !builtIn)
    return [{ check: 'unknown-kind', file, message: `no schema of ${id}: add the kind to lib/imports/kinds.ts and run npm run imports` }];
  const found = custom
    ? mismatches(object, { ...custom, properties: { ...custom.properties, apiVersion: {}, kind: {}, metadata: {} } })
    : mismatches(object, { $ref: `#/definitions/${builtIn}` }, schemas.definitions);
  return found.map(({ path, message }) => ({ check: `schema-${schemas.release}`, file, path, message }));
}

const objectName = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;
const rbacName = /^[^/%]+$/;
const labelKey = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/;
const labelValue = /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/;

/** Names, labels and the namespace of one object. */
export function metadataFindings({ file, object }: PlacedObject, schemas: KubeSchemas): readonly Finding[] {
  if (object.apiVersion.startsWith('kustomize.config.k8s.io/')) return [];
  const { name, namespace, labels = {}, annotations = {} } = object.metadata;
  const found: Finding[] = [];
  const wrong = (path: string, message: string) => found.push({ check: 'metadata', file, path, message });
  if (!(object.apiVersion.startsWith('rbac.') ? rbacName : objectName).test(name)) wrong('metadata.name', `'${name}' is no object name`);
  if (schemas.isNamespaced(object.apiVersion, object.kind) === false && namespace !== undefined) wrong('metadata.namespace', `${object.kind} has no namespace`);
  if (schemas.isNamespaced(object.apiVersion, object.kind) === true && namespace === undefined) wrong('metadata.namespace', 'is missing');
  for (const [key, value] of Object.entries(labels)) {
    if (!labelKey.test(key)) wrong('metadata.labels', `'${key}' is no label key`);
    if (typeof value !== 'string' || !labelValue.test(value)) wrong(`metadata.labels.${key}`, `'${value}' is no label value`);
  }
  for (const [key, value] of Object.entries(annotations)) {
    if (!labelKey.test(key)) wrong('metadata.annotations', `'${key}' is no annotation key`);
    if (typeof value !== 'string') wrong(`metadata.annotations.${key}`, 'must be a string');
  }
  return found;
}

/** Two files that describe the same object of a cluster. */
export function duplicateFindings(objects: readonly PlacedObject[]): readonly Finding[] {
  const first = new Map<string, string>();
  return objects.flatMap(({ file, object }) => {
    if (object.apiVersion.startsWith('kustomize.config.k8s.io/')) return [];
    const id = `${object.apiVersion.replace(/\/?v\d\w*$/, '')} ${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`;
    const before = first.get(id);
    if (before !== undefined) return [{ check: 'duplicate-object', file, message: `describes the same object as ${before}` }];
    first.set(id, file);
    return [];
  });
}

/** Objects in a namespace that nothing of the cluster makes. */
export function namespaceFindings(objects: readonly PlacedObject[], given: ReadonlySet<string>): readonly Finding[] {
  const made = new Set(objects.filter(({ object }) => object.kind === 'Namespace' && object.apiVersion === 'v1').map(({ object }) => object.metadata.name));
  return objects.flatMap(({ file, object }) => {
    const { namespace } = object.metadata;
    return namespace === undefined || made.has(namespace) || given.has(namespace)
      ? []
      : [{ check: 'namespace', file, message: `namespace '${namespace}' is not made by any component` }];
  });
}
