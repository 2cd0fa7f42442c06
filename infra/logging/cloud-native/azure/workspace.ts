import { LogAnalyticsWorkspace } from '@cdktf/provider-azurerm/lib/log-analytics-workspace';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { searchableDays } from '../../../../lib/model';
import { azureNames } from '../../../cloud/azure/ids';
import { deleteLock, type Place } from '../../../cloud/azure/kits/group';
import type { AzureContext } from '../../../cloud/azure/kits/stack';
import { cloudLogs } from '../settings';

/** No workspace keeps its tables for less, unless a table says so itself. */
const leastDays = 30;

/**
 * Taken from inside the network only; no keys. Encrypted by Azure's own keys: a key of the platform needs a dedicated
 * cluster, which is billed as 100 GB a day whatever comes in. No daily limit: it would cut off the audit log exactly when
 * somebody makes a lot of noise; a rule says when a day brings too much.
 */
export function logWorkspace(stack: PlatformStack, context: AzureContext, place: Place): LogAnalyticsWorkspace {
  const workspace = pinned(
    new LogAnalyticsWorkspace(stack, 'workspace', {
      ...place,
      name: azureNames(context).logWorkspace,
      sku: 'PerGB2018',
      retentionInDays: Math.min(Math.max(cloudLogs(context).retentionDays, leastDays), searchableDays),
      localAuthenticationEnabled: false,
      internetIngestionEnabled: false,
      internetQueryEnabled: true,
      lifecycle: keep,
    }),
  );
  deleteLock(stack, 'workspace_lock', workspace.id, 'Logs of the cluster, audit logs among them.');
  return workspace;
}
