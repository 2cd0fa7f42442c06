/** What is open on a cluster's public addresses, and for whom. */
import type { CloudLock, Cluster, Edge, Monitoring, Platform } from '../model';
import { cloudflareRanges } from './cloudflare-ranges';
import { gatewayOf } from './gateway';
import { metricsPeer } from './observability';
import { lockedEgressAddresses, peersOf } from './peers';

export interface EdgeIngress {
  /** The edge in words, for descriptions of firewall rules. */
  readonly title: string;
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
}
/** Addresses of the edge in front of the clusters, as data of the edge option. */
export const edgeIngress: Readonly<Record<Edge['use'], EdgeIngress>> = {
  cloudflare: { title: 'Cloudflare', ...cloudflareRanges },
};

/** A port of a cluster's public addresses, passed through to pods as it comes (TLS ends in the pods). */
export interface IngressPort {
  readonly id: string;
  readonly port: number;
  /** Port of the pods. */
  readonly targetPort: number;
  /** HTTP health check of the pods. */
  readonly status: { readonly port: number; readonly path: string };
  /** Who may connect: the edge, or the other clusters of the platform. */
  readonly from: 'edge' | 'peers';
}
/** No port 80: the edge redirects to HTTPS by itself. */
function gatewayPort(platform: Platform): IngressPort {
  const { httpsPort, httpsTargetPort, statusPort, statusPath } = gatewayOf(platform);
  return { id: 'https', port: httpsPort, targetPort: httpsTargetPort, status: { port: statusPort, path: statusPath }, from: 'edge' };
}
const monitoringPorts: Readonly<Record<Monitoring['use'], readonly IngressPort[]>> = {
  prometheus: [
    {
      id: 'metrics',
      port: metricsPeer.port,
      targetPort: metricsPeer.port,
      status: { port: metricsPeer.statusPort, path: metricsPeer.statusPath },
      from: 'peers',
    },
  ],
};
export const ingressPorts = (platform: Platform): readonly IngressPort[] => [gatewayPort(platform), ...monitoringPorts[platform.monitoring.use]];

export interface IngressSource {
  readonly title: string;
  /** IPv4 ranges. */
  readonly cidrs: readonly string[];
}
/** Who may connect to a port of this cluster. Of peers whose addresses are not in the lock file yet nobody. */
export function ingressSources(platform: Platform, lock: CloudLock, cluster: Cluster, { from }: IngressPort): readonly IngressSource[] {
  if (from === 'peers')
    return peersOf(platform, cluster).map((peer) => ({ title: peer.name, cidrs: lockedEgressAddresses(lock, peer).map((address) => `${address}/32`) }));
  const { title, ipv4 } = edgeIngress[platform.edge.use];
  return [{ title, cidrs: ipv4 }];
}

/** API of the edge, called from the clusters: certificates by DNS-01, tenant records. */
export const edgeApiHosts: Readonly<Record<Edge['use'], readonly string[]>> = { cloudflare: ['api.cloudflare.com'] };
