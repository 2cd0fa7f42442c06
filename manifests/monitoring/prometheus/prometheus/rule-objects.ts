/** Alerts and recordings of all components, one PrometheusRule for each topic. */
import type { Chart } from 'cdk8s';
import { PrometheusRule } from '../../../../imports/monitoring.coreos.com';
import type { Intents } from '../../../../lib/components';
import { ruleGroups } from '../../../../lib/monitoring/groups';

export function ruleObjects(chart: Chart, rules: readonly Readonly<Intents['rules']>[]): void {
  for (const group of ruleGroups(rules))
    new PrometheusRule(chart, `rules-${group.name}`, { metadata: { name: group.name }, spec: { groups: [{ ...group, rules: [...group.rules] }] } });
}
