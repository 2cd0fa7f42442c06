/** A unit of delivery in one cluster: one folder of dist, one Application, one release. */
import type { Chart } from 'cdk8s';
import type { Cluster, CloudLock, Platform } from '../model';
import type { Names } from '../names';
import type { Capability } from './capability';
import type { IntentKind, Intents } from './intents';

/** Everything that a component may know. `V` is the version table, which lib does not know. */
export interface ComponentContext<V> {
  readonly platform: Platform;
  /** The cluster that is being built. */
  readonly cluster: Cluster;
  /** The other clusters of the platform. */
  readonly peers: readonly Cluster[];
  readonly names: Names;
  readonly lock: CloudLock;
  readonly versions: V;
}

/** What all components of this cluster asked for, in component order. */
export interface Wiring {
  all<K extends IntentKind>(kind: K): readonly Readonly<Intents[K]>[];
}

/** A third party's chart, pinned. */
export interface ChartPin {
  /** `https://…` of a chart repository, or `oci://registry/path` without the chart's name. */
  readonly repository: string;
  readonly name: string;
  readonly version: string;
}
/** A third party's plain manifests, pinned. */
export interface GitPin {
  readonly repository: string;
  readonly tag: string;
  /** Folder inside the repository. */
  readonly path: string;
  /** Files of that folder, as a glob. @default '*.yaml' */
  readonly include?: string;
}

export type Content =
  /** Our own objects. */
  | { readonly kind: 'manifests'; build(chart: Chart, wiring: Wiring): void }
  /** A third party's chart with our values. */
  | { readonly kind: 'helm'; readonly chart: ChartPin; /** @default - the component's name */ readonly releaseName?: string; values(wiring: Wiring): object }
  /** A third party's manifests, as they are. */
  | { readonly kind: 'git'; readonly sources: readonly GitPin[] };

export type ComponentIntents = { readonly [K in IntentKind]?: readonly Readonly<Intents[K]>[] };

export interface Component {
  /** Folder, Application and release name. Stable: a renamed component is a deleted and a new one. */
  readonly name: string;
  /** One line for people: what it does in the cluster. */
  readonly summary: string;
  /** Namespace of its objects unless they say otherwise. */
  readonly namespace: string;
  readonly needs: readonly Capability[];
  /** Like `needs`, but nobody has to provide it: what one cloud installs and another brings by itself. @default - none */
  readonly after?: readonly Capability[];
  readonly provides: readonly Capability[];
  readonly content: Content;
  readonly intents?: ComponentIntents;
  /**
   * What of it is never pruned or deleted by the delivery. true: nothing is (definitions, volumes, namespaces). data:
   * objects that hold data are not (`holdsData`), unless they say that they may be; the rest comes and goes. @default false
   */
  readonly keep?: boolean | 'data';
  /** Whose it is: part of the platform, something that the platform serves, or of a tenant. @default 'platform' */
  readonly tier?: 'platform' | 'workload' | 'tenant';
}

/** Makes a component for one cluster, or nothing where the cluster has no use for it. Pure. */
export type ComponentFactory<V> = (context: ComponentContext<V>) => Component | undefined;
