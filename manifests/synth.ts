/** The cluster side of a synthesis: Platform -> files below dist/clusters, dist/bootstrap and the delivery's folders. */
import { namespaced } from '../imports/scopes';
import { Recording, RecordingSession, recordedNames, synthesize, type Built, type Memo, type RenderedCluster } from '../lib/components';
import type { Cluster, CloudLock, Platform } from '../lib/model';
import { namesOf } from '../lib/names';
import type { OutputFile } from '../lib/output/file';
import { deliveryOf, factoriesOf } from './registry';
import { versions } from './versions';

export interface ManifestsProps {
  readonly platform: Platform;
  readonly lock: CloudLock;
  readonly memo?: Memo<Built>;
}
export interface ManifestsResult {
  readonly clusters: readonly RenderedCluster[];
  readonly files: readonly OutputFile[];
  /** What the delivery read beside the rendered clusters. */
  readonly delivery: Recording;
}

export const isNamespaced = (apiVersion: string, kind: string): boolean | undefined => namespaced[`${apiVersion}/${kind}`];

export function manifestFiles({ platform, lock, memo }: ManifestsProps): ManifestsResult {
  const option = deliveryOf(platform);
  const clusters = synthesize({
    platform,
    lock,
    versions,
    factories: factoriesOf(platform),
    isNamespaced,
    finish: (object, component) => option.finish(object, component),
    ...(memo ? { memo } : {}),
  });
  const delivery = new Recording();
  const session = new RecordingSession();
  const views = (platform.cloud.clusters as readonly Cluster[]).map((cluster, index) => session.view(cluster, `platform.cloud.clusters.${index}`));
  const view = session.view(platform, 'platform');
  const delivered = session.during(delivery, () =>
    option.deliver({
      platform: view,
      lock: session.view(lock, 'lock'),
      versions: session.view(versions, 'versions'),
      clusters: clusters.map(({ components }, index) => ({ cluster: views[index] as Cluster, components })), // same length by construction
      names: new Map(views.map((cluster) => [cluster.name, recordedNames(session, namesOf(view, cluster))])),
    }),
  );
  return { clusters, files: [...clusters.flatMap(clusterFiles), ...delivered], delivery };
}

const clusterFiles = ({ cluster, components }: RenderedCluster): readonly OutputFile[] =>
  components.flatMap(({ component, built }) => {
    const owner = `${cluster.name}/${component.name}`;
    const folder = `clusters/${cluster.name}/${component.name}`;
    const objects = built.objects.map(({ file, text }): OutputFile => ({ path: `${folder}/${file}`, content: text, owner }));
    return built.values === undefined ? objects : [...objects, { path: `${folder}/values.yaml`, content: built.values, owner }];
  });
