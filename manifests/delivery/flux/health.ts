/**
 * Health of custom kinds, as CEL. Without an expression an object whose controller has not looked at it yet counts as
 * healthy, and dependents would start too early. An expression that reads a field which is not there yet means "wait".
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#health-check-expressions
 */
import type { KubeObject } from '../../../lib/components';

export interface HealthExpression {
  readonly apiVersion: string;
  readonly kind: string;
  /** Waits for a person: the Kustomization fails at once instead of waiting for its timeout. */
  readonly failed?: string;
  readonly current: string;
}

const isTrue = (type: string): string => `status.conditions.exists(c, c.type == '${type}' && c.status == 'True')`;

/** Phases of CloudNativePG that end only when somebody acts; every other one ends by itself. */
const stuckPhases = [
  'Cluster cannot proceed to reconciliation due to an unknown plugin being required',
  'Cluster cannot proceed to reconciliation due to an error while interacting with plugins',
  'Cluster has incomplete or invalid image catalog',
  'Cluster is unrecoverable and needs manual intervention',
  'Cluster cannot execute instance online upgrade due to missing architecture binary',
  'Unable to create required cluster objects',
  'Invalid cluster definition',
  'Waiting for user action',
  'Not enough disk space',
];

const expressions: readonly HealthExpression[] = [
  {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    failed: `status.phase in [${stuckPhases.map((phase) => `'${phase}'`).join(', ')}]`,
    // A hibernated cluster has what it was asked for.
    current: `status.phase == 'Cluster in healthy state' || ${isTrue('cnpg.io/hibernation')}`,
  },
  { apiVersion: 'k8s.keycloak.org/v2beta1', kind: 'Keycloak', current: isTrue('Ready') },
  { apiVersion: 'k8s.keycloak.org/v2beta1', kind: 'KeycloakRealmImport', failed: isTrue('HasErrors'), current: isTrue('Done') },
  // A value that somebody has yet to put into the store is waited for.
  { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', current: isTrue('Ready') },
  { apiVersion: 'external-secrets.io/v1', kind: 'ClusterSecretStore', current: isTrue('Ready') },
  { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', current: isTrue('Ready') },
  { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer', current: isTrue('Ready') },
  { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', current: isTrue('Ready') },
  { apiVersion: 'monitoring.coreos.com/v1', kind: 'Alertmanager', current: isTrue('Available') },
  { apiVersion: 'monitoring.coreos.com/v1', kind: 'Prometheus', current: isTrue('Available') },
  { apiVersion: 'karpenter.k8s.aws/v1', kind: 'EC2NodeClass', current: isTrue('Ready') },
  { apiVersion: 'karpenter.sh/v1', kind: 'NodePool', current: isTrue('Ready') },
];

const groupOf = (apiVersion: string): string => apiVersion.split('/')[0] ?? '';

/** Expressions for the kinds that are among `objects`; Flux compares group and kind, whatever the version. */
export const healthExpressions = (objects: readonly KubeObject[]): readonly HealthExpression[] => {
  const found = new Set(objects.map(({ apiVersion, kind }) => `${groupOf(apiVersion)}/${kind}`));
  return expressions.filter(({ apiVersion, kind }) => found.has(`${groupOf(apiVersion)}/${kind}`));
};
