/**
 * From component factories to rendered components. Per cluster: every factory runs (recorded), the plan orders
 * them, then each component is built (recorded) from what it reads and from the intents it asks for.
 *
 * Results are kept in a trie of reads: a builder is deterministic, so after the same values at the same paths its
 * next read is the same; walking the trie with the current values either ends at a result that is still good or
 * shows that the builder must run.
 */
import { ApiObject, App, Chart } from 'cdk8s';
import { PlatformError, type Cluster, type CloudLock, type Platform } from '../model';
import { namesOf, type Names } from '../names';
import { objectYaml, valuesYaml } from '../output/yaml';
import type { Component, ComponentContext, ComponentFactory, Wiring } from './component';
import { IntentBoard } from './intent-board';
import { intentKinds, type IntentKind } from './intents';
import type { Memo } from './memo';
import { planComponents, type PlannedComponent } from './plan';
import { Recording, RecordingSession, seenAt, type Seen } from './recording';

export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [key: string]: unknown;
}

export interface RenderedObject {
  /** File name inside the component's folder. */
  readonly file: string;
  readonly object: KubeObject;
  readonly text: string;
}

/** What a build made, independent of the cluster it was first built for. */
export interface Built {
  readonly objects: readonly RenderedObject[];
  /** Values of a chart, as YAML. */
  readonly values?: string;
  /** The same values, for checks. */
  readonly data?: object;
}

export interface RenderedComponent extends PlannedComponent {
  readonly cluster: string;
  readonly built: Built;
  /** Every input that the component was made from. */
  readonly recording: Recording;
  /** Components whose intents went into it. */
  readonly intentsFrom: readonly string[];
}

export interface RenderedCluster {
  readonly cluster: Cluster;
  readonly components: readonly RenderedComponent[];
}

export interface SynthesisProps<V> {
  readonly platform: Platform;
  readonly lock: CloudLock;
  readonly versions: V;
  readonly factories: readonly ComponentFactory<V>[];
  /** Whether a kind lives in a namespace; undefined for kinds that nothing knows. */
  readonly isNamespaced: (apiVersion: string, kind: string) => boolean | undefined;
  /** What the delivery adds to every object, such as "never prune". Pure. @default - nothing */
  readonly finish?: (object: KubeObject, component: Component) => KubeObject;
  /** Results of earlier syntheses with the same options that may be used again. @default - none */
  readonly memo?: Memo<Built>;
}

/** Renders every cluster of the platform. */
export function synthesize<V extends object>(props: SynthesisProps<V>): readonly RenderedCluster[] {
  return props.platform.cloud.clusters.map((_, index) => synthesizeCluster(props, index));
}

export function synthesizeCluster<V extends object>(props: SynthesisProps<V>, index: number): RenderedCluster {
  const roots = inputRoots(props, index);
  const session = new RecordingSession();
  const context = contextOf<V>(session, roots);
  const made = props.factories.flatMap((factory) => {
    const recording = new Recording();
    const component = session.during(recording, () => frozenIntents(factory(context)));
    return component ? [{ component, recording }] : [];
  });
  const cluster = roots.cluster;
  const plan = planComponents(
    made.map(({ component }) => component),
    cluster.name,
  );
  const intents = new IntentBoard(plan, session, 'intents');
  const recordings = new Map(made.map(({ component, recording }) => [component.name, recording]));
  const see = (keys: readonly string[]): Seen => (keys[0] === 'intents' ? intents.digest(keys[1] as IntentKind) : seenAt(roots, keys));
  const components = plan.map((planned) => {
    const recording = recordings.get(planned.component.name) ?? new Recording();
    const kept = props.memo?.find(planned.component.name, see);
    if (kept) {
      for (const [path, seen] of kept.reads) recording.read(path, seen);
      return rendered(planned, cluster.name, kept.made, recording, intents);
    }
    const built = session.during(recording, () => buildComponent(planned.component, intents, props));
    props.memo?.keep(planned.component.name, recording.reads, built);
    return rendered(planned, cluster.name, built, recording, intents);
  });
  return { cluster, components };
}

interface Roots<V> {
  readonly platform: Platform;
  readonly cluster: Cluster;
  readonly peers: readonly Cluster[];
  readonly lock: CloudLock;
  readonly versions: V;
}

function inputRoots<V>(props: SynthesisProps<V>, index: number): Roots<V> {
  const clusters: readonly Cluster[] = props.platform.cloud.clusters;
  const cluster = clusters[index];
  if (!cluster) throw new RangeError(`no cluster ${index}`);
  return { platform: props.platform, cluster, peers: clusters.filter((_, other) => other !== index), lock: props.lock, versions: props.versions };
}

function contextOf<V extends object>(session: RecordingSession, roots: Roots<V>): ComponentContext<V> {
  const platform = session.view(roots.platform, 'platform');
  const cluster = session.view(roots.cluster, 'cluster');
  return {
    platform,
    cluster,
    peers: session.view(roots.peers as Cluster[], 'peers'),
    names: recordedNames(session, namesOf(platform, cluster)),
    lock: session.view(roots.lock, 'lock'),
    versions: session.view(roots.versions, 'versions'),
  };
}

/** Names whose every answer is noted, so that a field can be traced to the contract that computed it. */
export function recordedNames(session: RecordingSession, names: Names): Names {
  const recorded = Object.entries(names).map(([question, answer]) => [
    question,
    (...args: readonly unknown[]) => {
      const value: unknown = (answer as (...args: readonly unknown[]) => unknown)(...args);
      session.named(`${question}(${args.filter((arg) => typeof arg !== 'object').join(', ')})`, typeof value === 'object' ? undefined : (value as Seen));
      return value;
    },
  ]);
  return Object.fromEntries(recorded) as Names; // same keys, same signatures: each function is only wrapped
}

/** Copies intents to plain data while their maker is still being recorded. */
function frozenIntents(component: Component | undefined): Component | undefined {
  if (!component?.intents) return component;
  return { ...component, intents: plain(component.intents) };
}

function plain<T>(value: T): T {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(plain) as T;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const field = (value as Readonly<Record<string, unknown>>)[key];
    if (field !== undefined) copy[key] = field !== null && typeof field === 'object' ? plain(field) : field;
  }
  return copy as T;
}

function rendered(planned: PlannedComponent, cluster: string, built: Built, recording: Recording, intents: IntentBoard): RenderedComponent {
  const kinds = intentKinds.filter((kind) => recording.reads.has(`intents.${kind}`));
  const intentsFrom = [...new Set(kinds.flatMap((kind) => intents.sources(kind)))].filter((name) => name !== planned.component.name).sort();
  return { ...planned, cluster, built, recording, intentsFrom };
}

function buildComponent<V>(component: Component, wiring: Wiring, props: SynthesisProps<V>): Built {
  const { content } = component;
  if (content.kind === 'git') return { objects: [] };
  if (content.kind === 'helm') {
    const data = content.values(wiring);
    return { objects: [], values: valuesYaml(data, component.name), data };
  }
  const chart = new Chart(new App(), component.name, { disableResourceNameHashes: true });
  content.build(chart, wiring);
  return { objects: renderObjects(objectsOf(chart), component, props) };
}

/** The objects of a chart as plain data: copied, so that no view and no undefined field is left in them. */
export const objectsOf = (chart: Chart): readonly KubeObject[] =>
  chart.node
    .findAll()
    .filter((node) => ApiObject.isApiObject(node))
    .map((node) => plain(node.toJson() as KubeObject));

function renderObjects<V>(
  objects: readonly KubeObject[],
  component: Component,
  { isNamespaced, finish = (object) => object }: SynthesisProps<V>,
): readonly RenderedObject[] {
  const files = new Map<string, RenderedObject>();
  for (const object of objects) {
    const placed = finish(inNamespace(object, component, isNamespaced), component);
    const file = fileName(placed, component.namespace);
    if (files.has(file)) throw duplicateObject(placed, component);
    files.set(file, { file, object: placed, text: objectYaml(placed, component.name) });
  }
  return [...files.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
}

function inNamespace(object: KubeObject, component: Component, isNamespaced: (apiVersion: string, kind: string) => boolean | undefined): KubeObject {
  if (object.metadata.namespace !== undefined || isNamespaced(object.apiVersion, object.kind) !== true) return object;
  return { ...object, metadata: { ...object.metadata, namespace: component.namespace } };
}

/** `<kind>-<name>.yaml`, with the namespace where it is not the component's own. */
function fileName(object: KubeObject, home: string): string {
  if (object.apiVersion.startsWith('kustomize.config.k8s.io/')) return 'kustomization.yaml';
  const { name, namespace } = object.metadata;
  const place = namespace === undefined || namespace === home ? '' : `.${namespace}`;
  return `${object.kind.toLowerCase()}-${name.replaceAll(':', '-')}${place}.yaml`;
}

const duplicateObject = (object: KubeObject, component: Component) =>
  new PlatformError({
    code: 'plan/duplicate',
    message: `component '${component.name}' makes ${object.kind} '${object.metadata.name}' twice`,
    fix: 'This is a mistake of the toolkit, not of your input. Please report it with your platform.yaml.',
  });
