/** Alerts on what the cluster's own monitoring cannot see, or cannot report when it is down itself. By mail to the owner. */
import { MonitorActionGroup } from '@cdktf/provider-azurerm/lib/monitor-action-group';
import { MonitorActivityLogAlert, type MonitorActivityLogAlertCriteria } from '@cdktf/provider-azurerm/lib/monitor-activity-log-alert';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { address, azureIds, azureNames, subscriptionScope } from '../ids';
import type { Place } from '../kits/group';
import { metricAlert } from '../kits/metric-alert';
import type { AzureContext } from '../kits/stack';
import { metricAlerts } from './metric-alerts';
import { azureAccount, clustersOn } from '../../../../lib/model';

export function alerts(stack: PlatformStack, context: AzureContext, place: Place): void {
  const { platform } = context;
  const owner = pinned(
    new MonitorActionGroup(stack, 'owner', {
      name: azureNames(context).actionGroup,
      resourceGroupName: place.resourceGroupName,
      shortName: platform.name, // at most 12 characters, like the name of a platform
      emailReceiver: [{ name: 'owner', emailAddress: platform.owner.email, useCommonAlertSchema: true }],
    }),
  );
  for (const alert of metricAlerts(context)) metricAlert(stack, context, place, { alert, actionGroupId: owner.id });
  activityAlerts(stack, context, place, owner.id);
}

/** Azure's own reports: the API server does not answer, or the region has trouble. */
function activityAlerts(stack: PlatformStack, context: AzureContext, { resourceGroupName }: Place, actionGroupId: string): void {
  const { platform, names } = context;
  const activityAlert = (id: string, description: string, criteria: MonitorActivityLogAlertCriteria) =>
    pinned(
      new MonitorActivityLogAlert(stack, address(`alert-${id}`), {
        name: `${names.prefix()}-${id}`,
        resourceGroupName,
        location: 'global',
        scopes: [subscriptionScope(azureAccount(platform).subscriptionId)],
        description,
        criteria,
        action: [{ actionGroupId }],
      }),
    );
  activityAlert('cluster-health', 'Azure reports that the API server is unavailable or degraded, for a reason of its own.', {
    category: 'ResourceHealth',
    resourceIds: [azureIds(context).cluster],
    resourceHealth: { current: ['Degraded', 'Unavailable'], previous: ['Available'], reason: ['PlatformInitiated', 'Unknown'] },
  });
  // Of every region: filters compare display names, and Azure reports only what touches the subscription anyway. Once, therefore.
  if (clustersOn(platform, 'azure')[0]?.name !== context.cluster.name) return;
  activityAlert('service-health', 'An incident, maintenance or security advisory of Azure that touches the subscription.', {
    category: 'ServiceHealth',
    serviceHealth: { events: ['Incident', 'Maintenance', 'Security'] },
  });
}
