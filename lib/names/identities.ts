/** What acts in the cloud: service accounts of a cluster, by the option that needs them, and what each may do. */
import { choose, type Cluster, type Edge, type Platform } from '../model';
import type { BucketSpec } from './buckets';
import { zoneProvider } from './cloud-native';
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
  /** Records of the platform's zone, where the clouds keep it: proofs of names for certificates, or the names of tenants. */
  | { readonly to: 'dns-zone'; readonly records: 'proofs' | 'tenants' }
  | { readonly to: 'load-balancer-targets' }
  | { readonly to: 'nodes' }
  /** Samples into the cluster's own managed Prometheus. */
  | { readonly to: 'metrics-write' }
  /** Queries of the managed Prometheus of the cluster, and of its siblings', and of the cloud's own metrics. */
  | { readonly to: 'metrics-read' }
  /** What the cloud's own agent sends (AWS). */
  | { readonly to: 'container-insights' }
  /** Lines into the store that the cloud keeps for the cluster. */
  | { readonly to: 'log-write' }
  /** Searches in it. */
  | { readonly to: 'log-read' };

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
const grafanaDatabase: IdentitySpec = {
  id: 'grafana-db',
  namespace: namespaces.observability,
  serviceAccount: 'grafana-db',
  grants: [{ to: 'bucket', bucket: 'backups', access: 'write', prefix: 'grafana-db' }],
};
const ofMonitoring = ({ monitoring }: Platform, { provider }: Cluster): readonly IdentitySpec[] =>
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
      grafanaDatabase,
    ],
    'cloud-native': ({ containerInsights }) => [
      { id: 'metrics-agent', namespace: namespaces.observability, serviceAccount: 'metrics-agent', grants: [{ to: 'metrics-write' }] },
      { id: 'grafana', namespace: namespaces.observability, serviceAccount: 'grafana', grants: [{ to: 'metrics-read' }] },
      grafanaDatabase,
      // On Azure the agent is part of the cluster and acts with its identity.
      ...(provider === 'aws' && containerInsights
        ? [
            {
              id: 'container-insights',
              namespace: namespaces.cloudWatch,
              serviceAccount: 'cloudwatch-agent',
              grants: [{ to: 'container-insights' }],
            } as const,
          ]
        : []),
    ],
  });
const ofLogging = ({ logging }: Platform, { provider }: Cluster): readonly IdentitySpec[] =>
  choose<Platform['logging'], readonly IdentitySpec[]>(logging, {
    loki: () => [{ id: 'loki', namespace: namespaces.observability, serviceAccount: 'loki', grants: [{ to: 'bucket', bucket: 'logs', access: 'write' }] }],
    elk: () => [
      { id: 'elasticsearch', namespace: namespaces.elastic, serviceAccount: 'elasticsearch', grants: [{ to: 'bucket', bucket: 'logs', access: 'write' }] },
    ],
    'cloud-native': () => [
      { id: 'grafana', namespace: namespaces.observability, serviceAccount: 'grafana', grants: [{ to: 'log-read' }] },
      // On Azure the agent is part of the cluster and acts with its identity.
      ...(provider === 'aws'
        ? [{ id: 'otel-gateway', namespace: namespaces.observability, serviceAccount: 'otel-gateway', grants: [{ to: 'log-write' }] } as const]
        : []),
    ],
  });

/** What writes into the zone, wherever it runs. */
const zoneWriters = [
  { id: 'cert-manager', namespace: namespaces.certificates, serviceAccount: 'cert-manager', grants: [{ to: 'dns-zone', records: 'proofs' }] },
  { id: 'external-dns', namespace: namespaces.dns, serviceAccount: 'external-dns', grants: [{ to: 'dns-zone', records: 'tenants' }] },
] as const satisfies readonly IdentitySpec[];
const ofEdge = (platform: Platform, cluster: Cluster): readonly IdentitySpec[] =>
  choose<Edge, readonly IdentitySpec[]>(platform.edge, {
    cloudflare: () => [],
    'cloud-native': () => (zoneProvider(platform) === cluster.provider ? zoneWriters : []),
  });
/** Roles of this cluster's cloud for pods of clusters in ANOTHER cloud that write into the zone here (AWS only). */
export const zonePeers = (platform: Platform, cluster: Cluster): readonly IdentitySpec[] =>
  cluster.provider === 'aws' && foreignPeers(platform, cluster).length > 0
    ? ofEdge(platform, cluster).map((writer) => ({ ...writer, id: `${writer.id}-peer` }))
    : [];

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

export const identities = (platform: Platform, cluster: Cluster): readonly IdentitySpec[] =>
  together([
    { id: 'external-secrets', namespace: namespaces.secrets, serviceAccount: 'external-secrets', grants: [{ to: 'secrets' }] },
    ...ofCloud[cluster.provider],
    ...ofSecurity(platform),
    ...ofMonitoring(platform, cluster),
    ...ofLogging(platform, cluster),
    ...ofEdge(platform, cluster),
  ]);

/** Two aspects may ask something for the same service account: it stays one identity, which may do both. */
const together = (asked: readonly IdentitySpec[]): readonly IdentitySpec[] => {
  const byId = new Map<string, IdentitySpec>();
  for (const spec of asked) byId.set(spec.id, { ...spec, grants: [...(byId.get(spec.id)?.grants ?? []), ...spec.grants] });
  return [...byId.values()];
};
