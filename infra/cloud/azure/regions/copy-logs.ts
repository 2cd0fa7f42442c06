import { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { azureIds } from '../ids';
import type { AzureContext } from '../kits/stack';
import { bucketLogs } from '../observability/diagnostics';

/** Who touched a copy, in the workspace of the region where it lies. */
export const copyLogs = (stack: PlatformStack, context: AzureContext, id: string, accountId: string): MonitorDiagnosticSetting =>
  pinned(
    new MonitorDiagnosticSetting(stack, `logs_${id}`, {
      name: context.names.prefix(),
      targetResourceId: `${accountId}/blobServices/default`,
      logAnalyticsWorkspaceId: azureIds(context).workspace,
      enabledLog: bucketLogs.map((category) => ({ category })),
    }),
  );
