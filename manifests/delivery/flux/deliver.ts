/** Rendered clusters -> dist/flux/<cluster> and dist/bootstrap/<cluster>. */
import { App, Chart } from 'cdk8s';
import { objectsOf, type ChartPin, type KubeObject, type RenderedCluster } from '../../../lib/components';
import type { Platform } from '../../../lib/model';
import type { OutputFile } from '../../../lib/output/file';
import { objectYaml } from '../../../lib/output/yaml';
import type { DeliveryContext } from '../contract';
import { bootstrapKustomization, bootstrapNamespace, bootstrapReadme } from './bootstrap';
import { kustomizeFile } from './kustomize-file';
import { kustomization, releaseFolder, rootFolder, rootKustomization } from './kustomizations';
import { notifications } from './notifications';
import { release } from './releases';
import { chartRepository, isOci, platformSource } from './sources';

export function deliver({ platform, clusters, versions }: DeliveryContext): readonly OutputFile[] {
  return clusters.flatMap((rendered) => {
    const { name } = rendered.cluster;
    return [
      ...listed(rootFolder(name), (chart) => rootObjects(chart, rendered, platform)),
      ...rendered.components.flatMap((component) => {
        const { content } = component.component;
        return content.kind === 'helm' ? listed(releaseFolder(name, component.component.name), (chart) => release(chart, component, content)) : [];
      }),
      ...files(`bootstrap/${name}`, (chart) => {
        bootstrapNamespace(chart);
        platformSource(chart, platform, name);
        rootKustomization(chart, platform, name);
        bootstrapKustomization(chart, versions, name);
      }),
      bootstrapReadme(platform, name),
    ];
  });
}

function rootObjects(chart: Chart, { cluster, components }: RenderedCluster, platform: Platform): void {
  // Both follow git too, so that a change of branch or address is a commit like any other.
  platformSource(chart, platform, cluster.name);
  rootKustomization(chart, platform, cluster.name);
  notifications(chart, platform, cluster.name);
  for (const pin of chartRepositories(components)) chartRepository(chart, pin);
  const byName = new Map(components.map((component) => [component.component.name, component]));
  for (const component of components) kustomization(chart, component, platform, byName);
}

function chartRepositories(components: RenderedCluster['components']): readonly ChartPin[] {
  const pins = components.flatMap(({ component: { content } }) => (content.kind === 'helm' && !isOci(content.chart) ? [content.chart] : []));
  return [...new Map(pins.map((pin) => [pin.repository, pin])).values()];
}

/** The objects that `build` adds, one per file of `folder`. */
function files(folder: string, build: (chart: Chart) => void): readonly OutputFile[] {
  const chart = new Chart(new App(), 'delivery', { disableResourceNameHashes: true });
  build(chart);
  return objectsOf(chart).map((object) => ({ path: `${folder}/${fileName(object)}`, content: objectYaml(object, 'delivery'), owner: 'delivery' }));
}

/** The same with a list of them: without one, a controller makes its own from whatever lies there. */
const listed = (folder: string, build: (chart: Chart) => void): readonly OutputFile[] =>
  files(folder, (chart) => {
    build(chart);
    kustomizeFile(chart, objectsOf(chart).map(fileName));
  });

export function fileName({ apiVersion, kind, metadata: { name } }: KubeObject): string {
  return apiVersion.startsWith('kustomize.config.k8s.io/') ? 'kustomization.yaml' : `${kind.toLowerCase()}-${name}.yaml`;
}
