import { edgeIngress, platformLockValues } from '../../../../lib/names';
import type { AwsContext } from '../kits/stack';

/** What a person does around `<cluster>-network`. */
export const readme = ({ platform, cluster }: AwsContext): string => `# ${cluster.name}-network

Needs \`${cluster.name}-identity\` (key and role of the flow logs) and a quota of six Elastic IP addresses.
${platformLockValues(platform, cluster).some(({ stack }) => stack === 'network') ? lockText(cluster.name) : ''}
## What it costs

At list prices of 2026, rounded: NAT gateways 115 USD a month and 50 USD for each TB that passes; eleven endpoints in three zones 290 USD (without them nodes reach AWS by public addresses, through NAT); load balancer and public addresses 50 USD. Flow logs are billed by volume, about 600 USD a TB.

## Never replaced

VPC, subnets, addresses, load balancer and target groups carry \`prevent_destroy\`. A plan that wants to replace one is an outage: stop and ask.

## A zone fails

\`aws arc-zonal-shift start-zonal-shift --resource-identifier <arn of the load balancer> --away-from <zone id> --expires-in 2h --comment <why>\`, and the same with the ARN of the EKS cluster.

## Addresses of ${edgeIngress(platform, cluster).title}

Only they reach port 443. The list is pinned in the toolkit; a new address there is refused here until the toolkit is updated.
`;

const lockText = (cluster: string): string => `
\`\`\`sh
terraform output -json > ${cluster}-network.json     # then: npm run lock -- ${cluster}-network.json
\`\`\`

The other clusters admit this one by its \`egress_addresses\`; this one admits them by theirs, once they are in cloud.lock.yaml: apply this stack again then.
`;
