import type { Component, KubeObject } from '../../../lib/components';
import { holdsData } from './data';

/** Helm lets go of such an object: neither an upgrade that lacks it nor an uninstall takes it away. */
export const kept = { 'helm.sh/resource-policy': 'keep' } as const;

/** Objects of a component that is kept say so themselves, and so does whatever holds data, wherever it is. */
export function finish(object: KubeObject, component: Component): KubeObject {
  if (component.keep !== true && !holdsData(object)) return object;
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...kept } } };
}
