/** The rules, as resources: one for each topic, so that a plan shows what changes where. */
import { MonitorAlertPrometheusRuleGroup, type MonitorAlertPrometheusRuleGroupRule } from '@cdktf/provider-azurerm/lib/monitor-alert-prometheus-rule-group';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { address } from '../../../cloud/azure/ids';
import type { Place } from '../../../cloud/azure/kits/group';
import type { AzureContext } from '../../../cloud/azure/kits/stack';
import type { ActionGroups } from './receivers';
import { severities, type AzureRule, type AzureRuleGroup } from './rules';

export interface RuleGroupsProps {
  readonly workspaceId: string;
  readonly groups: readonly AzureRuleGroup[];
  readonly receivers: ActionGroups;
}

export function ruleGroups(stack: PlatformStack, { names }: AzureContext, place: Place, { workspaceId, groups, receivers }: RuleGroupsProps): void {
  for (const { id, interval, rules } of groups)
    pinned(
      new MonitorAlertPrometheusRuleGroup(stack, address(`rules-${id}`), {
        ...place,
        name: `${names.prefix()}-${id}`,
        description: `Topic ${id}`,
        scopes: [workspaceId],
        interval,
        ruleGroupEnabled: true,
        rule: rules.map((each) => rule(each, receivers)),
      }),
    );
}

/** Every rule says that it is enabled: the provider's default is that it is not. */
function rule({ expression, labels, record, alert }: AzureRule, receivers: ActionGroups): MonitorAlertPrometheusRuleGroupRule {
  const common = { expression, labels: { ...labels }, enabled: true };
  if (!alert) return { ...common, ...(record === undefined ? {} : { record }) };
  const told = alert.severity === 'none' ? undefined : receivers[alert.severity];
  return {
    ...common,
    alert: alert.name,
    severity: severities[alert.severity],
    ...(alert.for === undefined ? {} : { for: alert.for }),
    annotations: { ...alert.annotations },
    alertResolution: { autoResolved: true, timeToResolve: 'PT5M' },
    ...(told === undefined ? {} : { action: [{ actionGroupId: told.id }] }),
  };
}
