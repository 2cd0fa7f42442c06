/**
 * The tables of the name contract: which namespaces, buckets, identities and secrets a platform has. Needs of an
 * option are data under its id; both layers compute the same lists from Platform alone.
 */
import type { Cluster, Delivery, Edge, Logging, Monitoring, Platform, Security } from '../model';
import { cloudsInWords, foreignPeers, siblings } from './peers';

/** Namespaces of the platform's own components. */
export const namespaces = {
  delivery: 'argocd',
  certificates: 'cert-manager',
  secrets: 'external-secrets',
  dns: 'external-dns',
  system: 'kube-system',
  autoscaling: 'karpenter',
  mesh: 'istio-system',
  meshNetwork: 'istio-cni',
  gateway: 'istio-ingress',
  nginxGateway: 'nginx-ingress',
  meshEastWest: 'istio-eastwest',
  postgres: 'cnpg-system',
  identity: 'keycloak',
  login: 'login',
  observability: 'observability',
  agents: 'observability-agents',
} as const;

const auditedNamespaces: Record<Security['use'], readonly string[]> = {
  'istio-keycloak': [namespaces.identity, namespaces.login],
  'nginx-auth0': [namespaces.login],
  'istio-auth0': [namespaces.login],
};
/** Namespaces whose logs say who did what: logins, and changes by the delivery. */
export const auditNamespaces = ({ security }: Pick<Platform, 'security'>): readonly string[] => [namespaces.delivery, ...auditedNamespaces[security.use]];

/** A bucket (S3) or a storage account with one container of the same id (Azure), in the cluster's own region. */
export interface BucketSpec {
  readonly id: 'metrics' | 'logs' | 'backups';
  readonly why: string;
  /** Days after which an object is deleted by the cloud; undefined: the owner deletes, the cloud never does. */
  readonly expireDays?: number;
  /** Copies to another region, immutability: for what cannot be made again. */
  readonly precious: boolean;
}

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

/** A secret of the store. Values never pass through this toolkit. */
export interface SecretSpec {
  readonly id: string;
  /** Properties of the stored JSON object. */
  readonly properties: readonly string[];
  /** Same value in the stores of all clusters, or one of its own in each. */
  readonly scope: 'platform' | 'cluster';
  readonly why: string;
  /** How a person gets the value: printed in dist/README.md. */
  readonly how: string;
}

const needs = <Id extends string, T>(table: Record<Id, T>): Record<Id, T> => table;

const monitoringBuckets = needs<Monitoring['use'], readonly BucketSpec[]>({
  prometheus: [{ id: 'metrics', why: 'blocks of metrics beyond the local retention', precious: false }],
});
const loggingBuckets = needs<Logging['use'], readonly BucketSpec[]>({
  loki: [{ id: 'logs', why: 'chunks and index of logs', precious: false }],
});

export const buckets = (platform: Platform): readonly BucketSpec[] => [
  { id: 'backups', why: 'base backups and WAL of every PostgreSQL cluster', precious: true },
  ...monitoringBuckets[platform.monitoring.use],
  ...loggingBuckets[platform.logging.use],
];

const cloudIdentities = needs<Cluster['provider'], readonly IdentitySpec[]>({
  aws: [
    { id: 'load-balancer', namespace: namespaces.system, serviceAccount: 'aws-load-balancer-controller', grants: [{ to: 'load-balancer-targets' }] },
    { id: 'karpenter', namespace: namespaces.autoscaling, serviceAccount: 'karpenter', grants: [{ to: 'nodes' }] },
  ],
  azure: [],
});
const securityIdentities = needs<Security['use'], readonly IdentitySpec[]>({
  'istio-keycloak': [
    {
      id: 'keycloak-db',
      namespace: namespaces.identity,
      serviceAccount: 'keycloak-db',
      grants: [{ to: 'bucket', bucket: 'backups', access: 'write', prefix: 'keycloak-db' }],
    },
  ],
  'nginx-auth0': [],
  'istio-auth0': [],
});
const monitoringIdentities = needs<Monitoring['use'], readonly IdentitySpec[]>({
  prometheus: [
    { id: 'prometheus', namespace: namespaces.observability, serviceAccount: 'prometheus', grants: [{ to: 'bucket', bucket: 'metrics', access: 'write' }] },
    { id: 'thanos-store', namespace: namespaces.observability, serviceAccount: 'thanos-store', grants: [{ to: 'bucket', bucket: 'metrics', access: 'read' }] },
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
const loggingIdentities = needs<Logging['use'], readonly IdentitySpec[]>({
  loki: [{ id: 'loki', namespace: namespaces.observability, serviceAccount: 'loki', grants: [{ to: 'bucket', bucket: 'logs', access: 'write' }] }],
});

const securityReaders = needs<Security['use'], readonly IdentitySpec[]>({
  'istio-keycloak': [
    {
      id: 'keycloak-db-reader',
      namespace: namespaces.identity,
      serviceAccount: 'keycloak-db',
      grants: [{ to: 'bucket', bucket: 'backups', access: 'read', prefix: 'keycloak-db' }],
    },
  ],
  'nginx-auth0': [],
  'istio-auth0': [],
});
/**
 * Identities of a cluster's cloud that pods of clusters in ANOTHER cloud take on: its IAM (AWS) or Entra (Azure) trusts
 * the token issuer of each of them for exactly this service account. A standby follows the active database this way.
 */
export const peerReaders = (platform: Platform, cluster: Cluster): readonly IdentitySpec[] =>
  foreignPeers(platform, cluster).length > 0 ? securityReaders[platform.security.use] : [];

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
    securityReaders[platform.security.use].flatMap((reader) => {
      const identity = identities(platform, cluster).find(
        ({ namespace, serviceAccount }) => namespace === reader.namespace && serviceAccount === reader.serviceAccount,
      );
      return identity ? [{ identity, sibling, grants: reader.grants.filter((grant) => grant.to === 'bucket') }] : [];
    }),
  );

export const identities = (platform: Platform, cluster: Cluster): readonly IdentitySpec[] => [
  { id: 'external-secrets', namespace: namespaces.secrets, serviceAccount: 'external-secrets', grants: [{ to: 'secrets' }] },
  ...cloudIdentities[cluster.provider],
  ...securityIdentities[platform.security.use],
  ...monitoringIdentities[platform.monitoring.use],
  ...loggingIdentities[platform.logging.use],
];

const random = (bytes: number) => `openssl rand -hex ${bytes}`;

const meshAuthority: SecretSpec = {
  id: 'mesh-ca',
  properties: ['ca-cert', 'ca-key', 'root-cert', 'cert-chain'],
  scope: 'cluster',
  why: 'intermediate certificate authority of the mesh, below one offline root',
  how: 'docs/production.md, "The mesh root"',
};
const auth0LoginProxy: SecretSpec = {
  id: 'login-proxy',
  properties: ['client-secret', 'cookie-secret'],
  scope: 'platform',
  why: 'oauth2-proxy: its client at Auth0, and the key of its cookies',
  how: `client-secret: ${random(32)}, the same value goes to the stack security; cookie-secret: openssl rand -hex 16`,
};

const securitySecrets = needs<Security['use'], readonly SecretSpec[]>({
  'istio-keycloak': [
    {
      id: 'keycloak-admin',
      properties: ['username', 'password'],
      scope: 'platform',
      why: 'first administrator of Keycloak; ignored once the realm exists',
      how: random(24),
    },
    { id: 'realm-sync', properties: ['client-secret'], scope: 'platform', why: 'client of the job that keeps the realm as git describes it', how: random(32) },
    {
      id: 'keycloak-db',
      properties: ['password'],
      scope: 'platform',
      why: 'owner of the database of Keycloak; the same in both clusters, since one follows the other',
      how: random(24),
    },
    {
      id: 'login-proxy',
      properties: ['client-secret', 'cookie-secret'],
      scope: 'platform',
      why: 'oauth2-proxy: its client at Keycloak, and the key of its cookies',
      how: `client-secret: ${random(32)}; cookie-secret: openssl rand -hex 16`,
    },
    meshAuthority,
  ],
  'nginx-auth0': [auth0LoginProxy],
  'istio-auth0': [auth0LoginProxy, meshAuthority],
});
const deliverySecrets = needs<Delivery['use'], (platform: Platform) => readonly SecretSpec[]>({
  argocd: (platform) => argocdRepositorySecrets[platform.delivery.access],
});
const argocdRepositorySecrets = needs<Delivery['access'], readonly SecretSpec[]>({
  public: [],
  'github-app': [
    {
      id: 'repository',
      properties: ['app-id', 'installation-id', 'private-key'],
      scope: 'platform',
      why: 'Argo CD reads the repository as a GitHub App with contents:read',
      how: 'GitHub, Settings, Developer settings, GitHub Apps',
    },
  ],
  'ssh-key': [
    {
      id: 'repository',
      properties: ['ssh-private-key'],
      scope: 'platform',
      why: 'Argo CD reads the repository with a read-only deploy key',
      how: 'ssh-keygen -t ed25519',
    },
  ],
  token: [
    {
      id: 'repository',
      properties: ['username', 'password'],
      scope: 'platform',
      why: 'Argo CD reads the repository with a read-only token',
      how: 'the git server',
    },
  ],
});
const edgeSecrets = needs<Edge['use'], readonly SecretSpec[]>({
  cloudflare: [
    {
      id: 'dns-token',
      properties: ['token'],
      scope: 'platform',
      why: 'Cloudflare API token with Zone:Read and DNS:Edit on the zone: certificates by DNS-01 and tenant records',
      how: 'Cloudflare, My Profile, API Tokens',
    },
    {
      id: 'origin-pull-ca',
      properties: ['ca'],
      scope: 'platform',
      why: 'certificate (PEM, no key) of the authority that signed the certificate Cloudflare shows to the gateways',
      how: 'docs/production.md, "Origin pulls"',
    },
  ],
});
const receiverSecrets = { pagerduty: ['routing-key'], slack: ['url'], webhook: ['url'] } as const;
const monitoringSecrets = needs<Monitoring['use'], (platform: Platform) => readonly SecretSpec[]>({
  prometheus: (platform) => [
    {
      id: 'alerts-critical',
      properties: receiverSecrets[platform.monitoring.alerts.critical.type],
      scope: 'platform',
      why: `receiver of critical alerts (${platform.monitoring.alerts.critical.type})`,
      how: 'the receiving service',
    },
    {
      id: 'alerts-warning',
      properties: receiverSecrets[platform.monitoring.alerts.warning.type],
      scope: 'platform',
      why: `receiver of warnings (${platform.monitoring.alerts.warning.type})`,
      how: 'the receiving service',
    },
    {
      id: 'alerts-heartbeat',
      properties: ['url'],
      scope: 'cluster',
      why: `dead man's switch: a service outside ${cloudsInWords(platform)} that pages when this URL is not called`,
      how: 'the receiving service',
    },
    {
      id: 'metrics-ca',
      properties: ['certificate-chain', 'private-key', 'root-certificate'],
      scope: 'cluster',
      why: "intermediate authority of this cluster below the metrics root: signs the certificates by which the clusters read each other's metrics",
      how: 'docs/runbooks/metrics-root.md',
    },
    { id: 'grafana', properties: ['client-secret'], scope: 'platform', why: 'client of Grafana at the identity provider', how: random(32) },
  ],
});

export const secrets = (platform: Platform): readonly SecretSpec[] => [
  ...securitySecrets[platform.security.use],
  ...meshSecrets(platform),
  ...(smtpOf(platform) ? [{ id: 'smtp', properties: ['username', 'password'], scope: 'platform', why: 'mail server', how: 'the mail service' } as const] : []),
  ...deliverySecrets[platform.delivery.use](platform),
  ...edgeSecrets[platform.edge.use],
  ...monitoringSecrets[platform.monitoring.use](platform),
];

const smtpOf = (platform: Platform) => ('smtp' in platform.security ? platform.security.smtp : undefined);

/** Joined meshes: each control plane watches the services of the other cluster. */
const meshSecrets = ({ security }: Platform): readonly SecretSpec[] =>
  'meshes' in security && security.meshes === 'joined'
    ? [
        {
          id: 'mesh-remote',
          properties: ['kubeconfig'],
          scope: 'cluster',
          why: "kubeconfig for the other cluster's service account istio-reader-service-account",
          how: 'istioctl create-remote-secret, run against the other cluster; docs/production.md, "Joined meshes"',
        },
      ]
    : [];
