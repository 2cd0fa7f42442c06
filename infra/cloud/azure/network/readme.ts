import type { AzureContext } from '../kits/stack';
import { receiverVariable } from './egress-rules';

/** What a person needs to know before the first apply of the network. */
export function readme({ cluster }: AzureContext): string {
  const { egress } = cluster.network;
  const variable = `
## Variable

\`${receiverVariable.name}\`: hosts of the dead man's switch and of webhook receivers. Their addresses are secrets, so that only you can say them:

    export TF_VAR_${receiverVariable.name}='["hc-ping.com"]'
`;
  return `# Network of ${cluster.name}

Apply after \`bootstrap-azure\`, before everything else of the cluster.${egress === 'firewall' ? ' Twenty minutes, most of them for the firewall.' : ''}
${egress === 'firewall' ? variable : ''}
## What stays

The ingress address has a lock: DNS and the edge point to it. The VNet, the subnets and the addresses by which the cluster leaves refuse to be destroyed.

## Two passes

Other clusters are admitted to this cluster's metrics by their addresses, which exist only after their own apply. After the first apply of both, run \`npm run lock\`, commit, and apply the network stacks once more.

## Reaching the private API

The API server has a private address in subnet \`system\`. People and runners reach it from this VNet, or from a network that is peered with it. ${egress === 'firewall' ? "The firewall answers DNS for the private names: point the peered network's resolver at its private address." : 'The private DNS zones must be linked to the peered network as well.'}
`;
}
