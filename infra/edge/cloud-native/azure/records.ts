/** Records in the zone, where Azure DNS has it: hosts lead to Front Door, origins to the clusters, proofs to what Front Door wants to see. */
import { DnsARecord } from '@cdktf/provider-azurerm/lib/dns-a-record';
import { DnsCnameRecord } from '@cdktf/provider-azurerm/lib/dns-cname-record';
import { DnsTxtRecord } from '@cdktf/provider-azurerm/lib/dns-txt-record';
import type { TrafficManagerProfile } from '@cdktf/provider-azurerm/lib/traffic-manager-profile';
import { pinned } from '../../../../lib/constructs/stateful';
import type { ITerraformDependable } from '../../../../lib/constructs/terraform';
import { edgeGroup, frontDoorProofHost, metricsArePublic, metricsPeerHost, originHost, passesFrontDoor, type HostSpec } from '../../../../lib/names';
import { address, azureIds } from '../../../cloud/azure/ids';
import type { Domains } from './domains';
import type { FrontDoor } from './front-door';
import { inZone, type AzureEdge } from './stack';

/** How long resolvers keep a record, in seconds: short enough to move a name by hand. */
const ttl = 300;

export interface RecordsProps {
  readonly door: FrontDoor;
  readonly domains: Domains;
  /** What must be there before the name of a host leads to Front Door: its route and its firewall. */
  readonly ready: (host: HostSpec['id']) => readonly ITerraformDependable[];
  readonly around: TrafficManagerProfile;
}

export function records(edge: AzureEdge, { door, domains, ready, around }: RecordsProps): void {
  const { stack, platform, settings, clusters, hosts } = edge;
  const zone = settings.zone.name;
  const common = { resourceGroupName: edgeGroup(platform), zoneName: zone, ttl };
  // An alias follows the address, and answers nothing once the address is gone.
  const toCluster = (id: string, host: string, targetResourceId: string) =>
    pinned(new DnsARecord(stack, `record_${id}`, { ...common, name: inZone(host, zone), targetResourceId }), id);
  for (const context of clusters) {
    const { ingressAddress } = azureIds(context);
    toCluster(address(`origin-${context.cluster.name}`), originHost(platform, context.cluster), ingressAddress);
    if (metricsArePublic(platform)) toCluster(address(`metrics-${context.cluster.name}`), metricsPeerHost(platform, context.cluster), ingressAddress);
  }
  for (const { id, host, clusters: of } of hosts) {
    const value = domains.get(id)?.validationToken ?? '';
    pinned(
      new DnsTxtRecord(stack, `proof_${address(id)}`, { ...common, name: inZone(frontDoorProofHost(host), zone), record: [{ value }] }),
      `proof_${address(id)}`,
    );
    pinned(
      new DnsCnameRecord(stack, `host_${address(id)}`, {
        ...common,
        name: inZone(host, zone),
        record: entry(edge, { door, around }, of),
        dependsOn: [...ready(id)],
      }),
      `host_${address(id)}`,
    );
  }
}

/** Where a host leads: to Front Door, or past it to the cluster that serves. */
function entry({ platform, clusters }: AzureEdge, { door, around }: Pick<RecordsProps, 'door' | 'around'>, serving: readonly string[]): string {
  if (!passesFrontDoor(platform)) return door.endpoint.hostName;
  const [only, ...others] = clusters.filter(({ cluster }) => serving.includes(cluster.name));
  return only && others.length === 0 ? originHost(platform, only.cluster) : around.fqdn;
}
