/**
 * Who is told: an action group for pages and one for tickets. Azure sends by itself, so that alerts leave also when the
 * cluster and its way out are gone.
 *
 * A receiver's URL is a secret. The provider takes it as an ordinary argument: it is kept in the state of this stack,
 * which only those may read who apply it (docs/adr/0040-azure-monitor.md).
 */
import { MonitorActionGroup, type MonitorActionGroupConfig } from '@cdktf/provider-azurerm/lib/monitor-action-group';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { cloudNativeSettings } from '../../../../lib/model';
import { checked } from '../../../../lib/names';
import type { Place } from '../../../cloud/azure/kits/group';
import type { AzureContext } from '../../../cloud/azure/kits/stack';
import { receiverUrl, type Receiver, type ReceiverId, type UrlSources } from '../receivers';

export type ActionGroups = Readonly<Record<ReceiverId, MonitorActionGroup>>;

export const urlSources: UrlSources = {
  email: undefined,
  pagerduty: 'PagerDuty, Services, Integrations, "Microsoft Azure": the Integration URL. A routing key of the Events API is something else',
  webhook: 'the receiving service; it must answer 2xx to the common alert schema of Azure Monitor',
};
export function actionGroups(stack: PlatformStack, { platform, names }: AzureContext, { resourceGroupName }: Place): ActionGroups {
  const { alerts } = cloudNativeSettings(platform);
  const group = (id: ReceiverId) =>
    pinned(
      new MonitorActionGroup(stack, `receiver_${id}`, {
        name: checked('Azure resource', `ag-${names.prefix()}-${id}`),
        resourceGroupName,
        shortName: id, // at most 12 characters; the first word of a mail
        ...receiver(stack, id, alerts[id]),
      }),
    );
  return { critical: group('critical'), warning: group('warning') };
}

/** All in the common alert schema: labels and texts of the rule are in `data.alertContext`. */
function receiver(stack: PlatformStack, id: ReceiverId, to: Receiver): Pick<MonitorActionGroupConfig, 'emailReceiver' | 'webhookReceiver'> {
  if (to.type === 'email') return { emailReceiver: [{ name: id, emailAddress: to.address, useCommonAlertSchema: true }] };
  return { webhookReceiver: [{ name: to.type, serviceUri: receiverUrl(stack, id, to, 'alerts'), useCommonAlertSchema: true }] };
}
