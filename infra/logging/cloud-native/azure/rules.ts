/** What is watched in the logs: rules that Azure runs every few minutes, and who is told. */
import type { LogAnalyticsWorkspace } from '@cdktf/provider-azurerm/lib/log-analytics-workspace';
import { MonitorActionGroup } from '@cdktf/provider-azurerm/lib/monitor-action-group';
import { MonitorScheduledQueryRulesAlertV2 } from '@cdktf/provider-azurerm/lib/monitor-scheduled-query-rules-alert-v2';
import { pinned } from '../../../../lib/constructs/stateful';
import type { ITerraformDependable, PlatformStack } from '../../../../lib/constructs/terraform';
import { logTables } from '../../../../lib/names';
import { address, azureNames } from '../../../cloud/azure/ids';
import type { Place } from '../../../cloud/azure/kits/group';
import type { AzureContext } from '../../../cloud/azure/kits/stack';
import { refusedLogins } from '../refused-logins';
import { cloudLogs } from '../settings';
import type { Tables } from './tables';

export interface Watch {
  readonly id: string;
  readonly description: string;
  /** Rows that are too many, or one row with a number. */
  readonly query: readonly string[];
  /** Column with the number. @default - rows are counted */
  readonly measure?: string;
  readonly above: number;
  /** Time that is looked at, ISO 8601. */
  readonly window: 'PT15M' | 'PT30M' | 'PT1H' | 'P1D';
  readonly every: 'PT5M' | 'PT15M' | 'PT1H';
  /** 0 is the worst, 4 the mildest. */
  readonly severity: 1 | 2 | 3;
}

export interface RulesProps {
  readonly workspace: LogAnalyticsWorkspace;
  readonly tables: Tables;
}

export function rules(stack: PlatformStack, context: AzureContext, place: Place, { workspace, tables }: RulesProps): void {
  const { platform } = context;
  const owner = pinned(
    new MonitorActionGroup(stack, 'owner', {
      name: azureNames(context).logActionGroup,
      resourceGroupName: place.resourceGroupName,
      shortName: platform.name, // at most 12 characters, like the name of a platform
      emailReceiver: [{ name: 'owner', emailAddress: platform.owner.email, useCommonAlertSchema: true }],
    }),
  );
  for (const watch of watches(context)) rule(stack, context, place, watch, { workspaceId: workspace.id, actionGroupId: owner.id, dependsOn: [tables.audit] });
}

interface Target {
  readonly workspaceId: string;
  readonly actionGroupId: string;
  readonly dependsOn: ITerraformDependable[];
}
function rule(stack: PlatformStack, { names }: AzureContext, place: Place, watch: Watch, { workspaceId, actionGroupId, dependsOn }: Target): void {
  const { id, description, query, measure, above, window, every, severity } = watch;
  pinned(
    new MonitorScheduledQueryRulesAlertV2(stack, address(`rule-${id}`), {
      ...place,
      name: `${names.prefix()}-${id}`,
      displayName: `${names.prefix()}-${id}`,
      description,
      scopes: [workspaceId],
      severity,
      windowDuration: window,
      evaluationFrequency: every,
      autoMitigationEnabled: true,
      skipQueryValidation: true, // tables of a new workspace get their columns with the first line
      criteria: [
        {
          query: query.join('\n| '),
          operator: 'GreaterThan',
          threshold: above,
          ...(measure === undefined ? { timeAggregationMethod: 'Count' } : { timeAggregationMethod: 'Maximum', metricMeasureColumn: measure }),
          failingPeriods: { numberOfEvaluationPeriods: 1, minimumFailingPeriodsToTriggerAlert: 1 },
        },
      ],
      action: { actionGroups: [actionGroupId] },
      dependsOn,
    }),
  );
}

const silent = (table: string): readonly string[] => [table, 'summarize Lines = count()', 'project Silent = iff(Lines == 0, 1, 0)'];
const { ordinary, audit } = logTables;

/** Tables of plan Basic cannot be watched. */
export function watches(context: AzureContext): readonly Watch[] {
  const { tier, alertAboveGiBPerDay } = cloudLogs(context);
  return [
    ...(tier === 'standard' ? ordinaryWatches : []),
    {
      id: 'logs-audit-silent',
      description: `No line of the audit for an hour. Look at the pods ama-logs in kube-system, at the endpoint "monitor" of the network, and at the table Operation of the workspace.`,
      query: silent(audit),
      measure: 'Silent',
      above: 0,
      window: 'PT1H',
      every: 'PT15M',
      severity: 1,
    },
    {
      id: 'logs-agent-errors',
      description: 'The log agents report errors of their own: lines may be missing. Look at KubeMonAgentEvents and at the pods ama-logs in kube-system.',
      query: ['KubeMonAgentEvents', 'where Level == "Error"'],
      above: 0,
      window: 'PT1H',
      every: 'PT15M',
      severity: 2,
    },
    {
      id: 'logins-refused',
      description:
        'More than 50 refused logins: somebody guesses passwords, or a client is set up wrongly. Saved search "refused logins" has addresses and names.',
      query: [audit, `where tostring(LogMessage) matches regex "${refusedLogins(context.platform).join('|')}"`],
      above: 50,
      window: 'PT15M',
      every: 'PT5M',
      severity: 2,
    },
    {
      id: 'delivery-refused',
      description: 'Requests to the delivery or to the identity provider are refused for want of rights. Saved search "refused requests" says whose.',
      query: [audit, 'where tostring(LogMessage) matches regex "(?i)permission ?denied|is forbidden"'],
      above: 20,
      window: 'PT15M',
      every: 'PT5M',
      severity: 2,
    },
    {
      id: 'people-write',
      description:
        'A person changed something in the cluster, past git. Saved search "who changed what through the API" says who; the audit log has every request.',
      query: ['AKSAuditAdmin', 'where tostring(User.username) contains "@"', 'where RequestUri !contains "/selfsubject"'],
      above: 0,
      window: 'PT15M',
      every: 'PT5M',
      severity: 2,
    },
    {
      id: 'logs-volume',
      description: `More than ${alertAboveGiBPerDay} GiB of logs in a day: they are paid by volume. Saved search "lines by namespace" finds who writes them; logging.alertAboveGiBPerDay if that is right.`,
      query: ['Usage', 'where IsBillable', 'summarize GiB = sum(Quantity) / 1024'],
      measure: 'GiB',
      above: alertAboveGiBPerDay,
      window: 'P1D',
      every: 'PT1H',
      severity: 3,
    },
  ];
}

const ordinaryWatches: readonly Watch[] = [
  {
    id: 'logs-silent',
    description: 'No line of any container for half an hour. Look at the pods ama-logs in kube-system and at the endpoint "monitor" of the network.',
    query: silent(ordinary),
    measure: 'Silent',
    above: 0,
    window: 'PT30M',
    every: 'PT15M',
    severity: 1,
  },
  {
    id: 'error-burst',
    description: 'More than a quarter of all lines say error, for a quarter of an hour. Saved search "errors by namespace" says where.',
    query: [
      ordinary,
      'summarize Lines = count(), Errors = countif(tostring(LogMessage) matches regex "(?i)(error|fatal|panic)")',
      'project Percent = iff(Lines > 300, 100.0 * Errors / Lines, 0.0)',
    ],
    measure: 'Percent',
    above: 25,
    window: 'PT15M',
    every: 'PT5M',
    severity: 2,
  },
];
