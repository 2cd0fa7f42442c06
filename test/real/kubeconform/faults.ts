/** Objects that no API server takes as they are meant, and what must be said about each. */

export interface SchemaFault {
  readonly what: string;
  readonly says: RegExp;
  readonly object: object;
}

const metadata = { name: 'planted', namespace: 'default' };
const deployment = (spec: object, container: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata,
  spec: {
    selector: { matchLabels: { a: 'b' } },
    template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'a', image: 'a:1', ...container }] } },
    ...spec,
  },
});

export const faults: readonly SchemaFault[] = [
  { what: 'a field that Deployment does not have', says: /additional properties 'replica' not allowed/, object: deployment({ replica: 2 }) },
  {
    what: 'a deep field that a container does not have',
    says: /additional properties 'readOnlyRootFileSystem' not allowed/,
    object: deployment({}, { securityContext: { readOnlyRootFileSystem: true } }),
  },
  { what: 'a text for a number', says: /got string, want integer/, object: deployment({ replicas: 'two' }) },
  {
    what: 'a Deployment without a selector',
    says: /missing property 'selector'/,
    object: { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { template: {} } },
  },
  {
    what: 'metadata that no object has',
    says: /additional properties 'label' not allowed/,
    object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...metadata, label: {} } },
  },
  { what: 'a number in the data of a ConfigMap', says: /got number, want string/, object: { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { a: 1 } } },
  {
    what: 'a custom kind with a field that it does not have',
    says: /additional properties 'secretname' not allowed/,
    object: { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata, spec: { secretName: 'a', issuerRef: { name: 'a' }, secretname: 'a' } },
  },
  {
    what: 'a custom kind with a word that is not on its list',
    says: /value must be one of/,
    object: {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata,
      spec: { secretName: 'a', issuerRef: { name: 'a' }, privateKey: { algorithm: 'ROT13' } },
    },
  },
  {
    what: 'a custom kind without what it needs',
    says: /missing propert(y|ies) .*instances/,
    object: { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', metadata, spec: {} },
  },
  {
    what: 'an Istio kind with a field that it does not have',
    says: /additional properties 'mode' not allowed/,
    object: { apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata, spec: { mode: 'STRICT' } },
  },
];
