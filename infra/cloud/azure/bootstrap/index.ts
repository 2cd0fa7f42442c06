/** Stack `bootstrap-azure`: what must be there before any other stack of the subscription. Applied by hand, once. Its state ends up in the account that it makes. */
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import type { PlatformContext, StackSpec } from '../../../context';
import type { Platform } from '../../../../lib/model';
import { subscriptionScope } from '../ids';
import { keepsZone } from '../kits/role';
import { azureStack } from '../../../providers/azure';
import { budget } from './budget';
import { operators } from './operators';
import { pipeline } from './pipeline';
import { readme } from './readme';
import { stateStorages } from './state-storage';
import { zoneRole } from './zone-role';
import { azureAccount } from '../../../../lib/model';
import { azureMonitorServices } from '../../../../lib/names';

/** Resource providers of everything that the stacks make; the other stacks register none. */
const resourceProviders = (platform: Platform): readonly string[] => [
  ...(azureMonitorServices(platform).includes('metrics') ? ['Microsoft.AlertsManagement'] : []),
  'Microsoft.Authorization',
  ...(platform.edge.use === 'cloud-native' ? ['Microsoft.Cdn'] : []),
  'Microsoft.Compute',
  'Microsoft.Consumption',
  'Microsoft.ContainerService',
  'Microsoft.Insights',
  'Microsoft.KeyVault',
  'Microsoft.ManagedIdentity',
  ...(azureMonitorServices(platform).includes('metrics') ? ['Microsoft.Monitor'] : []),
  'Microsoft.Network',
  'Microsoft.OperationalInsights',
  'Microsoft.PolicyInsights',
  'Microsoft.Storage',
];

export const azureBootstrap = (context: PlatformContext): StackSpec => ({
  id: 'bootstrap-azure',
  build: (scope, id) => {
    const { platform } = context;
    const stack = azureStack(scope, id, {
      platform,
      registers: resourceProviders(platform),
      summary:
        'Terraform state of everything in Azure, who may apply, what the subscription may cost. Losing the state account means importing every resource by hand.',
      readme: readme(context),
    });
    build(stack, context);
    return stack;
  },
});

function build(stack: PlatformStack, { platform }: PlatformContext): void {
  const states = stateStorages(stack, platform);
  const subscription = subscriptionScope(azureAccount(platform).subscriptionId);
  operators(stack, platform, { subscription, states });
  if (platform.cloud.ci) pipeline(stack, platform, { states, subscription, repository: platform.cloud.ci.githubRepository });
  if (keepsZone(platform)) zoneRole(stack, platform, subscription);
  budget(stack, platform, subscription);
}
