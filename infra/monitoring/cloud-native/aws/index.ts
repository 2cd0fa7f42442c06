/**
 * Stack `<cluster>-monitoring`: the metrics of an EKS cluster in Amazon Managed Service for Prometheus, the rules that AWS
 * evaluates on them, who is told, and what CloudWatch shows and watches by itself. docs/adr/0038-metrics-in-the-clouds.md
 */
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { cloudNativeSettings } from '../../../../lib/model';
import { clusterStack, type AwsContext } from '../../../cloud/aws/kits/stack';
import type { StackSpec } from '../../../context';
import { rulesOf } from '../rules';
import { alarms } from './alarms';
import { alertManager } from './alert-manager';
import { containerInsights } from './container-insights';
import { dashboard } from './dashboard';
import { readme } from './readme';
import { ruleNamespaces } from './rule-files';
import { topics } from './topics';
import { metricsWorkspace } from './workspace';

/** Stacks of one EKS cluster. */
export const awsMonitoring = (context: AwsContext): readonly StackSpec[] => [
  clusterStack(context, 'monitoring', {
    summary: `Metrics of ${context.cluster.name} in Amazon Managed Service for Prometheus, with all alerts. Without it nobody hears of the cluster; destroying it loses its metrics.`,
    readme: readme(context),
    build: (stack) => build(stack, context),
  }),
];

function build(stack: PlatformStack, context: AwsContext): void {
  const workspace = metricsWorkspace(stack, context);
  const receivers = topics(stack, context, workspace);
  alertManager(stack, context, { workspace, receivers });
  ruleNamespaces(stack, context, { workspace, groups: rulesOf(context) });
  alarms(stack, context, { workspace, receivers });
  dashboard(stack, context, { workspace, receivers });
  if (cloudNativeSettings(context.platform).containerInsights) containerInsights(stack, context);
}
