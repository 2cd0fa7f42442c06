/**
 * Metrics of the other cluster in the same subscription, for Grafana: an endpoint of its workspace in this network, and the
 * right to ask it. Once a network answers names of one workspace by itself, it reaches no other one that has an endpoint
 * somewhere but through an endpoint as well. Left out until the lock file knows that the workspace is there.
 * @see https://learn.microsoft.com/azure/azure-monitor/metrics/azure-monitor-workspace-private-endpoint#known-issues
 */
import { PrivateDnsZone } from '@cdktf/provider-azurerm/lib/private-dns-zone';
import { PrivateDnsZoneVirtualNetworkLink } from '@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { isUnset, type AzureCluster } from '../../../../lib/model';
import { metricsQueryUrl, namesOf, siblings } from '../../../../lib/names';
import { address, azureIds, privateServices } from '../../../cloud/azure/ids';
import { privateEndpoint } from '../../../cloud/azure/kits/endpoint';
import type { Place } from '../../../cloud/azure/kits/group';
import type { AzureContext } from '../../../cloud/azure/kits/stack';

/** A workspace of another cluster that this one asks. */
export interface SiblingMetrics {
  readonly cluster: AzureCluster;
  readonly workspaceId: string;
}

export const siblingMetrics = (context: AzureContext): readonly SiblingMetrics[] => {
  const { platform, lock } = context;
  return (siblings(platform, context.cluster) as readonly AzureCluster[]) // siblings have the same provider
    .filter((cluster) => !isUnset(metricsQueryUrl(lock, cluster)))
    .map((cluster) => ({ cluster, workspaceId: azureIds({ ...context, cluster, names: namesOf(platform, cluster) }).metricsWorkspace }));
};

export function siblingAccess(stack: PlatformStack, context: AzureContext, place: Place): void {
  for (const { cluster, workspaceId } of siblingMetrics(context)) {
    const { resourceGroupName } = place;
    const id = address(`metrics-${cluster.name}`);
    const zone = pinned(new PrivateDnsZone(stack, `zone_${id}`, { resourceGroupName, name: privateServices.metrics.zone(cluster.region) }), id);
    const link = pinned(
      new PrivateDnsZoneVirtualNetworkLink(stack, `zone_link_${id}`, {
        resourceGroupName,
        name: context.names.prefix(),
        privateDnsZoneName: zone.name,
        virtualNetworkId: azureIds(context).vnet,
        registrationEnabled: false,
        resolutionPolicy: 'NxDomainRedirect',
      }),
      id,
    );
    privateEndpoint(stack, context, place, { id: `metrics-${cluster.name}`, target: workspaceId, service: 'metrics', zoneId: zone.id, dependsOn: [link] });
  }
}
