/**
 * "No unresolved name": everything that an object of a cluster names must exist there once all of it is applied, be it
 * another object, or something that a chart, a controller or the cloud makes. Products are data: see `World`.
 */
import type { KubeObject } from '../components';
import type { Finding } from './finding';
import type { PlacedObject } from './kubernetes';
import { containerPorts } from './references/core-kinds';
import { nameProblems, selectorProblems, valueProblems } from './references/fields';
import { hostProblems } from './references/hosts';
import { Inventory, selects } from './references/inventory';
import { labelsAt, valuesAt } from './references/path';
import type { KindRow, Made, MadePods, Problem, World } from './references/world';

export type { KindRow, Made, World } from './references/world';

/** All of one cluster. */
export interface ClusterTree {
  readonly cloud: string;
  readonly objects: readonly PlacedObject[];
  readonly charts: readonly { readonly component: string; readonly file: string; readonly namespace: string; /** Our values. */ readonly values: object }[];
  /** Components that bring objects of third parties, charts included. */
  readonly foreign: readonly string[];
  readonly components: readonly string[];
}

export const kindId = ({ apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>): string =>
  `${apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : 'core'}/${kind}`;

export function referenceFindings(tree: ClusterTree, world: World): readonly Finding[] {
  const objects = tree.objects.filter(({ object }) => !object.apiVersion.startsWith('kustomize.config.k8s.io/'));
  const cloud = world.clouds[tree.cloud];
  const made = [
    world.given,
    ...(cloud ? [cloud] : []),
    ...tree.foreign.flatMap((name) => madeBy(name, world, tree.charts.find(({ component }) => component === name)?.values)),
  ];
  const inventory = inventoryOf(objects, made, world);
  const placed = (file: string, problems: readonly Problem[]): readonly Finding[] =>
    problems.map(({ check = 'reference', path, message }) => ({ check, file, path, message }));
  return [
    ...tree.foreign
      .filter((name) => !world.components[name])
      .map((name): Finding => ({ check: 'unknown-chart', file: name, message: 'nothing says what this third party makes: add it to manifests/third-party' })),
    ...made
      .flatMap(({ needs = [] }) => needs)
      .filter(({ kind, namespace, name }) => !inventory.name(kind, namespace, name))
      .map(({ kind, namespace, name }): Finding => ({
        check: 'reference',
        file: namespace ?? '',
        message: `a chart needs ${kind} '${name}', which nothing makes`,
      })),
    ...objects.flatMap(({ file, object }) => placed(file, objectProblems(object, inventory, world, tree.components))),
    ...tree.charts.flatMap(({ file, namespace, values }) =>
      placed(file, [...valueProblems(values, namespace, inventory, world.valueFields), ...hostProblems(values, inventory)]),
    ),
  ];
}

function madeBy(component: string, { components }: World, values: unknown): readonly Made[] {
  const row = components[component];
  return row ? [typeof row === 'function' ? row(values) : row] : [];
}

function inventoryOf(objects: readonly PlacedObject[], made: readonly Made[], world: World): Inventory {
  const inventory = new Inventory(world.comeAndGo);
  const everything = [...made, ...objects.flatMap(({ object }) => world.kinds[kindId(object)]?.makes?.(object) ?? [])];
  for (const { object } of objects) {
    const { name, namespace, labels = {} } = object.metadata;
    if (kindId(object) === 'core/Namespace') inventory.addNamespace(name, labels);
    else inventory.addName({ kind: object.kind, name, ...(namespace === undefined ? {} : { namespace }), ...keysOf(object) });
  }
  for (const { names = [], services = [] } of everything) {
    names.forEach((name) => (name.kind === 'Namespace' ? inventory.addNamespace(name.name, {}) : inventory.addName(name)));
    services.forEach((service) => inventory.addService(service));
  }
  const pods = [...objects.flatMap(({ object }) => templatePods(object, world.kinds[kindId(object)])), ...everything.flatMap(({ pods: more = [] }) => more)];
  for (const each of pods) inventory.addPods(injected(each, inventory, world));
  return inventory;
}

/** Keys of a ConfigMap or Secret that is written here. */
function keysOf(object: KubeObject): { readonly keys?: readonly string[] } {
  if (object.kind !== 'ConfigMap' && object.kind !== 'Secret') return {};
  return { keys: ['data', 'stringData', 'binaryData'].flatMap((field) => Object.keys(labelsAt(object, field))) };
}

const templatePods = (object: KubeObject, row: KindRow | undefined): readonly MadePods[] =>
  (row?.podTemplates ?? []).map((path) => ({
    namespace: object.metadata.namespace ?? '',
    labels: labelsAt(object, `${path}.metadata.labels`),
    ports: containerPorts(valuesAt(object, `${path}.spec`)[0]?.value),
  }));

function injected(pods: MadePods, inventory: Inventory, { injections }: World): MadePods {
  const gained = injections.filter(
    ({ namespaceLabels, unless }) =>
      selects({ matchLabels: namespaceLabels }, inventory.namespaceLabels(pods.namespace) ?? {}) && !selects({ matchLabels: unless }, pods.labels),
  );
  return gained.reduce(
    (all, { labels, ports }): MadePods => ({ ...all, labels: { ...labels, ...all.labels }, ...(all.ports ? { ports: [...all.ports, ...ports] } : {}) }),
    pods,
  );
}

function objectProblems(object: KubeObject, inventory: Inventory, { kinds }: World, components: readonly string[]): readonly Problem[] {
  const row = kinds[kindId(object)];
  if (!row) return [{ check: 'unknown-kind', path: 'kind', message: `nothing says what a ${kindId(object)} names: add it to manifests/third-party` }];
  const { definedBy, names = [], selectors = [], also } = row;
  return [
    ...(definedBy === undefined || components.includes(definedBy)
      ? []
      : [{ path: 'kind', message: `its definition comes with component '${definedBy}', which this cluster does not have` }]),
    ...names.flatMap((field) => nameProblems(object, field, object.metadata.namespace, inventory)),
    ...selectors.flatMap((field) => selectorProblems(object, field, inventory)),
    ...(also?.(object, inventory) ?? []),
    ...hostProblems(object, inventory),
  ];
}
