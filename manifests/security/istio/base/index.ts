import { namespaces } from '../../../../lib/names';
import type { Factory } from '../../../context';
import { baseValues } from './values';

/** Cluster-wide parts of Istio that belong to no revision. */
export const base: Factory = (context) => ({
  name: 'istio-base',
  summary: 'Istio, cluster-wide parts: the webhook that refuses invalid mesh configuration',
  namespace: namespaces.mesh,
  needs: ['crds', 'namespaces'],
  provides: ['mesh-control-plane'],
  content: { kind: 'helm', chart: context.versions.charts.istioBase, values: () => baseValues(context) },
});
