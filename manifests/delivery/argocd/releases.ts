/** One small file per component: what the ApplicationSets' git generator reads. */
import type { RenderedCluster, RenderedComponent } from '../../../lib/components';
import { settingsOf, type Platform } from '../../../lib/model';
import type { OutputFile } from '../../../lib/output/file';
import { valuesYaml } from '../../../lib/output/yaml';
import { argoRepository, projectOf, type ProjectName } from './projects';

export const waveName = (wave: number): string => `wave-${String(wave).padStart(2, '0')}`;

/** Folder of the release files of one cluster, project and wave. */
export const releaseFolder = (cluster: string, project: ProjectName, wave: number): string => `argocd/${cluster}/releases/${project}/${waveName(wave)}`;

export function releaseFiles({ cluster, components }: RenderedCluster, platform: Platform): readonly OutputFile[] {
  return components.map((component) => ({
    path: `${releaseFolder(cluster.name, projectOf(component), component.wave)}/${component.component.name}.yaml`,
    content: valuesYaml(release(component, cluster.name, platform), 'delivery'),
    owner: 'delivery',
  }));
}

/** Every key is always there: the templates run with missingkey=error. */
function release(rendered: RenderedComponent, cluster: string, platform: Platform): object {
  const { component, built } = rendered;
  const { content } = component;
  return {
    component: component.name,
    namespace: component.namespace,
    kind: built.objects.some(({ file }) => file === 'kustomization.yaml') ? 'kustomize' : content.kind,
    prune: component.keep !== true,
    // `path` is what the git generator calls the folder of this very file.
    folder: `${settingsOf(platform.delivery, 'argocd').path}/clusters/${cluster}/${component.name}`,
    chart:
      content.kind === 'helm'
        ? {
            repository: argoRepository(content.chart.repository),
            name: content.chart.name,
            version: content.chart.version,
            release: content.releaseName ?? component.name,
          }
        : {},
    sources: content.kind === 'git' ? content.sources.map(({ repository, tag, path, include = '*.yaml' }) => ({ repository, tag, path, include })) : [],
  };
}
