/**
 * Hosts that every cluster may call, whichever cloud it is in, each with the reason why. Data only: a new controller that calls a new host gets
 * its line here, and a reviewer sees it.
 */
import type { Cluster, Logging, Platform } from '../../lib/model';

export const fixedHosts = {
  proofs: { hosts: ['cloudflare-dns.com'], why: 'whether the proof of a name is visible yet, asked over HTTPS before the authority is told' },
  acme: { hosts: ['acme-v02.api.letsencrypt.org', 'acme-staging-v02.api.letsencrypt.org'], why: 'public certificates' },
} as const;

/**
 * Where registry.k8s.io sends clients outside Google Cloud for layers: the default of the place that answers them, which
 * is the nearest to the node. Bare stars would open every bucket of a region.
 * @see https://github.com/kubernetes/k8s.io/tree/main/infra/gcp/terraform/modules/oci-proxy
 */
const kubernetesLayers = [
  'd39mqg4b1dx9z1.cloudfront.net',
  'd1be1w964nk82h.cloudfront.net',
  ...['ap-northeast-1', 'ap-south-1', 'ap-southeast-1', 'eu-central-1', 'eu-west-1', 'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'].map(
    (region) => `prod-registry-k8s-io-${region}.s3.dualstack.${region}.amazonaws.com`,
  ),
];

const hasTenants = (tenants: Platform['tenants']): boolean => Object.keys(tenants).length > 0;

/** Registry -> every host that a pull from it touches (the registry, its login, the stores it redirects to), and what of a platform is there. */
export const registryHosts = {
  'docker.io': {
    hosts: [
      'registry-1.docker.io',
      'auth.docker.io',
      'production.cloudflare.docker.com',
      'production.cloudfront.docker.com',
      'docker-images-prod.6aa30f8b08e16409b46e0173d6de2f56.r2.cloudflarestorage.com',
    ],
    images: ({ security, logging, monitoring, tenants }) => [
      'Grafana',
      ...(hasTenants(tenants) ? ['MariaDB'] : []),
      ...(security.use === 'nginx-auth0' ? [] : ['Istio']),
      ...(logging.use === 'loki' ? ['Loki'] : []),
      ...(logging.use === 'elk' && monitoring.use === 'prometheus' ? [] : ['OpenTelemetry']),
      ...(security.use === 'istio-auth0' ? [] : ['Valkey']),
    ],
  },
  'ghcr.io': {
    hosts: ['ghcr.io', 'pkg-containers.githubusercontent.com'],
    images: ({ security, delivery, tenants }) => [
      'CloudNativePG',
      ...(hasTenants(tenants) ? ['mariadb-operator'] : []),
      'External Secrets',
      ...{ argocd: ['Dex'], flux: ['Flux'], helm: [] }[delivery.use],
      ...(security.use === 'nginx-auth0' ? ['NGINX'] : []),
      'workloads at GitHub',
    ],
  },
  'public.ecr.aws': {
    hosts: ['public.ecr.aws', 'd5l0dvt14r5h8.cloudfront.net'],
    images: ({ delivery }, { provider }) => [
      ...(provider === 'aws' ? ['Karpenter', 'the controller of load balancers'] : []),
      ...(delivery.use === 'argocd' ? ['the cache of Argo CD'] : []),
    ],
  },
  'quay.io': {
    hosts: ['quay.io', '*.quay.io'],
    images: ({ security, delivery, monitoring }) => [
      ...(delivery.use === 'argocd' ? ['Argo CD'] : []),
      'cert-manager',
      ...(security.use === 'istio-keycloak' ? ['Keycloak'] : []),
      'oauth2-proxy',
      ...(monitoring.use === 'prometheus' ? ['Prometheus', 'Thanos'] : []),
      'exporters; layers come from cdnNN.quay.io',
    ],
  },
  'registry.k8s.io': {
    hosts: ['registry.k8s.io', '*.pkg.dev', ...kubernetesLayers],
    images: () => ['external-dns', 'kube-state-metrics; manifests and layers come from mirrors near the node'],
  },
} as const satisfies Readonly<Record<string, Registry>>;

interface Registry {
  readonly hosts: readonly string[];
  /** Whose images a cluster pulls from it; none: the registry stays closed. */
  readonly images: (platform: Platform, cluster: Pick<Cluster, 'provider'>) => readonly string[];
}

export interface Source {
  readonly hosts: readonly string[];
  readonly why: string;
}
/** What an option of logging fetches besides: images and charts of hosts that nobody else needs. */
export const loggingHosts: Record<Logging['use'], Readonly<Record<'images' | 'charts', Readonly<Record<string, Source>>>>> = {
  loki: { images: {}, charts: {} },
  'cloud-native': { images: {}, charts: {} },
  elk: {
    images: {
      'docker.elastic.co': {
        hosts: [
          'docker.elastic.co',
          'docker-auth.elastic.co',
          // Layers are in a bucket of Elastic's own account at Cloudflare: the registry redirects there.
          'docker-registry-production.d24a988e385e0074d717b6bdaea58f0d.r2.cloudflarestorage.com',
        ],
        why: 'images of the Elastic Stack and its operator',
      },
    },
    charts: { 'helm.elastic.co': { hosts: ['helm.elastic.co'], why: 'chart of the operator of Elastic' } },
  },
};

/** Where private registries of the clouds keep layers. An Azure registry needs dedicated data endpoints: the other way is every storage account of Azure. */
export function registryStores(registry: string): readonly string[] {
  if (registry.endsWith('.azurecr.io')) return ['*.data.azurecr.io'];
  const [, region] = /\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/.exec(registry) ?? [];
  return region === undefined ? [] : [`prod-${region}-starport-layer-bucket.s3.${region}.amazonaws.com`];
}

/** Where charts come from that only clusters on AWS have. */
export const awsChartHosts = { 'aws.github.io': 'chart of the controller of load balancers' } as const;

/** Where the delivery reads charts and definitions -> which. */
export const chartHosts = {
  'charts.jetstack.io': 'chart of cert-manager',
  'charts.external-secrets.io': 'chart of External Secrets',
  'cloudnative-pg.github.io': 'charts of CloudNativePG',
  'github.com': 'definitions at a tag, and archives that chart indexes point to',
  'grafana-community.github.io': 'charts of Grafana and Loki',
  'istio-release.storage.googleapis.com': 'charts of Istio',
  'kubernetes-sigs.github.io': 'chart of external-dns',
  'mariadb-operator.github.io': 'chart of mariadb-operator, as soon as a tenant has a MariaDB',
  'objects.githubusercontent.com': 'archives of GitHub releases',
  'prometheus-community.github.io': 'chart of the Prometheus stack',
  'raw.githubusercontent.com': 'single files of a repository at a tag',
  'release-assets.githubusercontent.com': 'archives of GitHub releases',
} as const;
