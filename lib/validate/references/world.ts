/** What a check of references must be told: which fields name something, and what exists without a file of its own. */
import type { KubeObject } from '../../components';
import type { Inventory } from './inventory';

export type Labels = Readonly<Record<string, string>>;
/** A port with or without a name. */
export type Port = number | readonly [name: string, port: number];

export interface MadeName {
  readonly kind: string;
  /** @default - of the whole cluster */
  readonly namespace?: string;
  readonly name: string;
  /** Keys of its data. @default - not known, every key is taken as there */
  readonly keys?: readonly string[];
}
export interface MadePods {
  readonly namespace: string;
  readonly labels: Labels;
  /** Ports that they listen on. @default - not known, every port is taken as open */
  readonly ports?: readonly Port[];
}
export interface MadeService {
  readonly namespace: string;
  readonly name: string;
  readonly labels?: Labels;
  readonly ports: readonly Port[];
  /** Whether each pod has a name of its own below the Service's. @default false */
  readonly headless?: boolean;
}
/** What a chart, a controller or the cloud makes in a cluster. */
export interface Made {
  readonly names?: readonly MadeName[];
  readonly pods?: readonly MadePods[];
  readonly services?: readonly MadeService[];
  /** What must be there for it, beside what its fields name. */
  readonly needs?: readonly MadeName[];
}

/** A field that names an object. It holds the name, or an object with `name` and perhaps `kind`, `namespace`, `key`, `optional`. */
export interface NameField {
  readonly path: string;
  /** Kind, unless the field says another one. */
  readonly kind: string;
  /** Where a field with an object has the name. @default 'name' */
  readonly field?: string;
  /** Namespace of what is named. @default - the object's own */
  readonly namespace?: string;
  /** The name may be written `namespace/name`. @default false */
  readonly qualified?: boolean;
  /** Names that need no object. */
  readonly known?: readonly string[];
}
/** A field that selects pods or Services by labels: it must select at least one. */
export interface SelectorField {
  readonly path: string;
  readonly of: 'pods' | 'services';
  /** Path of the namespaces: an object with `matchNames` or `any`. @default - the object's own namespace */
  readonly namespaces?: string;
  /** Ports that what is selected must have, by name or number. */
  readonly ports?: (object: KubeObject) => readonly (string | number)[];
}
export interface Problem {
  readonly check?: string;
  readonly path: string;
  readonly message: string;
}

/** One kind: what its fields name and what its controller makes of an object. */
export interface KindRow {
  /** Component that brings its definition. @default - built in */
  readonly definedBy?: string;
  readonly names?: readonly NameField[];
  readonly selectors?: readonly SelectorField[];
  /** Paths of pod templates (`metadata.labels` and `spec`). */
  readonly podTemplates?: readonly string[];
  readonly makes?: (object: KubeObject) => Made;
  /** What one field alone does not show. */
  readonly also?: (object: KubeObject, inventory: Inventory) => readonly Problem[];
}

export interface World {
  /** Kinds by `group/Kind`; the group of built-in kinds is what stands before the version, `core` for `v1`. */
  readonly kinds: Readonly<Record<string, KindRow>>;
  /** In every cluster from the start. */
  readonly given: Made;
  /** In the clusters of one cloud, by its name. */
  readonly clouds: Readonly<Record<string, Made>>;
  /** By component: what third parties' charts and manifests make of our values. */
  readonly components: Readonly<Record<string, Made | ((values: unknown) => Made)>>;
  /** Pods that gain labels and ports when they start, by a label of their namespace. */
  readonly injections: readonly {
    readonly namespaceLabels: Labels;
    /** Label of pods that stay without. */
    readonly unless: Labels;
    readonly labels: Labels;
    readonly ports: readonly Port[];
  }[];
  /** Labels of what comes and goes without a change of who selects it: selecting none of it is no mistake. */
  readonly comeAndGo: readonly string[];
  /** Fields of chart values, by their last key, and the kind that they name. */
  readonly valueFields: Readonly<
    Record<string, Pick<NameField, 'kind' | 'field' | 'known'> & { /** The field is a map whose values are names. @default false */ readonly each?: boolean }>
  >;
}
