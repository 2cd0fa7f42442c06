import { isKept, type Component, type KubeObject } from '../../../lib/components';

/**
 * Neither a sync nor the deletion of the Application, with or without cascade, takes such an object away. One that git no
 * longer has is no difference either: an Application that is out of sync for ever would stop every later wave.
 */
const kept = { 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous', 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' };

/** Objects of a component that is kept say so themselves: the Application's own setting does not survive its deletion. */
export function finish(object: KubeObject, component: Component): KubeObject {
  if (!isKept(object, component)) return object;
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...kept } } };
}
