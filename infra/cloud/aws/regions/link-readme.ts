import { privatePorts } from '../../../../lib/names';
import { allOf, type Regions } from './stack';

/** What a person does around `link-aws`. */
export function linkReadme(regions: Regions): string {
  const { home, others } = regions;
  const used = privatePorts(home.platform);
  const metrics = used.some(({ id }) => id === 'metrics');
  return `# link-aws

Needs the network stacks of all clusters, which it finds by the tag \`Name\`. Joins ${allOf(regions)
    .map(({ cluster }) => `${cluster.network.cidr} (${cluster.name}, ${cluster.region})`)
    .join(' and ')}. Traffic stays on the backbone of AWS, encrypted between regions.

What crosses: ${used.length > 0 ? `TCP ${used.map(({ id, port }) => `${port} (${id})`).join(', ')} to the private load balancers, and nothing else` : 'nothing; no option of this platform needs it, and `cloud.link: none` leaves it out'}: security groups of \`<cluster>-network\` and \`<cluster>-cluster\` name ports and ranges, network policies name pods. A route alone opens nothing.

## What it costs

At list prices of 2026, rounded: the peering nothing, traffic between the regions 20 USD for each TB, the private load balancer of each cluster 20 USD a month, private zones 0.50 USD each.

## Taking it away for an hour

A cluster that is taken over must not reach the other one: delete the routes, or the whole connection. Serving, databases and backups do not need it${metrics ? '; graphs of the other cluster go blank, and \`PeersDoNotAsk\` fires' : ''}.

\`\`\`sh
terraform destroy -target=aws_vpc_peering_connection.${others[0]?.cluster.name.replaceAll('-', '_') ?? ''}     # and back: terraform apply
\`\`\`

For good: \`cloud.link: none\`.${metrics ? ' Metrics then cross by public addresses and mutual TLS, as between two clouds.' : ''}
`;
}
