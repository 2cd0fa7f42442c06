/** What acts in the cloud: service accounts of a cluster, by the option that needs them, and what each may do. */
import { choose, type Cluster, type Platform } from '../model';
import type { BucketSpec } from './buckets';
import { namespaces } from './namespaces';
import { foreignPeers, siblings } from './peers';

/** What a pod may do in the cloud. */
export type Grant =
  | { readonly to: 'secrets' }
  | {
      readonly to: 'bucket';
      readonly bucket: BucketSpec['id'];
      readonly access: 'read' | 'write';
      /** First part of the keys that it may touch. @default - all */ readonly prefix?: string;
    }
  | { readonly to: 'load-balancer-targets' }
  | { readonly to: 'nodes' };

export type BucketGrant = Extract<Grant, { to: 'bucket' }>;

/** A service account that acts in the cloud: Pod Identity on AWS, workload identity on Azure. */
export interface IdentitySpec {
  readonly id: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly grants: readonly Grant[];
}

const ofCloud: Readonly<Record<Cluster['provider'], readonly IdentitySpec[]>> = {
  aws: [
    { id: 'load-balancer', namespace: namespaces.system, serviceAccount: 'aws-load-balancer-controller', grants: [{ to: 'load-balancer-targets' }] },
    { id: 'karpenter', namespace: namespaces.autoscaling, serviceAccount: 'karpenter', grants: [{ to: 'nodes' }] },
  ],
  azure: [],
};
const ofSecurity = ({ security }: Platform): readonly IdentitySpec[] =>
  choose(security, {
    'istio-keycloak': () => [
      {
        id: 'keycloak-db',
        namespace: namespaces.identity,
        serviceAccount: 'keycloak-db',
        grants: [{ to: 'bucket', bucket: 'backups', access: 'write', prefix: 'keycloak-db' }],
      },
    ],
    'nginx-auth0': () => [],
    'istio-auth0': () => [],
  });
const ofMonitoring = ({ monitoring }: Platform): readonly IdentitySpec[] =>
  choose(monitoring, {
    prometheus: () => [
      { id: 'prometheus', namespace: namespaces.observability, serviceAccount: 'prometheus', grants: [{ to: 'bucket', bucket: 'metrics', access: 'write' }] },
      {
        id: 'thanos-store',
        namespace: namespaces.observability,
        serviceAccount: 'thanos-store',
        grants: [{ to: 'bucket', bucket: 'metrics', access: 'read' }],
      },
      {
        id: 'thanos-compact',
        namespace: namespaces.observability,
        serviceAccount: 'thanos-compact',
        grants: [{ to: 'bucket', bucket: 'metrics', access: 'write' }],
      },
      {
        id: 'grafana-db',
        namespace: namespaces.observability,
        serviceAccount: 'grafana-db',
        grants: [{ to: 'bucket', bucket: 'backups', access: 'write', prefix: 'grafana-db' }],
      },
    ],
  });
const ofLogging = ({ logging }: Platform): readonly IdentitySpec[] =>
  choose(logging, {
    loki: () => [{ id: 'loki', namespace: namespaces.observability, serviceAccount: 'loki', grants: [{ to: 'bucket', bucket: 'logs', access: 'write' }] }],
    elk: () => [
      { id: 'elasticsearch', namespace: namespaces.elastic, serviceAccount: 'elasticsearch', grants: [{ to: 'bucket', bucket: 'logs', access: 'write' }] },
    ],
  });

const readersOf = ({ security }: Platform): readonly IdentitySpec[] =>
  choose(security, {
    'istio-keycloak': () => [
      {
        id: 'keycloak-db-reader',
        namespace: namespaces.identity,
        serviceAccount: 'keycloak-db',
        grants: [{ to: 'bucket', bucket: 'backups', access: 'read', prefix: 'keycloak-db' }],
      },
    ],
    'nginx-auth0': () => [],
    'istio-auth0': () => [],
  });
/**
 * Identities of a cluster's cloud that pods of clusters in ANOTHER cloud take on: its IAM (AWS) or Entra (Azure) trusts
 * the token issuer of each of them for exactly this service account. A standby follows the active database this way.
 */
export const peerReaders = (platform: Platform, cluster: Cluster): readonly IdentitySpec[] =>
  foreignPeers(platform, cluster).length > 0 ? readersOf(platform) : [];

/** What pods of a cluster may read in another cluster of the same cloud: with their own identity, which that cloud knows. */
export interface SiblingRead {
  /** Identity of the reading cluster. */
  readonly identity: IdentitySpec;
  /** Cluster whose buckets are read. */
  readonly sibling: Cluster;
  readonly grants: readonly BucketGrant[];
}
export const siblingReads = (platform: Platform, cluster: Cluster): readonly SiblingRead[] =>
  siblings(platform, cluster).flatMap((sibling) =>
    readersOf(platform).flatMap((reader) => {
      const identity = identities(platform, cluster).find(
        ({ namespace, serviceAccount }) => namespace === reader.namespace && serviceAccount === reader.serviceAccount,
      );
      return identity ? [{ identity, sibling, grants: reader.grants.filter((grant) => grant.to === 'bucket') }] : [];
    }),
  );

export const identities = (platform: Platform, cluster: Cluster): readonly IdentitySpec[] => [
  { id: 'external-secrets', namespace: namespaces.secrets, serviceAccount: 'external-secrets', grants: [{ to: 'secrets' }] },
  ...ofCloud[cluster.provider],
  ...ofSecurity(platform),
  ...ofMonitoring(platform),
  ...ofLogging(platform),
];
