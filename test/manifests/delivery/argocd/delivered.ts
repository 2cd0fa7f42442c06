/** What Argo CD would make of dist/: clusters × release files × templates, as the ApplicationSet controller does it. */
import { parse } from 'yaml';
import { emptyLock, type Platform } from '../../../../lib/model';
import { manifestFiles } from '../../../../manifests/synth';
import { platformOf } from '../../foundation/rendered';
import { rendered } from './go-template';

export type Fields = Readonly<Record<string, unknown>>;
export interface Release {
  readonly component: string;
  readonly namespace: string;
  readonly kind: string;
  readonly prune: boolean;
  readonly folder: string;
  readonly chart: Readonly<Record<string, string>>;
  readonly sources: readonly Fields[];
}
export interface ApplicationSet {
  readonly metadata: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
  readonly spec: {
    readonly goTemplate: boolean;
    readonly goTemplateOptions: readonly string[];
    readonly generators: readonly {
      readonly matrix: {
        readonly generators: readonly [
          { readonly clusters: { readonly selector: { readonly matchLabels: Readonly<Record<string, string>> } } },
          { readonly git: { readonly files: readonly { readonly path: string }[]; readonly revision: string; readonly repoURL: string } },
        ];
      };
    }[];
    readonly syncPolicy: Fields;
    readonly template: { readonly metadata: Fields; readonly spec: Fields & { readonly project: string } };
    readonly templatePatch: string;
  };
}
export interface Source extends Fields {
  readonly repoURL: string;
  readonly targetRevision: string;
  readonly path?: string;
  readonly chart?: string;
}
export interface Application {
  readonly set: string;
  readonly release: Release;
  readonly metadata: {
    readonly name: string;
    readonly annotations: Readonly<Record<string, string>>;
    readonly labels: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
  };
  readonly spec: {
    readonly project: string;
    readonly destination: { readonly name: string; readonly namespace: string };
    readonly source?: Source;
    readonly sources?: readonly Source[];
    readonly syncPolicy: {
      readonly automated: { readonly prune: boolean; readonly selfHeal: boolean; readonly allowEmpty: boolean };
      readonly syncOptions: readonly string[];
      readonly retry: Fields;
    };
  };
}

/** A path of the git generator as a regular expression: `*` stays within a folder. */
const globOf = (path: string): RegExp => new RegExp(`^${path.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}$`);

/** Maps are merged, everything else is replaced. */
function patched(base: unknown, patch: unknown): unknown {
  if (patch === null || typeof patch !== 'object' || Array.isArray(patch) || base === null || typeof base !== 'object' || Array.isArray(base)) return patch;
  const merged: Record<string, unknown> = { ...(base as Fields) };
  for (const [key, value] of Object.entries(patch)) merged[key] = patched(merged[key], value);
  return merged;
}

export function delivered(platform: Platform = platformOf()) {
  const { clusters, files } = manifestFiles({ platform, lock: emptyLock });
  const dist = new Map(files.map(({ path, content }) => [`${platform.delivery.path}/${path}`, content]));
  const object = (path: string): unknown => parse(dist.get(path) ?? '');
  const below = (folder: string): readonly string[] => [...dist.keys()].filter((path) => path.startsWith(`${platform.delivery.path}/${folder}/`));
  const sets = (cluster: string): readonly ApplicationSet[] =>
    below(`argocd/${cluster}/root`)
      .map((path) => object(path) as ApplicationSet & { kind: string })
      .filter(({ kind }) => kind === 'ApplicationSet');
  return {
    platform,
    clusters,
    dist,
    object,
    below,
    sets,
    applications: (cluster: string) =>
      sets(cluster).flatMap((set) =>
        applicationsOf(set, object(`${platform.delivery.path}/clusters/${cluster}/argocd/secret-cluster-${cluster}.yaml`) as ClusterSecret, dist),
      ),
  };
}

interface ClusterSecret {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly data: { readonly name: string; readonly server: string };
}

function applicationsOf({ metadata, spec }: ApplicationSet, cluster: ClusterSecret, dist: ReadonlyMap<string, string>): readonly Application[] {
  const [generator] = spec.generators;
  if (!generator) return [];
  const [{ clusters }, { git }] = generator.matrix.generators;
  if (!Object.entries(clusters.selector.matchLabels).every(([key, value]) => cluster.metadata.labels[key] === value)) return [];
  const parameters = {
    name: decoded(cluster.data.name),
    server: decoded(cluster.data.server),
    nameNormalized: decoded(cluster.data.name),
    metadata: cluster.metadata,
  };
  const globs = git.files.map(({ path }) => globOf(rendered(path, parameters)));
  return [...dist]
    .filter(([path]) => globs.some((glob) => glob.test(path)))
    .map(([path, content]) => {
      const release = parse(content) as Release;
      // Each key of the file is a parameter, and the generator adds where the file is.
      const all = { ...parameters, ...release, path: { path: path.slice(0, path.lastIndexOf('/')) } };
      const base = parse(rendered(JSON.stringify(spec.template), all)) as Fields;
      return { ...(patched(base, parse(rendered(spec.templatePatch, all))) as Omit<Application, 'set' | 'release'>), set: metadata.name, release };
    });
}

/** Values of a Secret are base64. */
export const decoded = (value: string): string => Buffer.from(value, 'base64').toString('utf8');
