/**
 * Traffic Manager: a second opinion on the clusters, from outside of Front Door, and the way around it while it is down
 * (docs/adr/0037-way-around-front-door.md). No host leads here otherwise: Front Door renews no certificate through a chain of names.
 */
import { TrafficManagerExternalEndpoint } from '@cdktf/provider-azurerm/lib/traffic-manager-external-endpoint';
import { TrafficManagerProfile } from '@cdktf/provider-azurerm/lib/traffic-manager-profile';
import { pinned } from '../../../../lib/constructs/stateful';
import { TerraformOutput } from '../../../../lib/constructs/terraform';
import { checked, gatewayOf, originHealthPath, originHost, trafficManagerName } from '../../../../lib/names';
import { address, azureIds } from '../../../cloud/azure/ids';
import { metricAlert } from '../../../cloud/azure/kits/metric-alert';
import type { AzureEdge } from './stack';

/** How long resolvers keep an answer, in seconds: a failover takes as long, and three checks. */
const ttl = 30;

export function trafficManager(edge: AzureEdge): TrafficManagerProfile {
  const { stack, platform, place, clusters, home } = edge;
  const profile = pinned(
    new TrafficManagerProfile(stack, 'traffic_manager', {
      name: checked('Azure resource', `traf-${platform.name}`),
      resourceGroupName: place.resourceGroupName,
      trafficRoutingMethod: 'Priority',
      dnsConfig: { relativeName: trafficManagerName(platform), ttl },
      monitorConfig: {
        protocol: 'HTTPS',
        port: gatewayOf(platform).httpsPort,
        path: originHealthPath,
        intervalInSeconds: 10,
        timeoutInSeconds: 5,
        toleratedNumberOfFailures: 2,
        expectedStatusCodeRanges: ['200-200'],
      },
    }),
  );
  clusters.forEach(({ cluster }, index) =>
    pinned(
      new TrafficManagerExternalEndpoint(stack, `entry_${address(cluster.name)}`, {
        name: cluster.name,
        profileId: profile.id,
        target: originHost(platform, cluster),
        priority: index + 1,
        enabled: true,
      }),
    ),
  );
  metricAlert(stack, home, place, {
    actionGroupId: azureIds(home).actionGroup,
    alert: {
      id: 'traffic-manager-cluster',
      scope: profile.id,
      metricNamespace: 'Microsoft.Network/trafficManagerProfiles',
      metricName: 'ProbeAgentCurrentEndpointStateByProfileResourceId',
      aggregation: 'Maximum',
      operator: 'LessThan',
      threshold: 1,
      dimensions: [{ name: 'EndpointName', values: ['*'] }],
      severity: 2,
      description:
        'A cluster does not answer from outside. Together with the alert of Front Door the cluster is down; alone, something is wrong between Traffic Manager and the cluster.',
    },
  });
  new TerraformOutput(stack, 'traffic_manager_host', {
    value: profile.fqdn,
    description: 'Leads to the first cluster that serves, past Front Door: for the hours in which that is down.',
  });
  return profile;
}
