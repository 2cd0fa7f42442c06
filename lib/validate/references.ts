/**
 * "No unresolved name": everything that an object of a cluster names must exist there once all of it is applied, be it
 * another object, or something that a chart, a controller or the cloud makes. Products are data: see `World`.
 */
import { parse } from 'yaml';
import type { KubeObject } from '../components';
import type { Finding } from './finding';
import type { PlacedObject } from './kubernetes';
import { containerPorts } from './references/core-kinds';
import { hostProblems } from './references/hosts';
import { Inventory, selects, type Selector } from './references/inventory';
import { labelsAt, valuesAt } from './references/path';
import type { KindRow, Made, MadePods, NameField, Problem, SelectorField, World } from './references/world';

export type { KindRow, Made, World } from './references/world';

/** All of one cluster. */
export interface ClusterTree {
  readonly cloud: string;
  readonly objects: readonly PlacedObject[];
  readonly charts: readonly { readonly component: string; readonly file: string; readonly namespace: string; /** Our values, as YAML. */ readonly values: string }[];
  /** Components that bring objects of third parties, charts included. */
  readonly foreign: readonly string[];
  readonly components: readonly string[];
}

export const kindId = ({ apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>): string => `${apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : 'core'}/${kind}`;

export function referenceFindings(tree: ClusterTree, world: World): readonly Finding[] {
  const objects = tree.objects.filter(({ object }) => !object.apiVersion.startsWith('kustomize.config.k8s.io/'));
  const charts = tree.charts.map((chart) => ({ ...chart, data: parse(chart.values) as unknown }));
  const cloud = world.clouds[tree.cloud];
  const made = [world.given, ...(cloud ? [cloud] : []), ...tree.foreign.flatMap((name) => madeBy(name, world, charts.find(({ component }) => component === name)?.data))];
  const inventory = inventoryOf(objects, made, world);
  const placed = (file: string, problems: readonly Problem[]): readonly Finding[] => problems.map(({ check = 'reference', path, message }) => ({ check, file, path, message }));
  return [
    ...tree.foreign.filter((name) => !world.components[name]).map((name): Finding => ({ check: 'unknown-chart', file: name, message: 'nothing says what this third party makes: add it to manifests/third-party' })),
    ...made.flatMap(({ needs = [] }) => needs).filter(({ kind, namespace, name }) => !inventory.name(kind, namespace, name)).map(({ kind, namespace, name }): Finding => ({ check: 'reference', file: namespace ?? '', message: `a chart needs ${kind} '${name}', which nothing makes` })),
    ...objects.flatMap(({ file, object }) => placed(file, objectProblems(object, inventory, world, tree.components))),
    ...charts.flatMap(({ file, namespace, data }) => placed(file, [...valueProblems(data, namespace, inventory, world), ...hostProblems(data, inventory)])),
  ];
}

function madeBy(component: string, { components }: World, values: unknown): readonly Made[] {
  const row = components[component];
  return row ? [typeof row === 'function' ? row(values) : row] : [];
}

function inventoryOf(objects: readonly PlacedObject[], made: readonly Made[], world: World): Inventory {
  const inventory = new Inventory();
  const everything = [...made, ...objects.flatMap(({ object }) => world.kinds[kindId(object)]?.makes?.(object) ?? [])];
  for (const { object } of objects) {
    const { name, namespace, labels = {} } = object.metadata;
    if (kindId(object) === 'core/Namespace') inventory.addNamespace(name, labels);
    else inventory.addName({ kind: object.kind, name, ...(namespace === undefined ? {} : { namespace }), ...keysOf(object) });
  }
  for (const { names = [], services = [] } of everything) {
    for (const name of names) if (name.kind === 'Namespace') inventory.addNamespace(name.name, {});
      else inventory.addName(name);
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
  (row?.podTemplates ?? []).map((path) => ({ namespace: object.metadata.namespace ?? '', labels: labelsAt(object, `${path}.metadata.labels`), ports: containerPorts(valuesAt(object, `${path}.spec`)[0]?.value) }));

function injected(pods: MadePods, inventory: Inventory, { injections }: World): MadePods {
  const gained = injections.filter(({ namespaceLabels, unless }) => selects({ matchLabels: namespaceLabels }, inventory.namespaceLabels(pods.namespace) ?? {}) && !selects({ matchLabels: unless }, pods.labels));
  return gained.reduce((all, { labels, ports }): MadePods => ({ ...all, labels: { ...labels, ...all.labels }, ...(all.ports ? { ports: [...all.ports, ...ports] } : {}) }), pods);
}

function objectProblems(object: KubeObject, inventory: Inventory, { kinds }: World, components: readonly string[]): readonly Problem[] {
  const row = kinds[kindId(object)];
  if (!row) return [{ check: 'unknown-kind', path: 'kind', message: `nothing says what a ${kindId(object)} names: add it to manifests/third-party` }];
  const { definedBy, names = [], selectors = [], also } = row;
  return [
    ...(definedBy === undefined || components.includes(definedBy) ? [] : [{ path: 'kind', message: `its definition comes with component '${definedBy}', which this cluster does not have` }]),
    ...names.flatMap((field) => nameProblems(object, field, object.metadata.namespace, inventory)),
    ...selectors.flatMap((field) => selectorProblems(object, field, inventory)),
    ...(also?.(object, inventory) ?? []),
    ...hostProblems(object, inventory),
  ];
}

interface Reference {
  readonly kind?: string;
  readonly namespace?: string;
  readonly key?: string;
  readonly optional?: boolean;
  readonly items?: readonly { readonly key: string }[];
  readonly [field: string]: unknown;
}

function nameProblems(root: unknown, field: NameField, home: string | undefined, inventory: Inventory): readonly Problem[] {
  return valuesAt(root, field.path).flatMap(({ value, path }) => {
    const reference: Reference = typeof value === 'string' ? { [field.field ?? 'name']: value } : (value as Reference); // the table says that an object stands here
    return referenceProblems(reference, field, home, inventory).map((message): Problem => ({ path, message }));
  });
}

/** Kinds of RBAC subjects that are no objects. */
const people = new Set(['User', 'Group']);

function referenceProblems(reference: Reference, field: NameField, home: string | undefined, inventory: Inventory): readonly string[] {
  const written = reference[field.field ?? 'name'];
  const kind = reference.kind ?? field.kind;
  if (typeof written !== 'string' || written === '' || reference.optional === true || people.has(kind) || (field.known ?? []).includes(written)) return [];
  const [before, after] = field.qualified ? written.split('/') : [];
  const name = after ?? written;
  const namespace = after === undefined ? (reference.namespace ?? field.namespace ?? home) : before;
  const found = inventory.name(kind, namespace, name);
  if (!found) return [`no ${kind} '${name}'${namespace === undefined ? '' : ` in namespace '${namespace}'`}`];
  const wanted = [...(typeof reference.key === 'string' ? [reference.key] : []), ...(reference.items ?? []).map(({ key }) => key)];
  return wanted.filter((key) => found.keys && !found.keys.includes(key)).map((key) => `${kind} '${name}' has no key '${key}', only ${(found.keys ?? []).join(', ')}`);
}

function selectorProblems(object: KubeObject, { path, of, namespaces, ports }: SelectorField, inventory: Inventory): readonly Problem[] {
  return valuesAt(object, path).flatMap(({ value, path: at }): readonly Problem[] => {
    const within = namespacesOf(object, namespaces, inventory);
    // Plain maps and label selectors differ in form only; neither has labels called like the other's fields.
    const selector: Selector = isSelector(value) ? value : { matchLabels: value as Readonly<Record<string, string>> };
    const found = of === 'pods' ? inventory.pods(within, selector) : inventory.services(within, selector);
    if (found.length === 0) return [{ check: 'selector', path: at, message: `selects no ${of} of ${within.join(', ')}: ${JSON.stringify(value)}` }];
    return (ports?.(object) ?? []).filter((port) => !Inventory.listens(found, port)).map((port) => ({ check: 'port', path: at, message: `none of the selected ${of} has port ${port}` }));
  });
}

const isSelector = (value: unknown): value is Selector => typeof value === 'object' && value !== null && ('matchLabels' in value || 'matchExpressions' in value);

function namespacesOf(object: KubeObject, path: string | undefined, inventory: Inventory): readonly string[] {
  const [at] = path === undefined ? [] : valuesAt(object, path);
  const named = at?.value as { readonly matchNames?: readonly string[]; readonly any?: boolean } | undefined; // a namespace selector of the operator's kinds
  if (named?.any === true) return inventory.namespaces({});
  return named?.matchNames ?? [object.metadata.namespace ?? ''];
}

/** References in chart values are found by the last key of their path, wherever the chart has it. */
function valueProblems(data: unknown, home: string, inventory: Inventory, { valueFields }: World, path = ''): readonly Problem[] {
  if (data === null || typeof data !== 'object') return [];
  return Object.entries(data).flatMap(([key, value]) => {
    const at = Array.isArray(data) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    const field = Array.isArray(data) ? undefined : valueFields[key];
    const own = field && value !== null ? nameProblems({ [key]: value }, { ...field, path: Array.isArray(value) ? `${key}[]` : key }, home, inventory).map(({ message }): Problem => ({ path: at, message })) : [];
    return [...own, ...valueProblems(value, home, inventory, { valueFields } as World, at)]; // the walk needs this part only
  });
}
