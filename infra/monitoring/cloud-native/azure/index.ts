/**
 * Stack `<cluster>-monitoring`: the metrics of an AKS cluster in Azure Monitor, the rules that Azure evaluates on them, who
 * is told, and workbooks. docs/adr/0040-azure-monitor.md
 */
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { stackGroup } from '../../../cloud/azure/kits/group';
import { clusterStack, type AzureContext } from '../../../cloud/azure/kits/stack';
import type { StackSpec } from '../../../context';
import { rulesOf } from '../rules';
import { alerts } from './alerts';
import { grants } from './grants';
import { privateAccess } from './private-access';
import { readme } from './readme';
import { actionGroups } from './receivers';
import { ruleGroups } from './rule-groups';
import { azureRuleGroups } from './rules';
import { siblingAccess } from './siblings';
import { workbooks } from './workbooks';
import { metricsWorkspace } from './workspace';

/** Stacks of one AKS cluster. */
export const azureMonitoring = (context: AzureContext): readonly StackSpec[] => [
  clusterStack(context, 'monitoring', {
    summary: `Metrics of ${context.cluster.name} in Azure Monitor, with all alerts and workbooks. Without it nobody hears of the cluster; destroying it loses 18 months of metrics.`,
    readme: readme(context),
    build: (stack) => build(stack, context),
  }),
];

function build(stack: PlatformStack, context: AzureContext): void {
  const place = stackGroup(stack, context, 'monitoring');
  const metrics = metricsWorkspace(stack, context, place);
  privateAccess(stack, context, place, metrics);
  siblingAccess(stack, context, place);
  grants(stack, context, metrics);
  const receivers = actionGroups(stack, context, place);
  ruleGroups(stack, context, place, { workspaceId: metrics.workspace.id, groups: azureRuleGroups(rulesOf(context), context.cluster.name), receivers });
  alerts(stack, context, place, { metrics, receivers });
  workbooks(stack, context, place, context.wiring.all('dashboards'));
}
