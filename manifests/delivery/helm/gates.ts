/** Which objects say that they are well, and how: a layer is done when all of its gates are open. */
import type { KubeObject } from '../../../lib/components';

/** `rollout` asks `kubectl rollout status`, everything else is a condition of the object that must be True. */
const conditions: Readonly<Record<string, string>> = {
  'apps/Deployment': 'rollout',
  'apps/StatefulSet': 'rollout',
  'apps/DaemonSet': 'rollout',
  'batch/Job': 'Complete',
  'cert-manager.io/Certificate': 'Ready',
  'cert-manager.io/ClusterIssuer': 'Ready',
  'cert-manager.io/Issuer': 'Ready',
  'external-secrets.io/ClusterSecretStore': 'Ready',
  'external-secrets.io/SecretStore': 'Ready',
  'external-secrets.io/ExternalSecret': 'Ready',
  'k8s.keycloak.org/Keycloak': 'Ready',
  'k8s.keycloak.org/KeycloakRealmImport': 'Done',
  'karpenter.k8s.aws/EC2NodeClass': 'Ready',
  'karpenter.sh/NodePool': 'Ready',
  'monitoring.coreos.com/Alertmanager': 'Available',
  'monitoring.coreos.com/Prometheus': 'Available',
  'postgresql.cnpg.io/Cluster': 'Ready',
};

export interface Gate {
  /** Undefined for objects of the whole cluster. */
  readonly namespace?: string;
  /** As kubectl takes it: `cluster.postgresql.cnpg.io/keycloak-db`. */
  readonly object: string;
  readonly condition: string;
}

/** The gate of an object; none where its kind reports nothing. */
export function gateOf({ apiVersion, kind, metadata: { name, namespace } }: KubeObject): Gate | undefined {
  const [group = ''] = apiVersion.split('/');
  const condition = conditions[`${group}/${kind}`];
  if (condition === undefined) return undefined;
  return { ...(namespace === undefined ? {} : { namespace }), object: `${kind.toLowerCase()}.${group}/${name}`, condition };
}
