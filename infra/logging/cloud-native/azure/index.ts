/** `<cluster>-logs`: the workspace that takes the logs of an AKS cluster, which lines go to which table, and what is watched in them. */
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { logsStack } from '../../../../lib/names';
import { stackGroup } from '../../../cloud/azure/kits/group';
import { clusterStack, type AzureContext } from '../../../cloud/azure/kits/stack';
import type { StackSpec } from '../../../context';
import { collection } from './collection';
import { grants } from './grants';
import { readme } from './readme';
import { rules } from './rules';
import { savedSearches } from './searches';
import { tables } from './tables';
import { logWorkspace } from './workspace';

export const azureMonitorStack = (context: AzureContext): StackSpec =>
  clusterStack(context, logsStack, {
    summary: `Logs of ${context.cluster.name} in Azure Monitor: workspace, tables with their periods, alerts, searches. The cluster names it; what is deleted here is gone.`,
    readme: readme(context),
    build: (stack) => build(stack, context),
  });

function build(stack: PlatformStack, context: AzureContext): void {
  const place = stackGroup(stack, context, logsStack);
  const workspace = logWorkspace(stack, context, place);
  const made = tables(stack, context, workspace);
  collection(stack, context, place, { workspace, tables: made });
  rules(stack, context, place, { workspace, tables: made });
  savedSearches(stack, workspace);
  grants(stack, context, workspace);
}
