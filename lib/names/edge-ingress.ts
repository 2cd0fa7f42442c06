/** What is open on a cluster's addresses, public and private ones, and for whom. */
import { choose, isLinked, type CloudLock, type Cluster, type Monitoring, type Platform } from '../model';
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
}
/** Addresses of the edge in front of the clusters, as data of the edge option. */
export const edgeIngress = ({ edge }: Pick<Platform, 'edge'>): EdgeIngress =>
  choose(edge, { cloudflare: () => ({ title: 'Cloudflare', ...cloudflareRanges }) });

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
}
/** Who may connect to a port of this cluster. On the internet, of peers whose addresses are not in the lock file yet nobody. */
export function ingressSources(platform: Platform, lock: CloudLock, cluster: Cluster, { from, way }: IngressPort): readonly IngressSource[] {
  if (way === 'private') return peersOf(platform, cluster).map((peer) => ({ title: peer.name, cidrs: nodeRanges(peer) }));
  if (from === 'peers')
    return peersOf(platform, cluster).map((peer) => ({ title: peer.name, cidrs: lockedEgressAddresses(lock, peer).map((address) => `${address}/32`) }));
  const { title, ipv4 } = edgeIngress(platform);
  return [{ title, cidrs: ipv4 }];
}

/** API of the edge, called from the clusters: certificates by DNS-01, tenant records. */
export const edgeApiHosts = ({ edge }: Pick<Platform, 'edge'>): readonly string[] => choose(edge, { cloudflare: () => ['api.cloudflare.com'] });
