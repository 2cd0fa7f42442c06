/**
 * Who watches the watchers: metrics that Azure keeps of the workspace, and what it reports of the rules. They need neither
 * the agent nor the rules.
 */
import { MonitorActivityLogAlert } from '@cdktf/provider-azurerm/lib/monitor-activity-log-alert';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { azureIds } from '../../../cloud/azure/ids';
import type { Place } from '../../../cloud/azure/kits/group';
import { metricAlert, type MetricAlert } from '../../../cloud/azure/kits/metric-alert';
import type { AzureContext } from '../../../cloud/azure/kits/stack';
import type { ReceiverId } from '../receivers';
import type { ActionGroups } from './receivers';
import type { Metrics } from './workspace';

interface IngestionAlert extends Omit<MetricAlert, 'scope' | 'metricNamespace' | 'severity'> {
  readonly receiver: ReceiverId;
}

/**
 * Recordings come back into the workspace by themselves, some thousands a minute: what counts is what comes from the
 * cluster, which is a hundred times as much. Limits of a new workspace: a million series, a million samples a minute.
 * @see https://learn.microsoft.com/azure/azure-monitor/metrics/azure-monitor-workspace-monitor-ingest-limits
 */
const ingestionAlerts: readonly IngestionAlert[] = [
  {
    id: 'metrics-stopped',
    metricName: 'EventsPerMinuteIngested',
    aggregation: 'Maximum',
    operator: 'LessThan',
    threshold: 10_000,
    receiver: 'critical',
    description:
      'Nearly no samples arrive: alerts about the cluster are blind. Are the agents running (kubectl -n observability get pods)? Their log names a 403 (right or client id), a name that is not resolved (private link) or a timeout (network policy).',
  },
  ...(['EventsPerMinuteIngestedPercentUtilization', 'ActiveTimeSeriesPercentUtilization'] as const).map((metricName): IngestionAlert => ({
    id: metricName === 'ActiveTimeSeriesPercentUtilization' ? 'series-limit' : 'samples-limit',
    metricName,
    aggregation: 'Average',
    operator: 'GreaterThan',
    threshold: 80,
    receiver: 'warning',
    description:
      'Above 100 percent Azure throws samples away. Find the job that grew, topk(10, sum by (job) (scrape_samples_scraped)), and drop what nobody asks for; or ask for a higher limit: the workspace in the portal, Limits.',
  })),
];

export interface AlertsProps {
  readonly metrics: Metrics;
  readonly receivers: ActionGroups;
}

export function alerts(stack: PlatformStack, context: AzureContext, place: Place, { metrics, receivers }: AlertsProps): void {
  for (const { receiver, ...alert } of ingestionAlerts)
    metricAlert(stack, context, place, {
      alert: { ...alert, scope: metrics.workspace.id, metricNamespace: 'Microsoft.Monitor/accounts', severity: receiver === 'critical' ? 1 : 2 },
      actionGroupId: receivers[receiver].id,
    });
  const { names } = context;
  pinned(
    new MonitorActivityLogAlert(stack, 'alert_rules_health', {
      name: `${names.prefix()}-rules-health`,
      resourceGroupName: place.resourceGroupName,
      location: 'global',
      scopes: [azureIds(context).groupId('monitoring')],
      description: 'Azure cannot evaluate alerts, or keep metrics. Open the rule group in the portal, Resource health: it names the rule and why.',
      criteria: {
        category: 'ResourceHealth',
        resourceTypes: ['Microsoft.AlertsManagement/prometheusRuleGroups', 'Microsoft.Monitor/accounts'],
        resourceHealth: { current: ['Degraded', 'Unavailable'], previous: ['Available'], reason: ['PlatformInitiated', 'Unknown', 'UserInitiated'] },
      },
      action: [{ actionGroupId: receivers.critical.id }],
    }),
  );
}
