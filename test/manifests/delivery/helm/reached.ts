/** What reaches a cluster through Helm: rows of the plan, the charts that they name, values, sources at a tag. */
import { parse } from 'yaml';
import type { KubeObject } from '../../../../lib/components';
import { emptyLock, type Platform } from '../../../../lib/model';
import { manifestFiles } from '../../../../manifests/synth';
import type { Reached } from '../reached';

export function reachedByHelm(platform: Platform): ReadonlyMap<string, Reached> {
  const { clusters, files } = manifestFiles({ platform, lock: emptyLock });
  const dist = new Map(files.map(({ path, content }) => [path, content]));
  return new Map(clusters.map((rendered) => [rendered.cluster.name, { rendered, ...planned(rendered.cluster.name, dist) }]));
}

function planned(cluster: string, dist: ReadonlyMap<string, string>): Omit<Reached, 'rendered'> {
  const rows = (dist.get(`helm/${cluster}/plan.tsv`) ?? '').split('\n').map((line) => line.split('\t'));
  const of = (sort: string) => rows.filter(([first]) => first === sort);
  const components = of('component').map(([, , component = '', kind = '', namespace = '', release = '', , , , folder = '']) => ({
    component,
    kind,
    namespace,
    release,
    folder,
  }));
  const below = (folder: string): readonly KubeObject[] =>
    [...dist].flatMap(([path, content]) => (path.startsWith(`${folder}/`) ? [parse(content) as KubeObject] : [])); // one object a file
  return {
    objects: components
      .filter(({ kind }) => kind === 'manifests')
      .flatMap(({ component }) => below(`helm/${cluster}/charts/${component}/objects`).map((object) => ({ component, object }))),
    charts: of('chart').map(([, component = '', repository = '', name = '', version = '']) => {
      const { namespace = '', release = '', folder = '' } = components.find((each) => each.component === component) ?? {};
      const values = parse(dist.get(`${folder}/values.yaml`) ?? '') as object; // of a chart
      return { component, repository: repository.replace(/^oci:\/\//, ''), name, version, release, namespace, values };
    }),
    manifests: of('source').map(([, component = '', repository = '', tag = '', path = '', include = '']) => ({ component, repository, tag, path, include })),
  };
}
