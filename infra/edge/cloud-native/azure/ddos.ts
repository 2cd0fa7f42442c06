/** Stack `edge-ddos`: the protection plan of the networks. One for each subscription and more than one region; it bills from the first minute. */
import { NetworkDdosProtectionPlan } from '@cdktf/provider-azurerm/lib/network-ddos-protection-plan';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import { ddosGroup, ddosPlanName, edgeStackIds } from '../../../../lib/names';
import { resourceGroup } from '../../../cloud/azure/kits/group';
import type { PlatformContext, StackSpec } from '../../../context';
import { azureStack } from '../../../providers/azure';
import { homeRegion } from '../../../state';

export const ddosStack = ({ platform }: PlatformContext): StackSpec => ({
  id: edgeStackIds.ddos,
  build(scope, id) {
    const stack = azureStack(scope, id, {
      platform,
      summary: 'DDoS Network Protection, about 2,900 USD a month. Without it the networks have the basic protection of Azure, for free.',
      readme,
    });
    const place = resourceGroup(stack, { id: 'group', name: ddosGroup(platform), location: homeRegion(platform, 'azure') });
    pinned(new NetworkDdosProtectionPlan(stack, 'plan', { ...place, name: ddosPlanName(platform), lifecycle: keep }));
    return stack;
  },
});

const readme = `# DDoS Network Protection

Apply right after \`bootstrap-azure\`, before the network stacks: they put their networks under the plan by its id.

About 2,900 USD a month from the first minute, for up to 100 public addresses of all networks under it, in every region. Azure allows one plan for each region of a subscription, and one is enough for a whole tenant: does your organisation have one already, leave \`edge.azure.ddosProtection\` out and let whoever owns that plan put the networks under it; Terraform would show the change, so that it has to be written here first.

What it adds: limits that learn from the traffic of each address, reports and flow logs of an attack in the workspace of the cluster, a guarantee for the cost of scaling, and people at Microsoft who help during one. Requests by HTTP are not its business: Front Door takes those on, and its own network protects it without a plan.

To give it up: take the setting away, apply the network stacks, then delete the plan by hand, and its state: Terraform refuses, since protection that vanishes with a revert is none.
`;
