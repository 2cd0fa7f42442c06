/** Searches that people need in a hurry. */
import { LogAnalyticsSavedSearch } from '@cdktf/provider-azurerm/lib/log-analytics-saved-search';
import type { LogAnalyticsWorkspace } from '@cdktf/provider-azurerm/lib/log-analytics-workspace';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { logTables } from '../../../../lib/names';
import { address } from '../../../cloud/azure/ids';

const { ordinary, audit } = logTables;
const line = 'project TimeGenerated, PodNamespace, PodName, ContainerName, LogMessage';
const newest = 'order by TimeGenerated desc';
const request = 'project TimeGenerated, Who = tostring(User.username), Verb, RequestUri, Answer = tostring(ResponseStatus.code), From = tostring(SourceIps[0])';

const searches: Readonly<Record<string, { readonly title: string; readonly query: readonly string[] }>> = {
  pod: { title: 'one pod', query: [ordinary, 'where PodName startswith "NAME"', line, newest] },
  node: { title: 'one node', query: ['Syslog', 'where Computer startswith "NAME"', newest] },
  errors: {
    title: 'errors by namespace',
    query: [
      ordinary,
      'where tostring(LogMessage) matches regex "(?i)(error|fatal|panic)"',
      'summarize Errors = count() by PodNamespace, ContainerName',
      'order by Errors desc',
    ],
  },
  volume: {
    title: 'lines by namespace',
    query: [`union ${ordinary}, ${audit}`, 'summarize Lines = count(), MiB = sum(_BilledSize) / 1048576 by PodNamespace, ContainerName', 'order by MiB desc'],
  },
  'refused-logins': {
    title: 'refused logins',
    query: [audit, 'where tostring(LogMessage) matches regex "LOGIN_ERROR|CODE_TO_TOKEN_ERROR|AuthFailure"', line, newest],
  },
  'refused-requests': {
    title: 'refused requests',
    query: [audit, 'where tostring(LogMessage) matches regex "(?i)permission ?denied|is forbidden"', line, newest],
  },
  events: { title: 'Kubernetes events', query: ['KubeEvents', 'project TimeGenerated, Namespace, ObjectKind, Name, Reason, Message', newest] },
  'api-changes': {
    title: 'who changed what through the API',
    query: ['AKSAuditAdmin', 'where tostring(User.username) !startswith "system:"', request, newest],
  },
  withheld: {
    title: 'lines that were withheld',
    query: [`union ${ordinary}, ${audit}`, 'where isnotempty(LogMessage.withheld)', 'summarize Lines = count() by PodNamespace, ContainerName'],
  },
};

export function savedSearches(stack: PlatformStack, workspace: LogAnalyticsWorkspace): void {
  for (const [id, { title, query }] of Object.entries(searches))
    pinned(
      new LogAnalyticsSavedSearch(stack, address(`search-${id}`), {
        name: id,
        logAnalyticsWorkspaceId: workspace.id,
        category: 'Platform',
        displayName: title,
        query: query.join('\n| '),
      }),
    );
}
