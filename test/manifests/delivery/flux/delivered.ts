/** What Flux would make of dist/: the root Kustomization, then the folder of each Kustomization, as kustomize-controller reads it. */
import { parse } from 'yaml';
import type { KubeObject } from '../../../../lib/components';
import { emptyLock, type Platform } from '../../../../lib/model';
import { manifestFiles } from '../../../../manifests/synth';
import { platformOf } from '../../foundation/rendered';

export const fluxPlatform = (edit: (yaml: string) => string = (yaml) => yaml): Platform => platformOf((yaml) => edit(yaml.replace('use: argocd', 'use: flux')));

export interface Kustomization extends KubeObject {
  readonly spec: {
    readonly path: string;
    readonly prune: boolean;
    readonly wait: boolean;
    readonly force: boolean;
    readonly deletionPolicy: string;
    readonly serviceAccountName: string;
    readonly timeout: string;
    readonly dependsOn?: readonly { readonly name: string; readonly namespace?: string }[];
    readonly sourceRef: { readonly kind: string; readonly name: string; readonly namespace?: string };
    readonly healthCheckExprs?: readonly { readonly apiVersion: string; readonly kind: string; readonly current: string; readonly failed?: string }[];
    readonly commonMetadata?: { readonly annotations: Readonly<Record<string, string>> };
    readonly postBuild?: object;
  };
}
export interface GitRepository extends KubeObject {
  readonly spec: {
    readonly url: string;
    readonly ref: { readonly tag?: string; readonly branch?: string };
    readonly ignore: string;
    readonly provider?: string;
    readonly secretRef?: { readonly name: string };
    readonly sparseCheckout?: readonly string[];
  };
}
export interface HelmRelease extends KubeObject {
  readonly spec: {
    readonly releaseName: string;
    readonly targetNamespace: string;
    readonly storageNamespace: string;
    readonly serviceAccountName: string;
    readonly chart?: {
      readonly spec: { readonly chart: string; readonly version: string; readonly sourceRef: { readonly kind: string; readonly name: string } };
    };
    readonly chartRef?: { readonly kind: string; readonly name: string };
    readonly install: Readonly<Record<string, unknown>>;
    readonly upgrade: Readonly<Record<string, unknown>>;
    readonly values: object;
    readonly [field: string]: unknown;
  };
}

export const isKind =
  <T extends KubeObject>(kind: string, group: string) =>
  (object: KubeObject): object is T =>
    object.kind === kind && object.apiVersion.startsWith(`${group}/`);
export const isKustomization = isKind<Kustomization>('Kustomization', 'kustomize.toolkit.fluxcd.io');
export const isGitRepository = isKind<GitRepository>('GitRepository', 'source.toolkit.fluxcd.io');
export const isHelmRelease = isKind<HelmRelease>('HelmRelease', 'helm.toolkit.fluxcd.io');

export function fluxDelivered(platform: Platform = fluxPlatform()) {
  const { clusters, files } = manifestFiles({ platform, lock: emptyLock });
  const dist = new Map(files.map(({ path, content }) => [`${platform.delivery.path}/${path}`, content]));
  const object = <T = KubeObject>(path: string): T => {
    const content = dist.get(path);
    if (content === undefined) throw new Error(`there is no ${path}`);
    return parse(content) as T;
  };
  /** Objects of a folder: those that its kustomization lists, or all of them where it has none. */
  const folder = (path: string): readonly KubeObject[] => {
    const at = path.replace(/^\.\//, '');
    const inside = [...dist.keys()].filter((file) => file.startsWith(`${at}/`) && !file.slice(at.length + 1).includes('/'));
    const list = inside.includes(`${at}/kustomization.yaml`)
      ? object<{ readonly resources: readonly string[] }>(`${at}/kustomization.yaml`).resources.map((file) => `${at}/${file}`)
      : inside.filter((file) => file.endsWith('.yaml'));
    return list.map((file) => object(file));
  };
  const bootstrap = (cluster: string) => `${platform.delivery.path}/bootstrap/${cluster}`;
  const root = (cluster: string) => object<Kustomization>(`${bootstrap(cluster)}/kustomization-flux-system.yaml`);
  return { platform, clusters, dist, object, folder, bootstrap, root, delivered: (cluster: string) => folder(root(cluster).spec.path) };
}
