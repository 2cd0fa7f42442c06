/** What a delivery brings to one cluster, in terms that every delivery can answer. */
import type { KubeObject, RenderedCluster } from '../../../lib/components';

export interface Reached {
  /** The cluster as it was rendered, before any delivery. */
  readonly rendered: RenderedCluster;
  /** Objects of ours, with the component that brings each. */
  readonly objects: readonly { readonly component: string; readonly object: KubeObject }[];
  /** Charts of third parties; OCI registries without a scheme. */
  readonly charts: readonly {
    readonly component: string;
    readonly repository: string;
    readonly name: string;
    readonly version: string;
    readonly release: string;
    readonly namespace: string;
    readonly values: object;
  }[];
  /** Manifests of third parties: which files of which repository at which tag. */
  readonly manifests: readonly {
    readonly component: string;
    readonly repository: string;
    readonly tag: string;
    readonly path: string;
    readonly include: string;
  }[];
}
