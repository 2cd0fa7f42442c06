/** Stack `<cluster>-observability`: what Azure itself knows: logs of control plane, vaults and firewall, and alerts on what pods cannot see. */
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import type { StackSpec } from '../../../context';
import { stackGroup } from '../kits/group';
import { clusterStack, type AzureContext } from '../kits/stack';
import { alerts } from './alerts';
import { diagnostics } from './diagnostics';
import { readme } from './readme';
import { workspace } from './workspace';

export const observabilityStack = (context: AzureContext): StackSpec =>
  clusterStack(context, 'observability', {
    summary: `Audit logs and cloud alerts of ${context.cluster.name}. Can be made again; logs of the last 90 days are lost then.`,
    readme: readme(context),
    build: (stack) => build(stack, context),
  });

function build(stack: PlatformStack, context: AzureContext): void {
  const place = stackGroup(stack, context, 'observability');
  diagnostics(stack, context, workspace(stack, context, place));
  alerts(stack, context, place);
}
