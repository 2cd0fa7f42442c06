import { deletionApproved, holdsData, isKept, type Component, type KubeObject } from '../../../lib/components';

/** Helm lets go of such an object: neither an upgrade that lacks it nor an uninstall takes it away. */
export const kept = { 'helm.sh/resource-policy': 'keep' } as const;

/** Objects of a component that is kept say so themselves, and so does whatever holds data, wherever it is. */
export function finish(object: KubeObject, component: Component): KubeObject {
  if (!isKept(object, component) && (!holdsData(object) || deletionApproved(object))) return object;
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...kept } } };
}
