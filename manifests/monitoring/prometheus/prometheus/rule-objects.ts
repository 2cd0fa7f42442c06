/** Alerts and recordings of all components, one PrometheusRule for each topic. */
import type { Chart } from 'cdk8s';
import { PrometheusRule } from '../../../../imports/monitoring.coreos.com';
import type { Intents } from '../../../../lib/components';

type Rules = Readonly<Intents['rules']>;

/** Topics of the same name are one group; rules keep the order in which they were stated, since recordings may build on each other. */
export function ruleObjects(chart: Chart, rules: readonly Rules[]): void {
  const byGroup = new Map<string, Rules[]>();
  for (const topic of rules) byGroup.set(topic.group, [...(byGroup.get(topic.group) ?? []), topic]);
  for (const [name, topics] of [...byGroup].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const interval = topics.find((topic) => topic.interval)?.interval ?? '30s';
    new PrometheusRule(chart, `rules-${name}`, { metadata: { name }, spec: { groups: [{ name, interval, rules: topics.flatMap(groupRules) }] } });
  }
}

const groupRules = ({ recordings = [], alerts = [] }: Rules) => [
  ...recordings.map(({ record, expr, labels }) => ({ record, expr, ...(labels ? { labels } : {}) })),
  ...alerts.map((alert) => ({
    alert: alert.alert,
    expr: alert.expr,
    ...(alert.for ? { for: alert.for } : {}),
    labels: { ...alert.labels, severity: alert.severity },
    annotations: { summary: alert.summary, description: alert.description },
  })),
];
