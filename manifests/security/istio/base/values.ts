import { meshesAreJoined } from '../../../../lib/names';
import type { Context } from '../../../context';

/** Definitions that the chart would install; component `crds` owns them. `enableCRDTemplates: false` would print all of them. */
const definitions = [
  'authorizationpolicies.security.istio.io',
  'destinationrules.networking.istio.io',
  'envoyfilters.networking.istio.io',
  'gateways.networking.istio.io',
  'peerauthentications.security.istio.io',
  'proxyconfigs.networking.istio.io',
  'requestauthentications.security.istio.io',
  'serviceentries.networking.istio.io',
  'sidecars.networking.istio.io',
  'telemetries.telemetry.istio.io',
  'trafficextensions.extensions.istio.io',
  'virtualservices.networking.istio.io',
  'wasmplugins.extensions.istio.io',
  'workloadentries.networking.istio.io',
  'workloadgroups.networking.istio.io',
] as const;

/** What is left of the chart: the webhook that refuses invalid Istio objects and, for joined meshes, the account of the other cluster. */
export const baseValues = ({ platform }: Context): object => ({
  defaultRevision: 'default',
  base: {
    enableCRDTemplates: true,
    excludedCRDs: definitions,
    // Closed from the first moment: istiod would change `Ignore` to `Fail` by itself and delivery would change it back.
    validationFailurePolicy: 'Fail',
  },
  // The account may read every Secret of the cluster; only the other cluster's istiod needs it.
  global: { enableReaderRBAC: meshesAreJoined(platform) },
});
