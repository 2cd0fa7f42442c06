/**
 * Who is told: an action group for pages and one for tickets. Azure sends by itself, so that alerts leave also when the
 * cluster and its way out are gone.
 *
 * A receiver's URL is a secret. The provider takes it as an ordinary argument: it is kept in the state of this stack,
 * which only those may read who apply it (docs/adr/0040-azure-monitor.md).
 */
import { MonitorActionGroup, type MonitorActionGroupConfig } from '@cdktf/provider-azurerm/lib/monitor-action-group';
import { pinned } from '../../../../lib/constructs/stateful';
import { TerraformVariable, type PlatformStack } from '../../../../lib/constructs/terraform';
import { cloudNativeSettings, type CloudNativeSettings, type Platform } from '../../../../lib/model';
import { checked } from '../../../../lib/names';
import type { Place } from '../../../cloud/azure/kits/group';
import type { AzureContext } from '../../../cloud/azure/kits/stack';

export const receiverIds = ['critical', 'warning'] as const;
export type ReceiverId = (typeof receiverIds)[number];
type Receiver = CloudNativeSettings['alerts'][ReceiverId];
export type ActionGroups = Readonly<Record<ReceiverId, MonitorActionGroup>>;

/** Variable with the URL of a receiver that has one. */
export const receiverVariable = (id: ReceiverId): string => `alerts_${id}_url`;

/** Where a person gets the URL; nothing for receivers that have none. */
const urlSources: Readonly<Record<Receiver['type'], string | undefined>> = {
  email: undefined,
  pagerduty: 'PagerDuty, Services, Integrations, "Microsoft Azure": the Integration URL. A routing key of the Events API is something else',
  webhook: 'the receiving service; it must answer 2xx to the common alert schema of Azure Monitor',
};
/** Receivers whose URL is asked for at the apply, with where it comes from. */
export const receiverUrls = (platform: Platform): readonly { readonly id: ReceiverId; readonly variable: string; readonly source: string }[] =>
  receiverIds.flatMap((id) => {
    const source = urlSources[cloudNativeSettings(platform).alerts[id].type];
    return source === undefined ? [] : [{ id, variable: receiverVariable(id), source }];
  });

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
  const url = new TerraformVariable(stack, receiverVariable(id), {
    type: 'string',
    nullable: false,
    sensitive: true,
    description: `URL that alerts of severity ${id} are posted to (${to.type}). It is kept in the state of this stack`,
  });
  url.addValidation({
    condition: `\${can(regex("^https://[^[:space:]]+$", var.${receiverVariable(id)}))}`,
    errorMessage: 'An address that starts with https://.',
  });
  return { webhookReceiver: [{ name: to.type, serviceUri: url.stringValue, useCommonAlertSchema: true }] };
}
