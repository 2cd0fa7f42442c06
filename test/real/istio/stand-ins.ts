/**
 * What stands in a cluster beside the objects in git and what Istio's charts make: pods and Services of other charts and
 * of operators, as the check of references knows them (manifests/third-party), and pods of every workload, with sidecars.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { KubeObject } from '../../../lib/components';
import type { Made, MadePods, MadeService, Port } from '../../../lib/validate/references/world';
import { world } from '../../../manifests/third-party';
import { listOf } from '../kubernetes/apply';
import type { Cluster } from '../kubernetes/cluster';
import { definitionsOf } from '../kubernetes/definitions';
import type { Release } from '../kubernetes/delivery';
import { mustRun } from '../process';
import { podOf, workloads } from '../kubernetes/pods';
import { injection } from '../kubernetes/sidecar';

export interface StandInsProps {
  readonly cluster: string;
  readonly provider: string;
  readonly releases: readonly Release[];
  /** Components whose objects are rendered and here. */
  readonly rendered: ReadonlySet<string>;
  readonly objects: readonly KubeObject[];
  readonly certificate: TestCertificate;
}

export function standIns({ cluster, provider, releases, rendered, objects, certificate }: StandInsProps): readonly KubeObject[] {
  const foreign = releases.filter(({ component }) => !rendered.has(component)).map(({ component, folder }) => madeBy(component, folder));
  const operated = objects.map((object) => world.kinds[kindKey(object)]?.makes?.(object) ?? {});
  // Add-ons of the cloud are there only where an option asks for them: then it states their namespace.
  const there = new Set(['kube-system', 'default', ...objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name)]);
  const { pods: cloudPods = [], services: cloudServices = [] } = world.clouds[provider] ?? {};
  const inCloud = { pods: cloudPods.filter(({ namespace }) => there.has(namespace)), services: cloudServices.filter(({ namespace }) => there.has(namespace)) };
  const all = [world.given, inCloud, ...foreign, ...operated];
  const pods = [...objects.filter(({ kind }) => workloads.has(kind)).map(podOf), ...all.flatMap(({ pods = [] }) => pods).map(madePod)];
  return [
    ...all.flatMap(({ services = [] }) => services).map(service),
    ...pods.map(injection(cluster, objects, proxyImage(objects))),
    ...certificates(objects, certificate),
  ];
}

/** The image that istiod's chart tells the injector. */
function proxyImage(objects: readonly KubeObject[]): string {
  const data = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'istio-sidecar-injector')?.['data'];
  const { values } = data as { readonly values: string }; // made by the chart
  const { hub, tag, proxy } = (
    JSON.parse(values) as { readonly global: { readonly hub: string; readonly tag: string; readonly proxy: { readonly image: string } } }
  ).global;
  return `${hub}/${proxy.image}:${tag}`;
}

function madeBy(component: string, folder: string): Made {
  const made = world.components[component];
  const file = join(folder, 'values.yaml');
  if (typeof made !== 'function') return made ?? {};
  return made(existsSync(file) ? parse(readFileSync(file, 'utf8')) : {});
}

const kindKey = ({ apiVersion, kind }: KubeObject): string => `${apiVersion.includes('/') ? apiVersion.split('/')[0] : 'core'}/${kind}`;

interface NamedPort {
  readonly name: string;
  readonly number: number;
  readonly protocol: 'TCP' | 'UDP';
}

/** A number that is listed twice is open for both protocols, TCP first. */
const named = (ports: readonly Port[]): readonly NamedPort[] =>
  ports
    .map((port) => (typeof port === 'number' ? { name: `tcp-${port}`, number: port } : { name: port[0], number: port[1] }))
    .map((port, index, all) => ({ ...port, protocol: all.findIndex(({ number }) => number === port.number) < index ? 'UDP' : 'TCP' }));

const madePod = ({ namespace, labels, ports = [] }: MadePods, index: number): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: `made-${index}`, namespace, labels },
  spec: {
    serviceAccountName: 'default',
    containers: [
      { name: 'made', image: 'made', ports: named(ports).map(({ name, number, protocol }) => ({ name: name.slice(0, 15), containerPort: number, protocol })) },
    ],
  },
});

const service = ({ namespace, name, labels = {}, ports, headless = false }: MadeService): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace, labels },
  spec: { ...(headless ? { clusterIP: 'None' } : {}), ports: named(ports).map(({ name: port, number, protocol }) => ({ name: port, port: number, protocol })) },
});

/** Secrets that cert-manager fills; what is in them is the same for all and trusted by nobody. */
function certificates(objects: readonly KubeObject[], { certificate, key }: TestCertificate): readonly KubeObject[] {
  const data = { 'tls.crt': certificate, 'tls.key': key };
  return objects
    .filter(({ kind }) => kind === 'Certificate')
    .map(({ metadata, ...object }) => {
      const { secretName } = object['spec'] as { readonly secretName: string }; // a Certificate has one
      return {
        apiVersion: 'v1',
        kind: 'Secret',
        type: 'kubernetes.io/tls',
        metadata: { name: secretName, namespace: metadata.namespace ?? '' },
        stringData: data,
      };
    });
}

export interface TestCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** A certificate that signs itself. */
export async function testCertificate(folder: string): Promise<TestCertificate> {
  const [keyFile, file] = [join(folder, 'stand-in.key'), join(folder, 'stand-in.crt')];
  const wanted = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=stand-in'];
  await mustRun('openssl', ['req', '-x509', ...wanted, '-keyout', keyFile, '-out', file]);
  return { certificate: readFileSync(file, 'utf8'), key: readFileSync(keyFile, 'utf8') };
}

/**
 * Kinds that istioctl reads in the cluster only, not from files, and what their admission needs. In the order of their
 * creation: there is nobody behind the webhooks.
 */
const live = ['Namespace', 'PriorityClass', 'ServiceAccount', 'Secret', 'Service', 'Pod', 'MutatingWebhookConfiguration'];

/**
 * Puts them there, with the definitions of Istio: without a cluster, istioctl leaves out half of its analysers. What
 * admission says of them is not asked here, so namespaces come without the labels of Pod Security.
 */
export async function populate(cluster: Cluster, objects: readonly KubeObject[]): Promise<void> {
  await cluster.kubectl(['apply', '--server-side', ...definitionsOf('istio').flatMap((file) => ['-f', file])]);
  for (const kind of live) {
    const wanted = objects.filter((object) => object.kind === kind).map(kind === 'Namespace' ? withoutPodSecurity : (object) => object);
    const { code, stderr } = await cluster.kubectl(['apply', '--server-side', '-f', '-'], { input: listOf(wanted) });
    if (code !== 0) throw new Error(stderr);
  }
}

const withoutPodSecurity = ({ metadata: { labels = {}, ...metadata }, ...object }: KubeObject): KubeObject => ({
  ...object,
  metadata: { ...metadata, labels: Object.fromEntries(Object.entries(labels).filter(([label]) => !label.startsWith('pod-security.'))) },
});
