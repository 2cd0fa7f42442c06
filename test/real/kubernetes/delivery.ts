/** The order that the delivery promises, read from what Argo CD reads: the ApplicationSets and the releases they find. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';

export interface Source {
  readonly repository: string;
  readonly tag: string;
  readonly path: string;
  readonly include: string;
}

export interface Release {
  readonly component: string;
  readonly wave: number;
  readonly namespace: string;
  readonly kind: 'manifests' | 'helm' | 'git' | 'kustomize';
  /** Of our objects; there is none where there are none. */
  readonly folder: string;
  readonly sources: readonly Source[];
  readonly prune: boolean;
  /** Empty but for kind helm. */
  readonly chart: { readonly name?: string; readonly version?: string; readonly repository?: string; readonly release?: string };
}

interface ApplicationSet {
  readonly kind: string;
  readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
  readonly spec: {
    readonly generators: readonly {
      readonly matrix: { readonly generators: readonly { readonly git?: { readonly files: readonly { readonly path: string }[] } }[] };
    }[];
  };
}

/** All releases of a cluster, by wave. */
export function releases(cluster: string): readonly Release[] {
  const root = `dist/argocd/${cluster}/root`;
  const sets = yamlFiles(root)
    .map((file) => parse(readFileSync(file, 'utf8')) as ApplicationSet)
    .filter(({ kind }) => kind === 'ApplicationSet');
  const found = sets.flatMap(({ metadata, spec }) => {
    const wave = Number(metadata.annotations['argocd.argoproj.io/sync-wave']);
    const paths = spec.generators.flatMap(({ matrix }) =>
      matrix.generators.flatMap(({ git }) => git?.files.map(({ path }) => path.replace('{{ .name }}', cluster)) ?? []),
    );
    return paths.flatMap((path) =>
      yamlFiles(dirname(path)).map((file): Release => ({ ...(parse(readFileSync(file, 'utf8')) as Omit<Release, 'wave'>), wave })),
    );
  });
  return found.sort((a, b) => a.wave - b.wave || (a.component < b.component ? -1 : 1));
}

/** What the release applies of ours: with kustomize the files that it names, else the folder. */
export function ownFiles({ kind, folder }: Release): readonly string[] {
  if (kind === 'helm' || !existsSync(folder)) return [];
  if (kind !== 'kustomize') return yamlFiles(folder);
  const { resources } = parse(readFileSync(join(folder, 'kustomization.yaml'), 'utf8')) as { resources: readonly string[] };
  return resources.filter((resource) => !resource.includes('://')).map((resource) => join(folder, resource));
}

export const yamlFiles = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.yaml'))
        .sort()
        .map((file) => join(folder, file))
    : [];
