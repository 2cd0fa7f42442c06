/** What reaches a cluster through Flux: folders of its Kustomizations, releases in them, sources at a tag. */
import type { Platform } from '../../../../lib/model';
import type { Reached } from '../reached';
import { fluxDelivered, isGitRepository, isHelmRelease, isKustomization, type HelmRelease } from './delivered';

export function reachedByFlux(platform: Platform): ReadonlyMap<string, Reached> {
  const all = fluxDelivered(platform);
  return new Map(
    all.clusters.map((rendered) => {
      const { cluster } = rendered;
      const delivered = all.delivered(cluster.name);
      const kustomizations = delivered.filter(isKustomization).filter(({ metadata }) => metadata.name !== 'flux-system');
      const sources = new Map(delivered.filter(isGitRepository).map((source) => [source.metadata.name, source.spec]));
      const own = kustomizations
        .filter(({ spec }) => spec.sourceRef.name === 'flux-system')
        .map(({ metadata, spec }) => ({ component: metadata.name, folder: all.folder(spec.path) }));
      const url = (kind: string, name: string, among: typeof delivered): string => {
        const spec = among.find((each) => each.kind === kind && each.metadata.name === name)?.['spec'] as
          { readonly url: string; readonly ref?: { readonly tag: string } } | undefined; // of a source
        return `${spec?.url ?? 'nowhere'}${spec?.ref ? ` ${spec.ref.tag}` : ''}`;
      };
      const chart = ({ spec }: HelmRelease, folder: typeof delivered) => {
        if (spec.chart)
          return {
            repository: url('HelmRepository', spec.chart.spec.sourceRef.name, delivered),
            name: spec.chart.spec.chart,
            version: spec.chart.spec.version,
          };
        const [address = '', version = ''] = url('OCIRepository', spec.chartRef?.name ?? '', folder).split(' ');
        const parts = address.replace(/^oci:\/\//, '').split('/');
        return { repository: parts.slice(0, -1).join('/'), name: parts.at(-1) ?? '', version };
      };
      return [
        cluster.name,
        {
          rendered,
          objects: own.flatMap(({ component, folder }) => (folder.some(isHelmRelease) ? [] : folder.map((object) => ({ component, object })))),
          charts: own.flatMap(({ component, folder }) =>
            folder.filter(isHelmRelease).map((release) => ({
              component,
              ...chart(release, folder),
              release: release.spec.releaseName,
              namespace: release.spec.targetNamespace,
              values: release.spec.values,
            })),
          ),
          manifests: kustomizations
            .filter(({ spec }) => spec.sourceRef.name !== 'flux-system')
            .map(({ metadata, spec }) => {
              const source = sources.get(spec.sourceRef.name);
              const path = spec.path.replace(/^\.\//, '');
              const taken = (source?.ignore.split('\n') ?? []).filter((line) => line.startsWith(`!/${path}/`)).map((line) => line.slice(path.length + 3));
              return { component: metadata.name, repository: source?.url ?? '', tag: source?.ref.tag ?? '', path, include: taken.join() };
            }),
        },
      ];
    }),
  );
}
