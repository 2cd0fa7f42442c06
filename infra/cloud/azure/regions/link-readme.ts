import { privatePorts } from '../../../../lib/names';
import { allOf, type Regions } from './stack';

/** What a person does around `link-azure`. */
export function linkReadme(regions: Regions): string {
  const used = privatePorts(regions.home.platform);
  const metrics = used.some(({ id }) => id === 'metrics');
  const [home, other] = allOf(regions);
  return `# Link between the regions

Apply after the network stacks of all clusters. Joins ${allOf(regions)
    .map(({ cluster }) => `${cluster.network.cidr} (${cluster.name}, ${cluster.region})`)
    .join(' and ')}; pod ranges are not routed, pods leave with the address of their node. Traffic stays on Microsoft's backbone and goes past the firewalls.

What crosses: ${used.length > 0 ? `TCP ${used.map(({ id, port }) => `${port} (${id})`).join(', ')} to internal load balancers, and nothing else` : 'nothing; no option of this platform needs it, and `cloud.link: none` leaves it out'}: the security group of the nodes names ports and ranges, network policies name pods. A peering alone opens nothing.

## What it costs

At list prices of 2026, rounded: the peering nothing, traffic 35 USD for each TB at each end (in Europe and North America), private zones 0.50 USD a month each.

## Taking it away for an hour

A cluster that is taken over must not reach the other one: delete the peering at one end. Serving, databases and backups do not need it${metrics ? '; graphs of the other cluster go blank, and \`PeersDoNotAsk\` fires' : ''}.

    az network vnet peering delete --resource-group ${home?.names.resourceGroup('network') ?? ''} --vnet-name vnet-${home?.names.prefix() ?? ''} --name ${other?.names.prefix() ?? ''}     # and back: terraform apply

For good: \`cloud.link: none\`.${metrics ? ' Metrics then cross by public addresses and mutual TLS, as between two clouds.' : ''}
`;
}
