/** The generated objects that a login stands on, as they are, and what others would make for them. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../../lib/components';
import { apply, listOf, served } from '../kubernetes/apply';
import type { Cluster } from '../kubernetes/cluster';
import { definitionsOf } from '../kubernetes/definitions';
import { yamlFiles } from '../kubernetes/delivery';
import type { Authority } from './authorities';

/** Components that the login is made of, in the order of their waves. */
const components = [
  'namespaces',
  'priority-classes',
  'login-proxy',
  'sessions',
  'mesh-policy',
  'ingress-routes',
  'login-routes',
  'console',
  'api',
  'status',
  'prometheus',
  'alertmanager',
];
/** Kinds whose controllers are not here. */
const foreign = new Set(['Alertmanager', 'Certificate', 'PodMonitor', 'Prometheus', 'PrometheusRule', 'ServiceMonitor']);
/** Pods are made one by one. */
const workloads = new Set(['Deployment', 'StatefulSet', 'HorizontalPodAutoscaler', 'PodDisruptionBudget']);

export const parsed = (text: string): readonly KubeObject[] =>
  parseAllDocuments(text)
    .map((document) => document.toJS() as KubeObject | null)
    .filter((object) => object !== null);

/** Every object of a component. */
export const generated = (cluster: string, component: string): readonly KubeObject[] =>
  yamlFiles(`dist/clusters/${cluster}/${component}`).flatMap((file) => parsed(readFileSync(file, 'utf8')));

export function one<T extends KubeObject>(cluster: string, component: string, kind: string): T {
  const found = generated(cluster, component).find((object) => object.kind === kind);
  if (found === undefined) throw new Error(`${component} of ${cluster} has no ${kind}`);
  return found as T; // the caller names the kind
}

const ofKind = <T extends KubeObject>(objects: readonly KubeObject[], kind: string): readonly T[] =>
  objects.filter((object): object is T => object.kind === kind);

/** What istiod says about every EnvoyFilter. */
export const envoyFilterWarning = /^Warning: EnvoyFilter exposes internal implementation details/;

/** Applies objects; a refusal or a warning is an error. */
export async function applyAll(cluster: Cluster, objects: readonly KubeObject[], expected: readonly RegExp[] = []): Promise<void> {
  const said = await apply(cluster, ['-'], { input: listOf(objects) });
  const problems = said.problems.filter((line) => !expected.some((each) => each.test(line)));
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

/** Definitions of the gateway, namespaces, and a node. */
export async function foundation(cluster: Cluster, project = 'istio'): Promise<void> {
  const definitions = await apply(cluster, definitionsOf(project));
  const problems = [...definitions.problems, ...(await served(cluster))];
  if (problems.length > 0) throw new Error(problems.join('\n'));
  await applyAll(cluster, [node, ...generated(cluster.name, 'namespaces'), ...generated(cluster.name, 'priority-classes')]);
}

/** This machine: pods without a node have no endpoints. */
const node: KubeObject = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node', labels: { 'topology.kubernetes.io/zone': 'zone' } } };

/** Everything of the login but its pods: the control plane of the mesh is asked about its objects. */
export const declared = (cluster: string): readonly KubeObject[] =>
  components.slice(2).flatMap((component) => generated(cluster, component).filter(({ kind }) => !foreign.has(kind) && !workloads.has(kind)));

interface ExternalSecret extends KubeObject {
  readonly spec: {
    readonly data?: readonly { readonly secretKey: string; readonly remoteRef: { readonly key: string; readonly property: string } }[];
    readonly dataFrom?: readonly { readonly sourceRef: { readonly generatorRef: { readonly name: string } } }[];
    readonly target: { readonly name: string; readonly template?: { readonly type?: string; readonly data?: Readonly<Record<string, string>> } };
  };
}
interface Generator extends KubeObject {
  readonly spec: { readonly secretKeys?: readonly string[] };
}
interface Certificate extends KubeObject {
  readonly spec: { readonly secretName: string; readonly dnsNames: readonly string[]; readonly issuerRef: { readonly name: string } };
}

/** The external store: a value for each name, made when somebody asks. */
export class Store {
  readonly #values = new Map<string, string>();

  set(id: string, property: string, value: string): void {
    this.#values.set(`${id}/${property}`, value);
  }

  /** @param key - as in a remoteRef: the last part is the id */
  get(key: string, property: string): string {
    const name = `${key.split('/').at(-1)}/${property}`;
    const value = this.#values.get(name) ?? randomBytes(16).toString('hex');
    this.#values.set(name, value);
    return value;
  }
}

const ofTheLogin = ['istio-ingress', 'istio-system', 'keycloak', 'login'];

/** What the external store's operator makes from the generated ExternalSecrets. */
export function storedSecrets(cluster: string, store: Store, namespaces: readonly string[] = ofTheLogin): readonly KubeObject[] {
  const all = generated(cluster, 'secrets');
  const generators = ofKind<Generator>(all, 'Password');
  return ofKind<ExternalSecret>(all, 'ExternalSecret')
    .filter(({ metadata }) => namespaces.includes(metadata.namespace ?? ''))
    .map(({ metadata: { namespace = '' }, spec: { data = [], dataFrom = [], target } }) => {
      const made = dataFrom.flatMap(({ sourceRef }) => generators.find(({ metadata }) => metadata.name === sourceRef.generatorRef.name)?.spec.secretKeys ?? []);
      return secret(namespace, target.name, target.template?.type ?? 'Opaque', {
        ...Object.fromEntries(made.map((key) => [key, store.get(target.name, key)])),
        ...Object.fromEntries(data.map(({ secretKey, remoteRef }) => [secretKey, store.get(remoteRef.key, remoteRef.property)])),
        ...target.template?.data,
      });
    });
}

/** What cert-manager makes from the generated Certificates, by issuer. */
export async function issuedCertificates(
  cluster: string,
  issuers: Readonly<Record<string, Authority>>,
  of: readonly string[] = ['ingress-routes', 'sessions'],
): Promise<readonly KubeObject[]> {
  const wanted = ofKind<Certificate>(
    of.flatMap((component) => generated(cluster, component)),
    'Certificate',
  );
  return Promise.all(
    wanted.map(async ({ metadata: { name, namespace = '' }, spec }) => {
      const authority = issuers[spec.issuerRef.name];
      if (authority === undefined) throw new Error(`nobody here stands for issuer ${spec.issuerRef.name}`);
      const { certificate, key } = await authority.issue(name, spec.dnsNames);
      return secret(namespace, spec.secretName, 'kubernetes.io/tls', { 'tls.crt': certificate, 'tls.key': key, 'ca.crt': authority.certificate });
    }),
  );
}

export const secret = (namespace: string, name: string, type: string, stringData: Readonly<Record<string, string>>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace },
  type,
  data: Object.fromEntries(Object.entries(stringData).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
});

/** Names on which the gateway listens. */
export const publicHosts = (cluster: string): readonly string[] =>
  generated(cluster, 'ingress-routes')
    .filter(({ kind }) => kind === 'Gateway')
    .flatMap((gateway) => (gateway['spec'] as { servers: readonly { hosts: readonly string[] }[] }).servers)
    .flatMap(({ hosts }) => hosts.map((host) => host.replace('./', '')));
