/** What reaches a cluster through Argo CD: the sources of its Applications, read from dist/. */
import { parse } from 'yaml';
import type { KubeObject } from '../../../../lib/components';
import type { Platform } from '../../../../lib/model';
import type { Reached } from '../reached';
import { delivered } from './delivered';

export function reachedByArgoCd(platform: Platform): ReadonlyMap<string, Reached> {
  const all = delivered(platform);
  const folder = (path: string, kustomize: boolean): readonly KubeObject[] =>
    (kustomize
      ? (all.object(`${path}/kustomization.yaml`) as { readonly resources: readonly string[] }).resources
          .filter((file) => !file.startsWith('https://'))
          .map((file) => `${path}/${file}`)
      : [...all.dist.keys()].filter((file) => file.startsWith(`${path}/`) && file.endsWith('.yaml') && !file.slice(path.length + 1).includes('/'))
    ).map((file) => all.object(file) as KubeObject); // files of objects
  return new Map(
    all.clusters.map((rendered) => {
      const { cluster } = rendered;
      const applications = all.applications(cluster.name);
      return [
        cluster.name,
        {
          rendered,
          objects: applications.flatMap(({ release, spec }) =>
            spec.source?.path === undefined
              ? []
              : folder(spec.source.path, release.kind === 'kustomize').map((object) => ({ component: release.component, object })),
          ),
          charts: applications.flatMap(({ release, spec }) => {
            const [source] = spec.sources ?? [];
            if (source?.chart === undefined) return [];
            const { releaseName, valueFiles } = source['helm'] as { readonly releaseName: string; readonly valueFiles: readonly string[] }; // of our templates
            const [values = ''] = valueFiles;
            return [
              {
                component: release.component,
                repository: source.repoURL,
                name: source.chart,
                version: source.targetRevision,
                release: releaseName,
                namespace: spec.destination.namespace,
                values: parse(all.dist.get(values.replace('$values/', '')) ?? '') as object,
              },
            ];
          }),
          manifests: applications.flatMap(({ release, spec }) =>
            release.kind === 'git'
              ? (spec.sources ?? []).map((source) => ({
                  component: release.component,
                  repository: source.repoURL,
                  tag: source.targetRevision,
                  path: source.path ?? '',
                  include: (source['directory'] as { readonly include: string }).include, // of our templates
                }))
              : [],
          ),
        },
      ];
    }),
  );
}
