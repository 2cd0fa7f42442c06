import { duplicateFindings, metadataFindings, namespaceFindings, schemaFindings, type PlacedObject } from '../../../lib/validate/kubernetes';
import { kubeSchemas } from '../../../manifests/schemas';

const releases = kubeSchemas();
const [schemas] = releases;
if (!schemas) throw new Error('no schemas');

const placed = (object: Readonly<Record<string, unknown>>, file = 'a.yaml'): PlacedObject => ({
  file,
  object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'n' }, ...object },
}); // objects as a mistake would make them
const service = (port: unknown) => placed({ kind: 'Service', spec: { ports: [{ port }] } });

describe('schemas of objects', () => {
  it('are those of Kubernetes 1.35 and 1.36', () => {
    expect(releases.map(({ release }) => release)).toEqual(['1.35', '1.36']);
  });

  it.each(releases.map((each) => [each.release, each] as const))('refuse a wrong field of a built-in kind on %s', (release, each) => {
    expect(schemaFindings(service(80), each)).toEqual([]);
    expect(schemaFindings(service('eighty'), each)).toEqual([
      { check: `schema-${release}`, file: 'a.yaml', path: 'spec.ports[0].port', message: 'must be integer, is string "eighty"' },
    ]);
  });

  it('refuse a wrong field of a custom kind, and leave its metadata to the API server', () => {
    const certificate = (spec: object) =>
      placed({ apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata: { name: 'a', namespace: 'n', labels: { a: 'b' } }, spec });
    expect(schemaFindings(certificate({ secretName: 's', issuerRef: { name: 'i' } }), schemas)).toEqual([]);
    expect(schemaFindings(certificate({ secretName: 's' }), schemas)).toMatchObject([{ path: 'spec', message: 'lacks issuerRef' }]);
    expect(schemaFindings(certificate({ secretname: 's', secretName: 's', issuerRef: { name: 'i' } }), schemas)).toMatchObject([{ path: 'spec.secretname' }]);
  });

  it('refuse a kind that nobody knows', () => {
    expect(schemaFindings(placed({ apiVersion: 'acme.example/v1', kind: 'Thing' }), schemas)).toMatchObject([{ check: 'unknown-kind' }]);
  });

  it('take a kustomization for what it is: a file for a tool', () => {
    const kustomization = placed({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: [] });
    expect([
      ...schemaFindings(kustomization, schemas),
      ...metadataFindings(kustomization, schemas),
      ...duplicateFindings([kustomization, kustomization]),
    ]).toEqual([]);
  });
});

describe('metadata', () => {
  const messages = (object: Parameters<typeof placed>[0]) => metadataFindings(placed(object), schemas).map(({ path, message }) => `${path}: ${message}`);

  it.each([
    ['a name with capitals', { name: 'Wrong', namespace: 'n' }, "metadata.name: 'Wrong' is no object name"],
    ['a name that ends in a dash', { name: 'wrong-', namespace: 'n' }, "metadata.name: 'wrong-' is no object name"],
    ['a missing namespace', { name: 'a' }, 'metadata.namespace: is missing'],
    ['a label key with a space', { name: 'a', namespace: 'n', labels: { 'a b': 'x' } }, "metadata.labels: 'a b' is no label key"],
    ['a label value with a slash', { name: 'a', namespace: 'n', labels: { a: 'x/y' } }, "metadata.labels.a: 'x/y' is no label value"],
    [
      'a label value that is too long',
      { name: 'a', namespace: 'n', labels: { a: 'x'.repeat(64) } },
      `metadata.labels.a: '${'x'.repeat(64)}' is no label value`,
    ],
    ['an annotation key with a space', { name: 'a', namespace: 'n', annotations: { 'a b': 'x' } }, "metadata.annotations: 'a b' is no annotation key"],
    ['an annotation that is a number', { name: 'a', namespace: 'n', annotations: { a: 1 } }, 'metadata.annotations.a: must be a string'],
  ])('has no place for %s', (_, metadata, message) => {
    expect(messages({ metadata })).toEqual([message]);
  });

  it('of good objects is fine: dots in names, prefixed keys, empty label values, colons in names of roles', () => {
    expect(
      messages({
        metadata: { name: 'a.b-c', namespace: 'n', labels: { 'acme.example/a': '', b: 'x_y.z' }, annotations: { 'acme.example/why': 'because\nof this' } },
      }),
    ).toEqual([]);
    expect(messages({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'acme:reader' } })).toEqual([]);
  });

  it('of a kind of the whole cluster names no namespace', () => {
    expect(messages({ kind: 'Namespace', metadata: { name: 'a', namespace: 'n' } })).toEqual(['metadata.namespace: Namespace has no namespace']);
  });
});

describe('objects of a cluster', () => {
  it('are described once, whatever version of the API describes them', () => {
    const one = placed({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' }, 'one.yaml');
    const two = placed({ apiVersion: 'policy/v1beta1', kind: 'PodDisruptionBudget' }, 'two.yaml');
    const elsewhere = placed({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'a', namespace: 'm' } }, 'three.yaml');
    expect(duplicateFindings([one, two, elsewhere])).toEqual([
      { check: 'duplicate-object', file: 'two.yaml', message: 'describes the same object as one.yaml' },
    ]);
  });

  it('live in namespaces that a component makes or that every cluster has', () => {
    const namespace = placed({ kind: 'Namespace', metadata: { name: 'n' } });
    expect(namespaceFindings([namespace, placed({})], new Set())).toEqual([]);
    expect(namespaceFindings([placed({})], new Set(['n']))).toEqual([]);
    expect(namespaceFindings([placed({})], new Set())).toEqual([{ check: 'namespace', file: 'a.yaml', message: "namespace 'n' is not made by any component" }]);
  });
});
