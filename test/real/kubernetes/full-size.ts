/**
 * Every namespace at its largest: each workload with as many pods as its autoscaler or its rollout may want, and the
 * claims of its StatefulSets and the sidecars of the mesh, created for real and counted by the quota. Nothing schedules them; they are removed again.
 */
import type { KubeObject } from '../../../lib/components';
import type { Report } from '../report';
import { engineer, listOf } from './apply';
import type { Cluster } from './cluster';
import { podOf, workloads, type WorkloadSpec } from './pods';
import { injection } from './sidecar';

/** A DaemonSet has a pod on each node: one in each zone at least. */
const nodes = 3;

interface Scaling {
  readonly scaleTargetRef: { readonly kind: string; readonly name: string };
  readonly maxReplicas: number;
}

export async function fullSize(cluster: Cluster, rendered: readonly KubeObject[], report: Report): Promise<void> {
  const inject = injection(cluster.name, rendered);
  const autoscalers = rendered.filter(({ kind }) => kind === 'HorizontalPodAutoscaler');
  const owners = rendered.filter(({ kind }) => workloads.has(kind));
  for (const namespace of new Set(owners.map(({ metadata }) => metadata.namespace ?? ''))) {
    const wanted = owners
      .filter(({ metadata }) => metadata.namespace === namespace)
      .flatMap((owner) => copies(owner, inject(podOf(owner)), sizeOf(owner, autoscalers)));
    const { code, stderr } = await cluster.kubectl(['create', '-o', 'name', '-f', '-'], { as: engineer, input: listOf(wanted) });
    report.check(
      `${cluster.name}: ${namespace}: quota has room for ${wanted.length} pods and claims at full size, during a rollout`,
      code === 0 ? [] : [stderr],
    );
    await cluster.kubectl([
      'delete',
      'pods,persistentvolumeclaims',
      '-n',
      namespace,
      '-l',
      'real-parts=full-size',
      '--force',
      '--grace-period=0',
      '--wait=false',
    ]);
  }
}

function sizeOf(owner: KubeObject, autoscalers: readonly KubeObject[]): number {
  if (owner.kind === 'DaemonSet') return nodes;
  const spec = owner['spec'] as WorkloadSpec; // the API server has accepted it
  const scaling = autoscalers
    .map((each) => ({ namespace: each.metadata.namespace, ...(each['spec'] as Scaling) }))
    .find(
      ({ namespace, scaleTargetRef }) =>
        namespace === owner.metadata.namespace && scaleTargetRef.kind === owner.kind && scaleTargetRef.name === owner.metadata.name,
    );
  const replicas = scaling?.maxReplicas ?? spec.replicas ?? 1;
  return owner.kind === 'Deployment' ? replicas + surge(spec.strategy, replicas) : replicas;
}

/** Pods that a rollout may add. */
function surge(strategy: WorkloadSpec['strategy'], replicas: number): number {
  if (strategy?.type === 'Recreate') return 0;
  const most = strategy?.rollingUpdate?.maxSurge ?? '25%';
  return typeof most === 'number' ? most : Math.ceil((replicas * parseInt(most, 10)) / 100);
}

function copies(owner: KubeObject, pod: KubeObject, size: number): readonly object[] {
  const { volumeClaimTemplates = [] } = owner['spec'] as WorkloadSpec; // as above
  return Array.from({ length: size }, (_, index) => index).flatMap((index) => [
    { ...pod, metadata: { ...pod.metadata, name: `${pod.metadata.name}-${index}`, labels: { ...pod.metadata.labels, 'real-parts': 'full-size' } } },
    ...volumeClaimTemplates.map((claim) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: `${claim.metadata.name}-${owner.metadata.name}-${index}`, namespace: owner.metadata.namespace, labels: { 'real-parts': 'full-size' } },
      spec: claim.spec,
    })),
  ]);
}
