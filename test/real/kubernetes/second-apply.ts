/** Nothing changes when the delivery comes round again. */
import { isDeepStrictEqual } from 'node:util';
import type { Report } from '../report';
import { apply, delivery, idOf, type LiveObject } from './apply';
import type { Cluster } from './cluster';
import { ownFiles, type Release } from './delivery';
import type { Installed } from './install';

export async function unchanged(cluster: Cluster, releases: readonly Release[], installed: Installed, report: Report): Promise<void> {
  const files = releases.flatMap(ownFiles);
  const again = await apply(cluster, files, { as: delivery });
  const changed = again.objects.filter((object) => !sameObject(object, installed.objects.get(idOf(object))));
  report.check(`${cluster.name}: a second apply of ${again.objects.length} objects changes none`, [
    ...again.problems,
    ...changed.map((object) => `${idOf(object)} changed`),
  ]);
  const diff = await cluster.kubectl(
    ['diff', '--server-side', '--field-manager', 'argocd-controller', '--concurrency', '4', ...files.flatMap((file) => ['-f', file])],
    { as: delivery },
  );
  report.check(`${cluster.name}: kubectl diff is empty`, diff.code === 0 ? [] : [diff.stderr || diff.stdout]);
}

/** Same version, or changed by the controllers that run here, which write a status and nothing else. */
function sameObject(now: LiveObject, first: LiveObject | undefined): boolean {
  if (first === undefined || now.metadata.resourceVersion === first.metadata.resourceVersion) return first !== undefined;
  return isDeepStrictEqual(stated(now), stated(first));
}

function stated(object: LiveObject): object {
  const { status, metadata, ...rest } = object as LiveObject & { readonly status?: unknown };
  const { resourceVersion, managedFields, annotations, ...identity } = metadata as LiveObject['metadata'] & { readonly managedFields?: unknown };
  // Written by the Deployment controller of a given cluster.
  const { 'deployment.kubernetes.io/revision': revision, ...ours } = annotations ?? {};
  return { ...rest, metadata: { ...identity, annotations: ours } };
}
