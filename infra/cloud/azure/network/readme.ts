import type { AzureCluster, Platform } from '../../../../lib/model';
import { azureOperatorRange, edgeIngress, metricsArePublic } from '../../../../lib/names';
import type { AzureContext } from '../kits/stack';
import { podsSendAlerts, receiverVariable } from './egress-rules';

/** Standing cost by egress profile, at list prices of 2026, rounded: what surprises is said before the apply. */
const cost: Readonly<Record<AzureCluster['network']['egress'], string>> = {
  firewall: `## What it costs

Azure Firewall Premium is the largest fixed item of the platform: about 1,300 USD a month, and 16 USD for each TB that passes. \`network.egress: nat-gateway\` costs about 35 USD and 45 USD a TB, and has no allow list of hosts.
`,
  'nat-gateway': `## What it costs

The NAT gateway costs about 35 USD a month, and 45 USD for each TB that passes.
`,
};

/** What a person needs to know before the first apply of the network. */
export function readme({ platform, cluster }: AzureContext): string {
  const { egress } = cluster.network;
  const variable = `
## Variable

\`${receiverVariable.name}\`: hosts of the dead man's switch and of webhook receivers. Their addresses are secrets, so that only you can say them:

    export TF_VAR_${receiverVariable.name}='["hc-ping.com"]'
`;
  return `# Network of ${cluster.name}

Apply after \`bootstrap-azure\`, before everything else of the cluster. Is the flow log refused because network watcher \`NetworkWatcher_${cluster.region}\` is missing: Azure makes it a minute after the first VNet of the region; apply again.${egress === 'firewall' ? ' Twenty minutes, most of them for the firewall.' : ''}
${egress === 'firewall' && podsSendAlerts(platform) ? variable : ''}
${cost[egress]}
## What stays

The ingress address has a lock: DNS and the edge point to it. The VNet, the subnets and the addresses by which the cluster leaves refuse to be destroyed.

${metricsArePublic(platform) ? passesText : ''}${looksUpRanges(platform, cluster) ? weeklyText : ''}## Reaching the private API

The API server has a private address in subnet \`system\`. People and runners reach it, the secrets and the buckets from this VNet, or from a network that is peered with it. The platform makes no such machine: give your jump host or runner a subnet of its own in \`${azureOperatorRange(cluster)}\`, which stays free for it, or peer the network where it is. ${egress === 'firewall' ? "The firewall answers DNS for the private names: point the peered network's resolver at its private address." : 'The private DNS zones must be linked to the peered network as well.'}
`;
}

/** Whether the firewall has lists that Azure keeps under a tag. */
const looksUpRanges = (platform: Platform, cluster: AzureCluster): boolean =>
  cluster.network.egress === 'firewall' && edgeIngress(platform, cluster).serviceTags !== undefined;

const weeklyText = `## Every week

Rules of Azure Firewall that forward take no tags, so that the addresses of Front Door are looked up by each plan and change with it. Plan and apply this stack once a week, by a schedule; the change is a list of ranges in \`firewall_ingress\` and nothing else (docs/adr/0036-origin-lock-of-front-door.md).

`;

const passesText = `## Two passes

Other clusters are admitted to this cluster's metrics by their addresses, which exist only after their own apply. After the first apply of both, run \`npm run lock\`, commit, and apply the network stacks once more.

`;
