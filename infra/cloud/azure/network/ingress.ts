/**
 * What comes in. From the internet, by egress profile: the firewall rewrites and forwards it, or the cluster's load balancer
 * takes it itself. From other clusters through a private network: internal load balancers take it at fixed addresses.
 */
import type { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip';
import type { AzureCluster } from '../../../../lib/model';
import { azureAddresses, azureSubnets, ingressSources, privatePorts, publicPorts } from '../../../../lib/names';
import type { AzureContext } from '../kits/stack';

/** A way from the internet to pods behind a load balancer. */
export interface PublicPath {
  readonly id: string;
  readonly why: string;
  /** IPv4 ranges that may use it. */
  readonly sources: readonly string[];
  /** Tags of Azure that say who may use it; then the ranges do not count. */
  readonly tags: readonly string[];
  readonly port: number;
  /** Address of the internal load balancer behind the firewall. */
  readonly internalAddress: string;
}

/** Ways from the internet; that of the peers appears as soon as the lock file knows where they come from. */
export const publicPaths = ({ platform, cluster, lock }: AzureContext): readonly PublicPath[] =>
  publicPorts(platform)
    .map((port): PublicPath => {
      const sources = ingressSources(platform, lock, cluster, port).filter(({ cidrs }) => cidrs.length > 0);
      return {
        id: port.id,
        why: `${port.id} from ${sources.map(({ title }) => title).join(', ')}`,
        sources: sources.flatMap(({ cidrs }) => cidrs),
        tags: sources.flatMap(({ serviceTags = [] }) => serviceTags),
        port: port.port,
        internalAddress: azureAddresses[port.id](cluster),
      };
    })
    .filter(({ sources }) => sources.length > 0);

/** The same ways as the nodes' security group sees them: sources and the address that packets still carry. */
export interface IngressPath {
  readonly id: string;
  readonly why: string;
  /** Ranges, or a tag: a rule takes one. */
  readonly sources: readonly string[] | string;
  readonly target: string;
  readonly port: number;
}

type Seen = (context: AzureContext, ingress: PublicIp) => (path: PublicPath) => readonly (Pick<IngressPath, 'sources' | 'target'> & { readonly id?: string })[];
const seen: Record<AzureCluster['network']['egress'], Seen> = {
  // The firewall replaces the source by an address of its own subnet; load balancers of Kubernetes keep the destination.
  firewall:
    ({ cluster }) =>
    ({ internalAddress }) => [{ sources: [azureSubnets(cluster).firewall], target: internalAddress }],
  'nat-gateway':
    (_, ingress) =>
    ({ id, sources, tags }) =>
      tags.length === 0
        ? [{ sources, target: ingress.ipAddress }]
        : tags.map((tag) => ({ id: `${id}-${tag.toLowerCase().replaceAll('.', '-')}`, sources: tag, target: ingress.ipAddress })),
};

export const ingressPaths = (context: AzureContext, ingress: PublicIp): readonly IngressPath[] => {
  const asSeen = seen[context.cluster.network.egress](context, ingress);
  return [
    ...publicPaths(context).flatMap((path) => asSeen(path).map((way) => ({ id: path.id, why: path.why, port: path.port, ...way }))),
    ...privatePaths(context),
  ];
};

/** Nobody stands between: pods of the other cluster come with the addresses of their nodes. */
const privatePaths = ({ platform, cluster, lock }: AzureContext): readonly IngressPath[] =>
  privatePorts(platform).map((port) => {
    const sources = ingressSources(platform, lock, cluster, port);
    return {
      id: port.id,
      why: `${port.id} from ${sources.map(({ title }) => title).join(', ')}`,
      sources: sources.flatMap(({ cidrs }) => cidrs),
      target: azureAddresses[port.id](cluster),
      port: port.port,
    };
  });
