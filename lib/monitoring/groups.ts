/** Rules of all components as groups in Prometheus' own terms: what a PrometheusRule holds, and a rule file of a managed Prometheus. */
import type { Intents } from '../components';

type Rules = Readonly<Intents['rules']>;

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}
export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>> & { readonly severity: 'critical' | 'warning' | 'none' };
  readonly annotations: { readonly summary: string; readonly description: string };
}
export interface RuleGroup {
  readonly name: string;
  readonly interval: string;
  readonly rules: readonly (RecordingRule | AlertingRule)[];
}

/**
 * Topics of the same name are one group; rules keep the order in which they were stated, since recordings may build on
 * each other. Groups by name.
 */
export function ruleGroups(rules: readonly Rules[]): readonly RuleGroup[] {
  const byGroup = new Map<string, Rules[]>();
  for (const topic of rules) byGroup.set(topic.group, [...(byGroup.get(topic.group) ?? []), topic]);
  return [...byGroup]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, topics]) => ({ name, interval: topics.find((topic) => topic.interval)?.interval ?? '30s', rules: topics.flatMap(groupRules) }));
}

const groupRules = ({ recordings = [], alerts = [] }: Rules): RuleGroup['rules'] => [
  ...recordings.map(({ record, expr, labels }): RecordingRule => ({ record, expr, ...(labels ? { labels } : {}) })),
  ...alerts.map((alert): AlertingRule => ({
    alert: alert.alert,
    expr: alert.expr,
    ...(alert.for ? { for: alert.for } : {}),
    labels: { ...alert.labels, severity: alert.severity },
    annotations: { summary: alert.summary, description: alert.description },
  })),
];
