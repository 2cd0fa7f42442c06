/** What a component says that it needs is all that a delivery knows of order: nothing may work only because something else came first. */
import type { KubeObject, RenderedCluster, RenderedComponent } from '../../lib/components';
import type { Capability } from '../../lib/components';
import { emptyLock, parsePlatform } from '../../lib/model';
import { nodes, priorityClasses, storageClasses } from '../../lib/names';
import { manifestFiles } from '../../manifests/synth';
import { combinations } from '../combinations/combinations';

/** One platform for each option of cloud and security; the other aspects do not change who needs what of the foundation. */
const chosen = [
  ...new Map(combinations.map((each) => [`${each.platform.cloud.use} ${each.platform.security.use} ${each.platform.monitoring.use}`, each])).values(),
];
const rendered = chosen.map(
  ({ name, platform }) => [name, manifestFiles({ platform: parsePlatform(JSON.stringify(platform), name).platform, lock: emptyLock }).clusters] as const,
);

/** Every field below a value, with its key. */
function* fields(value: unknown): Generator<readonly [string, unknown]> {
  if (value === null || typeof value !== 'object') return;
  for (const [key, field] of Object.entries(value)) {
    yield [key, field];
    yield* fields(field);
  }
}
const names = (value: unknown, key: string, wanted: readonly string[]): boolean =>
  [...fields(value)].some(([found, field]) => found.toLowerCase().endsWith(key) && typeof field === 'string' && wanted.includes(field));

const group = ({ apiVersion }: KubeObject): string => (apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '');
const podTemplates = (object: KubeObject): readonly object[] => {
  const spec = object['spec'] as { template?: object; jobTemplate?: { spec: { template: object } } } | undefined; // of a kind with pods
  return ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'].includes(object.kind) ? [spec?.template ?? spec?.jobTemplate?.spec.template ?? {}] : [];
};
/** Kinds whose controllers make pods. */
const operated = ['postgresql.cnpg.io/Cluster', 'monitoring.coreos.com/Prometheus', 'monitoring.coreos.com/Alertmanager', 'k8s.keycloak.org/Keycloak'];
/** Charts that make no pods, or whose pods go to every node by themselves. */
const everywhere = ['istio-base', 'istio-cni'];
const pods = (component: RenderedComponent): readonly object[] => [
  ...component.built.objects.flatMap(({ object }) => [...podTemplates(object), ...(operated.includes(`${group(object)}/${object.kind}`) ? [object] : [])]),
  ...(component.built.data && !everywhere.includes(component.component.name) ? [component.built.data] : []),
];
const onSystemNodes = (value: unknown): boolean =>
  [...fields(value)].some(
    ([key, field]) =>
      key === 'tolerations' &&
      Array.isArray(field) &&
      field.some((each: { key?: string; operator?: string }) => each.key === nodes.systemTaint.key || (each.key === undefined && each.operator === 'Exists')),
  );

/** Group of custom kinds -> who admits and serves them. */
const servedBy: Readonly<Record<string, Capability>> = {
  'cert-manager.io': 'certificate-controller',
  'external-secrets.io': 'secret-controller',
  'postgresql.cnpg.io': 'postgres',
  'barmancloud.cnpg.io': 'postgres-backup',
  'monitoring.coreos.com': 'metrics-operator',
  'karpenter.sh': 'node-autoscaling',
  'karpenter.k8s.aws': 'node-autoscaling',
  'elbv2.k8s.aws': 'load-balancer-targets',
  'networking.istio.io': 'mesh-control-plane',
  'security.istio.io': 'mesh-control-plane',
  'telemetry.istio.io': 'mesh-control-plane',
  'k8s.keycloak.org': 'identity-operator',
};

/** Capabilities that a component must wait for, by what is in it. */
function needed(component: RenderedComponent, cluster: RenderedCluster): ReadonlySet<Capability> {
  const needs = new Set<Capability>();
  const objects = component.built.objects.map(({ object }) => object).filter(({ apiVersion }) => !apiVersion.startsWith('kustomize.'));
  const all = [...objects, ...(component.built.data ? [component.built.data] : [])];
  const home = new Set([
    ...(component.component.content.kind === 'manifests' ? [] : [component.component.namespace]),
    ...objects.flatMap(({ metadata }) => metadata.namespace ?? []),
  ]);
  const isCrds = component.component.provides.includes('crds') && component.component.content.kind === 'git';
  if (!isCrds && [...home].some((namespace) => namespace !== 'kube-system')) needs.add('namespaces');
  for (const object of objects) {
    if (group(object).includes('.') && !/\.k8s\.io$/.test(group(object)) && !['cilium.io'].includes(group(object))) needs.add('crds');
    const server = servedBy[group(object)];
    if (server && !component.component.provides.includes(server)) needs.add(server);
  }
  if (all.some((value) => names(value, 'priorityclassname', Object.values(priorityClasses)))) needs.add('priority-classes');
  if (all.some((value) => names(value, 'storageclassname', Object.values(storageClasses)) || names(value, 'storageclass', Object.values(storageClasses))))
    needs.add('storage');
  const made = pods(component);
  if (cluster.cluster.provider === 'aws' && made.some((pod) => !onSystemNodes(pod))) needs.add('node-autoscaling');
  const meshed = new Set(
    cluster.components.flatMap(({ component: { intents } }) => (intents?.namespaces ?? []).filter(({ mesh }) => mesh === true).map(({ name }) => name)),
  );
  const hasMesh = cluster.components.some(({ component: { provides } }) => provides.includes('mesh-control-plane'));
  if (
    hasMesh &&
    made.length > 0 &&
    [...home].some((namespace) => meshed.has(namespace)) &&
    made.some((pod) => !JSON.stringify(pod).includes('"sidecar.istio.io/inject":"false"'))
  )
    needs.add('mesh-control-plane');
  return needs;
}

function reached(cluster: RenderedCluster): ReadonlyMap<string, ReadonlySet<Capability>> {
  const byName = new Map(cluster.components.map((each) => [each.component.name, each]));
  const found = new Map<string, ReadonlySet<Capability>>();
  for (const each of cluster.components) {
    // In the order of the plan: those below are there already.
    const below = each.dependsOn.flatMap((name) => [...(byName.get(name)?.component.provides ?? []), ...(found.get(name) ?? [])]);
    found.set(each.component.name, new Set(below));
  }
  return found;
}

describe.each(rendered)('%s', (_, clusters) => {
  it.each(clusters.map((cluster) => [cluster.cluster.name, cluster] as const))('in %s every component waits for what its objects need', (_name, cluster) => {
    const waitsFor = reached(cluster);
    const missing = cluster.components.flatMap((each) =>
      [...needed(each, cluster)].filter((need) => !waitsFor.get(each.component.name)?.has(need)).map((need) => `${each.component.name}: ${need}`),
    );
    expect(missing).toEqual([]);
  });
});
