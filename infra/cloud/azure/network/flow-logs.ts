import { NetworkWatcherFlowLog } from '@cdktf/provider-azurerm/lib/network-watcher-flow-log';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { azureNames } from '../ids';
import type { Place } from '../kits/group';
import type { AzureContext } from '../kits/stack';
import { storageAccount } from '../kits/storage';
import type { Network } from './subnets';

const retentionDays = 90;

/**
 * Every connection of the VNet, kept for 90 days. Azure makes one network watcher per region and subscription as soon
 * as the first VNet exists, always under these names; a second one is refused, so that it is named and not made here.
 */
export function flowLogs(stack: PlatformStack, context: AzureContext, place: Place, { vnet }: Network): void {
  const account = storageAccount(stack, place, {
    id: 'flow_log_account',
    name: azureNames(context).flowLogAccount,
    replication: 'ZRS',
    softDeleteDays: 7,
    versions: false,
    trustedServices: true,
    // The service that writes flow logs signs with the account's key; this provider version cannot give it an identity.
    accountKeys: true,
  });
  pinned(
    new NetworkWatcherFlowLog(stack, 'flow_log', {
      name: `${context.names.prefix()}-vnet`,
      location: place.location,
      networkWatcherName: `NetworkWatcher_${place.location}`,
      resourceGroupName: 'NetworkWatcherRG',
      targetResourceId: vnet.id,
      storageAccountId: account.id,
      enabled: true,
      version: 2,
      retentionPolicy: { enabled: true, days: retentionDays },
    }),
  );
}
