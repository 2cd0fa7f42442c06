/** What is open on a cluster's addresses, public and private ones, and for whom. */
import { choose, clustersOn, isLinked, type CloudLock, type Cluster, type Edge, type Monitoring, type Platform } from '../model';
import { endsAtCloud, passesFrontDoor, zoneProvider } from './cloud-native';
import { cloudflareRanges } from './cloudflare-ranges';
import { gatewayOf } from './gateway';
import { meshesAreJoined, eastWestGateway } from './mesh';
import { awsInnerAddresses, azureIngressAddress, azureMeshAddress, azureMetricsPeerAddress, nodeRanges } from './network';
import { metricsPeer } from './observability';
import { lockedEgressAddresses, peersOf } from './peers';

export interface EdgeIngress {
  /** The edge in words, for descriptions of firewall rules. */
  readonly title: string;
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
  /** Tags under which Azure keeps the list, for firewalls that know tags or can look them up. @default - the ranges above say it */
  readonly serviceTags?: readonly string[];
}
const everybody: EdgeIngress = { title: 'the internet', ipv4: ['0.0.0.0/0'], ipv6: [] };
/** The load balancer of AWS is open to everybody; its own firewall judges. The addresses of Front Door change every week and have a tag. */
const ofCloud: Readonly<Record<Cluster['provider'], (platform: Pick<Platform, 'cloud' | 'edge'>) => EdgeIngress>> = {
  aws: () => everybody,
  azure: (platform) =>
    passesFrontDoor(platform)
      ? everybody
      : {
          ...everybody,
          // Traffic Manager asks from outside whether a cluster serves.
          ...(zoneProvider(platform) === 'azure'
            ? { title: 'Azure Front Door and Traffic Manager', serviceTags: ['AzureFrontDoor.Backend', 'AzureTrafficManager'] }
            : { title: 'Azure Front Door', serviceTags: ['AzureFrontDoor.Backend'] }),
        },
};
/** Addresses of the edge in front of a cluster, as data of the edge option. */
export const edgeIngress = (platform: Pick<Platform, 'cloud' | 'edge'>, { provider }: Pick<Cluster, 'provider'>): EdgeIngress =>
  choose<Edge, EdgeIngress>(platform.edge, {
    cloudflare: () => ({ title: 'Cloudflare', ...cloudflareRanges }),
    'cloud-native': () => ofCloud[provider](platform),
  });

/** A port of a cluster's addresses, passed through to pods as it comes (TLS ends in the pods). */
export interface IngressPort {
  readonly id: 'https' | 'metrics' | 'mesh';
  readonly port: number;
  /** Port of the pods. */
  readonly targetPort: number;
  /** HTTP health check of the pods. */
  readonly status: { readonly port: number; readonly path: string };
  /** Who may connect: the edge, or the other clusters of the platform. */
  readonly from: 'edge' | 'peers';
  /** Of which addresses: those of the internet, or those of the private network that joins the clusters. */
  readonly way: 'public' | 'private';
}
/** No port 80: the edge redirects to HTTPS by itself. */
function gatewayPort(platform: Platform): IngressPort {
  const { httpsPort, httpsTargetPort, statusPort, statusPath } = gatewayOf(platform);
  return { id: 'https', port: httpsPort, targetPort: httpsTargetPort, status: { port: statusPort, path: statusPath }, from: 'edge', way: 'public' };
}
const monitoringPorts = (platform: Platform): readonly IngressPort[] =>
  choose<Monitoring, readonly IngressPort[]>(platform.monitoring, {
    prometheus: () => [
      {
        id: 'metrics',
        port: metricsPeer.port,
        targetPort: metricsPeer.port,
        status: { port: metricsPeer.statusPort, path: metricsPeer.statusPath },
        from: 'peers',
        // docs/adr/0010-two-regions.md: what may stay off the internet does.
        way: isLinked(platform) ? 'private' : 'public',
      },
    ],
    'cloud-native': () => [],
  });
/** Always private: the other control plane is watched through the same link, whoever makes it. */
const meshPort: IngressPort = {
  id: 'mesh',
  port: eastWestGateway.tlsPort,
  targetPort: eastWestGateway.tlsPort,
  status: { port: eastWestGateway.statusPort, path: eastWestGateway.statusPath },
  from: 'peers',
  way: 'private',
};
export const ingressPorts = (platform: Platform): readonly IngressPort[] => [
  gatewayPort(platform),
  ...monitoringPorts(platform),
  ...(meshesAreJoined(platform) ? [meshPort] : []),
];
/**
 * The port of an id.
 * @throws RangeError where the platform does not open it: only who serves it asks
 */
export function ingressPort(platform: Platform, id: IngressPort['id']): IngressPort {
  const found = ingressPorts(platform).find((port) => port.id === id);
  if (!found) throw new RangeError(`the platform opens no port '${id}'`);
  return found;
}
/** Ports that a cluster's network load balancer passes through as they come: not HTTPS where a load balancer of the cloud ends it (AWS). */
export const passedPorts = (platform: Platform, cluster: Cluster): readonly IngressPort[] =>
  publicPorts(platform).filter(({ id }) => id !== 'https' || !endsAtCloud(platform, cluster));
/** Ports of a cluster's addresses on the internet. */
export const publicPorts = (platform: Platform): readonly IngressPort[] => ingressPorts(platform).filter(({ way }) => way === 'public');
/** Whether other clusters read metrics from the internet, so that the edge names the address; otherwise a private name does. */
export const metricsArePublic = (platform: Platform): boolean => publicPorts(platform).some(({ id }) => id === 'metrics');
/** Ports that other clusters reach through a private network. */
export const privatePorts = (platform: Platform): readonly IngressPort[] => ingressPorts(platform).filter(({ way }) => way === 'private');

/** Addresses at which other clusters reach a private port: one in each zone on AWS, one for all zones on Azure. */
export const privateAddresses = (cluster: Cluster, { id }: Pick<IngressPort, 'id'>): readonly string[] =>
  cluster.provider === 'aws' ? awsInnerAddresses(cluster) : [azureAddresses[id](cluster)];
/** Addresses of internal load balancers in the subnet `ingress`, by port (Azure). */
export const azureAddresses = { https: azureIngressAddress, metrics: azureMetricsPeerAddress, mesh: azureMeshAddress } as const;

export interface IngressSource {
  readonly title: string;
  /** IPv4 ranges. */
  readonly cidrs: readonly string[];
  /** Tags of Azure that say it better than the ranges. @default - none */
  readonly serviceTags?: readonly string[];
}
/** Who may connect to a port of this cluster. On the internet, of peers whose addresses are not in the lock file yet nobody. */
export function ingressSources(platform: Platform, lock: CloudLock, cluster: Cluster, { from, way }: IngressPort): readonly IngressSource[] {
  if (way === 'private') return peersOf(platform, cluster).map((peer) => ({ title: peer.name, cidrs: nodeRanges(peer) }));
  if (from === 'peers')
    return peersOf(platform, cluster).map((peer) => ({ title: peer.name, cidrs: lockedEgressAddresses(lock, peer).map((address) => `${address}/32`) }));
  const { title, ipv4, serviceTags } = edgeIngress(platform, cluster);
  return [{ title, cidrs: ipv4, ...(serviceTags === undefined ? {} : { serviceTags }) }];
}

/** Route 53 has one API for the world; pods outside AWS change their token into a role first. */
const zoneApis = (platform: Pick<Platform, 'cloud'>, { provider }: Pick<Cluster, 'provider'>): readonly string[] =>
  ({
    aws: ['route53.amazonaws.com', ...(provider === 'aws' ? [] : clustersOn(platform, 'aws').map(({ region }) => `sts.${region}.amazonaws.com`))],
    azure: ['management.azure.com'],
  })[zoneProvider(platform)];
/** API of the edge, called from a cluster: certificates by DNS-01, tenant records. */
export const edgeApiHosts = (platform: Pick<Platform, 'cloud' | 'edge'>, cluster: Pick<Cluster, 'provider'>): readonly string[] =>
  choose<Edge, readonly string[]>(platform.edge, { cloudflare: () => ['api.cloudflare.com'], 'cloud-native': () => zoneApis(platform, cluster) });
