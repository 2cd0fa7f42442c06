/** Rendered clusters -> dist/argocd/<cluster> and dist/bootstrap/<cluster>. */
import { App, ApiObject, Chart } from 'cdk8s';
import { objectsOf, type KubeObject, type RenderedCluster } from '../../../lib/components';
import { settingsOf } from '../../../lib/model';
import type { OutputFile } from '../../../lib/output/file';
import { objectYaml } from '../../../lib/output/yaml';
import type { DeliveryContext } from '../contract';
import { applicationSets, type Step } from './applicationsets';
import { projectOf, projectSpecs } from './projects';
import { releaseFiles } from './releases';
import { appProject, emptyDefaultProject, rootApplication } from './root';

export function deliver({ platform, clusters }: DeliveryContext): readonly OutputFile[] {
  const { repository } = settingsOf(platform.delivery, 'argocd');
  return clusters.flatMap((rendered) => {
    const specs = projectSpecs(rendered, repository).filter(({ namespaces }) => namespaces.length > 0);
    const { name } = rendered.cluster;
    const own = specs.filter((spec) => spec.name === 'delivery');
    return [
      ...objects(`argocd/${name}/root`, (chart) => {
        emptyDefaultProject(chart);
        specs.forEach((spec) => appProject(chart, spec, name));
        applicationSets(chart, { platform, cluster: rendered.cluster, steps: steps(rendered) });
      }),
      ...releaseFiles(rendered, platform),
      ...objects(`bootstrap/${name}`, (chart) => {
        new ApiObject(chart, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argocd' } });
        own.forEach((spec) => appProject(chart, spec, name));
        rootApplication(chart, platform, name);
        kustomization(chart, name);
      }),
    ];
  });
}

const kustomization = (chart: Chart, cluster: string) =>
  new ApiObject(chart, 'kustomization', {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    metadata: { name: 'bootstrap' },
    resources: ['namespace-argocd.yaml', `../../clusters/${cluster}/argocd`, 'appproject-delivery.yaml', 'application-root.yaml'],
  }); // a kustomization is no Kubernetes object: its fields stand at the top

function steps({ components }: RenderedCluster): readonly Step[] {
  const found = new Map(components.map((component) => [`${component.wave} ${projectOf(component)}`, { project: projectOf(component), wave: component.wave }]));
  return [...found.values()].sort((a, b) => a.wave - b.wave || (a.project < b.project ? -1 : 1));
}

/** The objects that `build` adds, one per file of `folder`. */
function objects(folder: string, build: (chart: Chart) => void): readonly OutputFile[] {
  const chart = new Chart(new App(), 'delivery', { disableResourceNameHashes: true });
  build(chart);
  return objectsOf(chart).map((object) => ({ path: `${folder}/${fileName(object)}`, content: objectYaml(placed(object), 'delivery'), owner: 'delivery' }));
}

const placed = (object: KubeObject): KubeObject =>
  object.apiVersion.startsWith('argoproj.io/') ? { ...object, metadata: { ...object.metadata, namespace: 'argocd' } } : object;

function fileName({ apiVersion, kind, metadata: { name } }: KubeObject): string {
  if (apiVersion.startsWith('kustomize.config.k8s.io/')) return 'kustomization.yaml';
  return kind === 'Application' ? 'application-root.yaml' : `${kind.toLowerCase()}-${name}.yaml`;
}
