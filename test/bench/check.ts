/** Schema validation of rendered clusters, each distinct object once. */
import type { RenderedCluster, RenderedObject } from '../../lib/components';
import { schemaFindings } from '../../lib/validate/kubernetes';
import { kubeSchemas } from '../../manifests/schemas';

const schemas = kubeSchemas();
const seen = new WeakSet<RenderedObject>();

export function mismatchesOf(clusters: readonly RenderedCluster[]): number {
  let found = 0;
  for (const { components } of clusters)
    for (const { built } of components)
      for (const rendered of built.objects) {
        if (seen.has(rendered)) continue;
        seen.add(rendered);
        for (const release of schemas) found += schemaFindings(rendered, release).length;
      }
  return found;
}
