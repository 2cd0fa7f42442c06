import { isKept, type Component, type KubeObject } from '../../../lib/components';

/** Neither a revision that no longer has the object nor the deletion of its Kustomization takes it away. */
export const kept = { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } as const;

/** Objects of a component that is kept say so themselves: the setting of the Kustomization goes with the Kustomization. */
export function finish(object: KubeObject, component: Component): KubeObject {
  if (!isKept(object, component)) return object;
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...kept } } };
}
