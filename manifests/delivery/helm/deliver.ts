/** Rendered clusters -> dist/helm and dist/bootstrap/<cluster>. */
import type { KubeObject, RenderedCluster } from '../../../lib/components';
import { namespaces } from '../../../lib/names';
import type { OutputFile } from '../../../lib/output/file';
import { objectYaml } from '../../../lib/output/yaml';
import type { DeliveryContext } from '../contract';
import { chartFiles } from './charts';
import { planFile } from './plan';
import { runnerFiles } from './runner';

export function deliver({ platform, lock, clusters, names }: DeliveryContext): readonly OutputFile[] {
  return [
    ...runnerFiles(),
    ...clusters.flatMap((rendered) => {
      const own = names.get(rendered.cluster.name);
      return [...(own ? [planFile({ platform, lock, rendered, names: own })] : []), ...rendered.components.flatMap(chartFiles), ...bootstrap(rendered)];
    }),
  ];
}

/**
 * The namespace of the records: the runner writes down what it does before the release that owns this namespace is
 * there. Helm takes it up as its own by these marks.
 */
const bootstrap = ({ cluster, components }: RenderedCluster): readonly OutputFile[] =>
  components.flatMap(({ component, built }) =>
    built.objects
      .filter(({ object }) => object.apiVersion === 'v1' && object.kind === 'Namespace' && object.metadata.name === namespaces.deliveryRecords)
      .map(({ object, file }) => ({
        path: `bootstrap/${cluster.name}/${file}`,
        owner: 'delivery',
        content: objectYaml(ownedBy(object, component.name, component.namespace), 'delivery'),
      })),
  );

/** As Helm writes it into each object of a release. */
const ownedBy = (object: KubeObject, release: string, namespace: string): KubeObject => ({
  ...object,
  metadata: {
    ...object.metadata,
    labels: { ...object.metadata.labels, 'app.kubernetes.io/managed-by': 'Helm' },
    annotations: { ...object.metadata.annotations, 'meta.helm.sh/release-name': release, 'meta.helm.sh/release-namespace': namespace },
  },
});
