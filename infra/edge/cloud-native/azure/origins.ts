/** Failover: every host that several clusters serve goes to the active one, and to the next while that one is down. */
import { CdnFrontdoorOrigin } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-origin';
import { CdnFrontdoorOriginGroup } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-origin-group';
import { pinned } from '../../../../lib/constructs/stateful';
import { frontDoorChecks, gatewayOf, originHealthPath, originHost, type HostSpec } from '../../../../lib/names';
import { address } from '../../../cloud/azure/ids';
import type { AzureContext } from '../../../cloud/azure/kits/stack';
import type { FrontDoor } from './front-door';
import type { AzureEdge } from './stack';

/** Hosts that the same clusters serve in the same order. */
export interface HostGroup {
  /** Part of addresses: stays when the active cluster changes. */
  readonly id: string;
  readonly hosts: readonly HostSpec[];
  readonly clusters: readonly AzureContext[];
  /** Whether the nearest cluster serves; otherwise the first one that is up. */
  readonly nearest: boolean;
  /** Whether only the health of the cluster can be asked for, at the origin's own host. */
  readonly check: boolean;
}

export function hostGroups(edge: AzureEdge): readonly HostGroup[] {
  const groups = new Map<string, HostGroup>();
  const checks = new Set(frontDoorChecks(edge.platform).map(({ id }) => id));
  for (const host of edge.hosts) {
    const clusters = edge.clusters.filter(({ cluster }) => host.clusters.includes(cluster.name));
    const nearest = clusters.length > 1 && goesToNearest(edge, host);
    const check = checks.has(host.id);
    const id = check ? host.id : groupId(clusters, nearest);
    groups.set(id, { id, clusters, nearest, check, hosts: [...(groups.get(id)?.hosts ?? []), host] });
  }
  return [...groups.values()];
}

function groupId(clusters: readonly AzureContext[], nearest: boolean): string {
  const [only, ...others] = clusters;
  if (only && others.length === 0) return `only-${only.cluster.name}`;
  return nearest ? 'nearest' : 'failover';
}

/** Sessions live in one cluster: spreading people with a login over both would log them out at random. */
const goesToNearest = ({ settings }: AzureEdge, { kind, access }: HostSpec): boolean =>
  settings.routing === 'latency' && kind === 'workload' && access.kind !== 'login';

/** How often each of the places of Front Door (more than a hundred) asks a cluster, in seconds. */
const probeSeconds = { shared: 30, alone: 120 } as const;

export interface Origins {
  readonly group: CdnFrontdoorOriginGroup;
  readonly origins: readonly CdnFrontdoorOrigin[];
}

export function originGroup({ stack, platform }: AzureEdge, { profile }: FrontDoor, { id, clusters, nearest, check }: HostGroup): Origins {
  const group = pinned(
    new CdnFrontdoorOriginGroup(stack, `origins_${address(id)}`, {
      name: id,
      cdnFrontdoorProfileId: profile.id,
      sessionAffinityEnabled: false,
      // Asks whether the cluster can serve the platform, not only whether its proxy runs: the answer comes from behind the gateway.
      healthProbe: {
        protocol: 'Https',
        requestType: 'GET',
        path: originHealthPath,
        // With one cluster the answer changes nothing but an alert.
        intervalInSeconds: clusters.length > 1 ? probeSeconds.shared : probeSeconds.alone,
      },
      // Down when two of four answers are missing, so after a minute; up again after three good ones.
      loadBalancing: { sampleSize: 4, successfulSamplesRequired: 3, additionalLatencyInMilliseconds: nearest ? 50 : 0 },
    }),
  );
  const { httpsPort } = gatewayOf(platform);
  const origins = clusters.map(({ cluster }, index) =>
    pinned(
      new CdnFrontdoorOrigin(stack, `origin_${address(id)}_${address(cluster.name)}`, {
        name: cluster.name,
        cdnFrontdoorOriginGroupId: group.id,
        enabled: true,
        // Goes into the handshake, and the certificate must have it. The request keeps the host that the client asked for.
        hostName: originHost(platform, cluster),
        certificateNameCheckEnabled: true,
        ...(check ? { originHostHeader: originHost(platform, cluster) } : {}),
        httpPort: 80, // never used: routes forward HTTPS only
        httpsPort,
        priority: nearest ? 1 : index + 1,
        weight: 1000,
      }),
    ),
  );
  return { group, origins };
}
