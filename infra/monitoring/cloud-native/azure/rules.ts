/**
 * Alerts and recordings of all components as Azure evaluates them. What differs from a Prometheus of our own:
 *
 * - rules are evaluated once a minute at most, and a group has twenty of them;
 * - a recorded series and an alert have the labels of their expression and nothing else: the cluster is put on by the rule,
 *   since here no Prometheus adds it on the way out;
 * - a query names a metric, so that a constant is hung on one that is always there;
 * - an alert resolves after some healthy minutes, not at once.
 * @see https://learn.microsoft.com/azure/azure-monitor/metrics/prometheus-rule-groups
 */
import type { AlertingRule, RecordingRule, RuleGroup } from '../../../../lib/monitoring/groups';
import { durationSeconds, isoDuration } from './iso-duration';

export type Severity = AlertingRule['labels']['severity'];

/**
 * 1 pages, 2 is a ticket, 4 is for machines. Not 0: the provider leaves it out, and Azure then takes 3.
 * @see https://github.com/hashicorp/terraform-provider-azurerm/blob/main/internal/services/monitor/monitor_alert_prometheus_rule_group_resource.go
 */
export const severities: Readonly<Record<Severity, 1 | 2 | 4>> = { critical: 1, warning: 2, none: 4 };

export interface AzureRule {
  readonly expression: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly record?: string;
  readonly alert?: {
    readonly name: string;
    readonly severity: Severity;
    readonly for?: string;
    readonly annotations: Readonly<Record<string, string>>;
  };
}
export interface AzureRuleGroup {
  /** Stable: the group's topic, and a number from the second part on. */
  readonly id: string;
  readonly interval: string;
  readonly rules: readonly AzureRule[];
}

/** Azure takes no more, and evaluates no more often. */
const limits = { rulesPerGroup: 20, shortestSeconds: 60, longestSeconds: 900 } as const;

/** Groups in the order of their names, each in parts of twenty rules that keep their order. */
export const azureRuleGroups = (groups: readonly RuleGroup[], cluster: string): readonly AzureRuleGroup[] =>
  groups.flatMap(({ name, interval, rules }) =>
    parts(rules).map((part, index) => ({
      id: index === 0 ? name : `${name}-${index + 1}`,
      interval: isoDuration(withinLimits(durationSeconds(interval))),
      rules: part.map((rule) => azureRule(rule, cluster)),
    })),
  );

const withinLimits = (seconds: number): number => Math.min(Math.max(seconds, limits.shortestSeconds), limits.longestSeconds);

function parts<T>(rules: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(rules.length / limits.rulesPerGroup);
  return Array.from({ length: count }, (_, index) => rules.slice(index * limits.rulesPerGroup, (index + 1) * limits.rulesPerGroup));
}

const isRecording = (rule: RecordingRule | AlertingRule): rule is RecordingRule => 'record' in rule;

function azureRule(rule: RecordingRule | AlertingRule, cluster: string): AzureRule {
  const expression = anchored(rule.expr);
  if (isRecording(rule)) return { record: rule.record, expression, labels: { ...rule.labels, cluster } };
  const { severity } = rule.labels;
  return {
    expression,
    labels: { ...rule.labels, cluster },
    alert: {
      name: rule.alert,
      severity,
      ...(rule.for === undefined ? {} : { for: isoDuration(durationSeconds(rule.for)) }),
      annotations: { ...rule.annotations },
    },
  };
}

/**
 * A constant as a query of a metric: `up` is there as long as anything is measured.
 * @see https://learn.microsoft.com/azure/azure-monitor/metrics/prometheus-api-promql#api-limitations
 */
const anchored = (expression: string): string => expression.replace(/^vector\((\d+(?:\.\d+)?)\)$/, '$1 * (count(up) >= bool 0)');
