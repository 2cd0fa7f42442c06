/** The allow list of a cluster as far as it is the same in every cloud: fixed hosts, and those that follow from platform.yaml. Every entry says why. */
import { choose, type Cluster, type Delivery, type Monitoring, type Platform, type PrometheusSettings, type RepositoryAccess } from '../../lib/model';
import {
  edgeApiHosts,
  foreignPeers,
  identityOf,
  metricsArePublic,
  metricsPeer,
  metricsPeerHost,
  namesOf,
  peerReaders,
  peersOf,
  readRepository,
} from '../../lib/names';
import type { ClusterContext } from '../context';
import { awsChartHosts, chartHosts, fixedHosts, loggingHosts, registryHosts, registryStores, type Source } from './hosts';

export interface EgressRule {
  readonly id: string;
  readonly hosts: readonly string[];
  readonly port: number;
  /** Https: the name in the handshake is compared. TCP: addresses that the name resolves to. */
  readonly protocol: 'Https' | 'TCP';
  readonly why: string;
}

export function commonEgress({ platform, cluster }: Pick<ClusterContext, 'platform' | 'cluster'>): readonly EgressRule[] {
  return [
    ...Object.entries(fixedHosts).map(([id, { hosts, why }]) => https(id, hosts, why)),
    ...imageRules(platform, cluster),
    ...(readRepository(platform)
      ? [
          https(
            'charts',
            [
              ...Object.keys(chartHosts),
              ...(cluster.provider === 'aws' ? Object.keys(awsChartHosts) : []),
              ...sourceHosts(loggingHosts[platform.logging.use].charts),
            ],
            `charts and definitions that ${fetched(platform)}`,
          ),
        ]
      : []),
    ...repositoryRules(platform),
    https('edge-api', edgeApiHosts(platform, cluster), 'certificates by DNS-01 and tenant records'),
    https('platform', [platform.domain, `*.${platform.domain}`], 'hosts of the platform itself: logins and keys of the identity provider, probes'),
    ...identityRules(platform),
    ...metricsRules(platform, cluster),
    ...followedPeers(platform, cluster).map((peer) => backupRule(platform, peer)),
    ...monitoringRules(platform),
    ...mailRules(platform),
  ];
}

export const https = (id: string, hosts: readonly string[], why: string): EgressRule => ({ id, hosts, port: 443, protocol: 'Https', why });

const sourceHosts = (sources: Readonly<Record<string, Source>>): readonly string[] => Object.values(sources).flatMap(({ hosts }) => hosts);

const usedRegistries = (platform: Platform, cluster: Pick<Cluster, 'provider'>): Readonly<Record<string, Source>> =>
  Object.fromEntries(
    Object.entries(registryHosts).flatMap(([registry, { hosts, images }]) => {
      const whose = images(platform, cluster);
      return whose.length === 0 ? [] : [[registry, { hosts, why: `images of ${whose.join(', ')}` }]];
    }),
  );

/** Registries of the platform's own images and of the user's workloads. */
function imageRules(platform: Platform, cluster: Pick<Cluster, 'provider'>): readonly EgressRule[] {
  const { logging, workloads } = platform;
  const known: Readonly<Record<string, Source>> = { ...usedRegistries(platform, cluster), ...loggingHosts[logging.use].images };
  const others = [...new Set(workloads.map(({ image }) => image.slice(0, image.indexOf('/'))))].filter((host) => !(host in known)).sort();
  return [
    ...Object.entries(known).map(([registry, { hosts, why }]) => https(`images-${registry.replaceAll('.', '-')}`, hosts, why)),
    ...others.map((registry) => {
      const [host = '', port = '443'] = registry.split(':');
      return { ...https(`images-${registry.replace(/[^a-z0-9]/g, '-')}`, storesOf(host), 'images of workloads'), port: Number(port) };
    }),
  ];
}

/** A registry that only workloads use. */
const storesOf = (host: string): readonly string[] =>
  Object.entries(registryHosts).find(([registry]) => registry === host)?.[1].hosts ?? [host, ...registryStores(host)];

const fetched = ({ delivery }: Platform): string =>
  choose<Delivery, string>(delivery, { helm: () => 'nobody in the cluster fetches', argocd: () => 'Argo CD renders', flux: () => 'Flux fetches' });

function repositoryRules(platform: Platform): readonly EgressRule[] {
  const read = readRepository(platform);
  if (!read) return [];
  const { protocol, hostname, port } = new URL(read.url);
  const why = 'the repository that the cluster follows';
  if (protocol === 'ssh:') return [{ id: 'repository', hosts: [hostname], port: Number(port || 22), protocol: 'TCP', why }];
  return [{ ...https('repository', [hostname, ...repositoryApis[read.access](hostname)], why), port: Number(port || 443) }];
}
const repositoryApis: Record<RepositoryAccess, (host: string) => readonly string[]> = {
  'github-app': (host) => (host === 'github.com' ? ['api.github.com'] : []), // tokens of the app; an enterprise server has its API on the same host
  public: () => [],
  'ssh-key': () => [],
  token: () => [],
};

/** The identity provider, where it is not a host of the platform. */
function identityRules(platform: Platform): readonly EgressRule[] {
  const { host } = identityOf(platform);
  return host.endsWith(`.${platform.domain}`) ? [] : [https('identity', [host], 'tokens and keys of the identity provider')];
}

/** Metrics of the other clusters, where no private network leads to them. */
const metricsRules = (platform: Platform, cluster: Cluster): readonly EgressRule[] =>
  metricsArePublic(platform)
    ? peersOf(platform, cluster).map((peer) => ({
        ...https(`metrics-${peer.name}`, [metricsPeerHost(platform, peer)], `metrics of ${peer.name}, by mutual TLS`),
        port: metricsPeer.port,
      }))
    : [];

/** Clusters in another cloud whose database a standby follows. */
const followedPeers = (platform: Platform, cluster: Cluster): readonly Cluster[] =>
  foreignPeers(platform, cluster).filter((peer) => peerReaders(platform, peer).length > 0);

/** Backups in another cloud, where a standby follows its database; those in this one have private endpoints. */
function backupRule(platform: Platform, peer: Cluster): EgressRule {
  const names = namesOf(platform, peer);
  const stores: Record<Cluster['provider'], () => readonly string[]> = {
    aws: () => [names.bucketEndpoint('backups'), `${names.bucket('backups')}.${names.bucketEndpoint('backups')}`, `sts.${peer.region}.amazonaws.com`],
    azure: () => [names.bucketEndpoint('backups')],
  };
  return https(`backups-${peer.name}`, stores[peer.provider](), `backups of ${peer.name}: a standby follows its database`);
}

type Receiver = PrometheusSettings['alerts']['critical']['type'];
const receivers: Record<Receiver, readonly string[]> = {
  pagerduty: ['events.pagerduty.com', 'events.eu.pagerduty.com'],
  slack: ['hooks.slack.com'],
  webhook: [],
};
const monitoringRules = ({ monitoring }: Platform): readonly EgressRule[] =>
  choose<Monitoring, readonly EgressRule[]>(monitoring, {
    prometheus: ({ alerts }) =>
      [...new Set([alerts.critical.type, alerts.warning.type])]
        .filter((type) => receivers[type].length > 0)
        .map((type) => https(`alerts-${type}`, receivers[type], `alerts to ${type}`)),
    // The clouds send by themselves.
    'cloud-native': () => [https('grafana-plugins', ['grafana.com', 'storage.googleapis.com'], 'plugin of Grafana for the managed Prometheus, at each start')],
  });

function mailRules({ security }: Platform): readonly EgressRule[] {
  const smtp = 'smtp' in security ? security.smtp : undefined;
  return smtp ? [{ id: 'mail', hosts: [smtp.host], port: smtp.port, protocol: 'TCP', why: 'mails of the identity provider, by SMTP with STARTTLS' }] : [];
}
