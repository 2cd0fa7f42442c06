/** What is kept how long. A table that is not here has the period of the workspace. */
import type { LogAnalyticsWorkspace } from '@cdktf/provider-azurerm/lib/log-analytics-workspace';
import { LogAnalyticsWorkspaceTable } from '@cdktf/provider-azurerm/lib/log-analytics-workspace-table';
import { LogAnalyticsWorkspaceTableCustomLog } from '@cdktf/provider-azurerm/lib/log-analytics-workspace-table-custom-log';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { searchableDays } from '../../../../lib/model';
import { logTables } from '../../../../lib/names';
import type { AzureContext } from '../../../cloud/azure/kits/stack';
import { cloudLogs } from '../settings';

/** Columns of lines: those of the agent's own table, so that both are searched in one go. */
export const columns: Readonly<Record<string, 'string' | 'dateTime' | 'dynamic'>> = {
  TimeGenerated: 'dateTime',
  Computer: 'string',
  ContainerId: 'string',
  ContainerName: 'string',
  PodName: 'string',
  PodNamespace: 'string',
  LogMessage: 'dynamic',
  LogSource: 'string',
  LogLevel: 'string',
  KubernetesMetadata: 'dynamic',
};

export interface Tables {
  readonly audit: LogAnalyticsWorkspaceTableCustomLog;
}

/** Searched as they are for two years at most; what is kept longer is brought back by a search job. */
const analytics = (days: number) => ({ plan: 'Analytics', retentionInDays: Math.min(days, searchableDays), totalRetentionInDays: days });
/** Azure keeps them searchable for 30 days, whatever is asked. */
const basic = (days: number) => ({ plan: 'Basic', totalRetentionInDays: days });

export function tables(stack: PlatformStack, context: AzureContext, workspace: LogAnalyticsWorkspace): Tables {
  const { retentionDays, auditRetentionDays, tier } = cloudLogs(context);
  pinned(
    new LogAnalyticsWorkspaceTable(stack, 'container_lines', {
      workspaceId: workspace.id,
      name: logTables.ordinary,
      ...(tier === 'infrequent' ? basic(retentionDays) : analytics(retentionDays)),
    }),
  );
  pinned(new LogAnalyticsWorkspaceTable(stack, 'api_changes', { workspaceId: workspace.id, name: 'AKSAuditAdmin', ...analytics(auditRetentionDays) }));
  const audit = pinned(
    new LogAnalyticsWorkspaceTableCustomLog(stack, 'audit_lines', {
      workspaceId: workspace.id,
      name: logTables.audit,
      description: 'Lines of pods that say who did what: logins, changes by the delivery',
      ...analytics(auditRetentionDays),
      column: Object.entries(columns).map(([name, type]) => ({ name, type })),
      lifecycle: keep,
    }),
  );
  return { audit };
}
