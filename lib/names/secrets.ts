/** Secrets of the store, by the option that needs them. */
import { choose, type Edge, type Platform, type Provider, type RepositoryAccess } from '../model';
import { cloudsInWords } from './peers';

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

const ofSecurity = ({ security }: Platform): readonly SecretSpec[] =>
  choose(security, {
    'istio-keycloak': () => [
      {
        id: 'keycloak-admin',
        properties: ['username', 'password'],
        scope: 'platform',
        why: 'first administrator of Keycloak; ignored once the realm exists',
        how: random(24),
      },
      {
        id: 'realm-sync',
        properties: ['client-secret'],
        scope: 'platform',
        why: 'client of the job that keeps the realm as git describes it',
        how: random(32),
      },
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
    'nginx-auth0': () => [auth0LoginProxy],
    'istio-auth0': () => [auth0LoginProxy, meshAuthority],
  });
const ofDelivery = ({ delivery }: Platform): readonly SecretSpec[] =>
  choose(delivery, {
    helm: () => [],
    argocd: ({ access }) => repository('Argo CD')[access],
    flux: ({ access }) => (access === 'ssh-key' ? [fluxKey] : repository('Flux')[access]),
  });
/** Credentials by which `reader` reads the repository. */
const repository = (reader: string): Readonly<Record<RepositoryAccess, readonly SecretSpec[]>> => ({
  public: [],
  'github-app': [
    {
      id: 'repository',
      properties: ['app-id', 'installation-id', 'private-key'],
      scope: 'platform',
      why: `${reader} reads the repository as a GitHub App with contents:read`,
      how: 'GitHub, Settings, Developer settings, GitHub Apps',
    },
  ],
  'ssh-key': [
    {
      id: 'repository',
      properties: ['ssh-private-key'],
      scope: 'platform',
      why: `${reader} reads the repository with a read-only deploy key`,
      how: 'ssh-keygen -t ed25519',
    },
  ],
  token: [
    {
      id: 'repository',
      properties: ['username', 'password'],
      scope: 'platform',
      why: `${reader} reads the repository with a read-only token`,
      how: 'the git server',
    },
  ],
});
/** Argo CD knows the keys of the usual servers; Flux knows none. */
const fluxKey: SecretSpec = {
  id: 'repository',
  properties: ['ssh-private-key', 'known-hosts'],
  scope: 'platform',
  why: 'Flux reads the repository with a read-only deploy key, from a server whose keys it knows',
  how: 'ssh-private-key: ssh-keygen -t ed25519; known-hosts: ssh-keyscan of the git server, compared with what its operator publishes',
};
const ofEdge = ({ edge }: Platform): readonly SecretSpec[] =>
  choose<Edge, readonly SecretSpec[]>(edge, {
    'cloud-native': () => [], // identities of the clouds do what keys do elsewhere
    cloudflare: () => [
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
const grafanaClient: SecretSpec = {
  id: 'grafana',
  properties: ['client-secret'],
  scope: 'platform',
  why: 'client of Grafana at the identity provider',
  how: random(32),
};
const receiverSecrets = { pagerduty: ['routing-key'], slack: ['url'], webhook: ['url'] } as const;
const ofMonitoring = (platform: Platform): readonly SecretSpec[] =>
  choose(platform.monitoring, {
    prometheus: ({ alerts }) => [
      {
        id: 'alerts-critical',
        properties: receiverSecrets[alerts.critical.type],
        scope: 'platform',
        why: `receiver of critical alerts (${alerts.critical.type})`,
        how: 'the receiving service',
      },
      {
        id: 'alerts-warning',
        properties: receiverSecrets[alerts.warning.type],
        scope: 'platform',
        why: `receiver of warnings (${alerts.warning.type})`,
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
      grafanaClient,
    ],
    'cloud-native': ({ alerts }) => [
      // Mail and webhooks are subscriptions of the cloud layer. Only AWS sends to PagerDuty with a key from its store.
      ...(['critical', 'warning'] as const).flatMap((severity): readonly SecretSpec[] =>
        alerts[severity].type === 'pagerduty' && hasCloud(platform, 'aws')
          ? [
              {
                id: `alerts-${severity}`,
                properties: receiverSecrets.pagerduty,
                scope: 'platform',
                why: `${severity} alerts of clusters on AWS (pagerduty); other clouds do not read it`,
                how: 'PagerDuty, service, integration "Events API v2"',
              },
            ]
          : [],
      ),
      grafanaClient,
    ],
  });
const hasCloud = ({ cloud }: Platform, provider: Provider): boolean => cloud.clusters.some((cluster) => cluster.provider === provider);

const ofLogging = ({ logging }: Platform): readonly SecretSpec[] =>
  choose(logging, {
    loki: () => [],
    elk: () => [
      {
        id: 'log-dashboards',
        properties: ['password'],
        scope: 'platform',
        why: 'dashboards ask Elasticsearch for lines with it; it may only read',
        how: random(24),
      },
    ],
    'cloud-native': () => [],
  });

export const secrets = (platform: Platform): readonly SecretSpec[] => [
  ...ofSecurity(platform),
  ...meshSecrets(platform),
  ...(smtpOf(platform) ? [{ id: 'smtp', properties: ['username', 'password'], scope: 'platform', why: 'mail server', how: 'the mail service' } as const] : []),
  ...ofDelivery(platform),
  ...ofEdge(platform),
  ...ofMonitoring(platform),
  ...ofLogging(platform),
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
