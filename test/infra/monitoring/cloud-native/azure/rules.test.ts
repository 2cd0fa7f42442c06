import { rulesOf } from '../../../../../infra/monitoring/cloud-native/rules';
import { azureRuleGroups } from '../../../../../infra/monitoring/cloud-native/azure/rules';
import { objectiveRules } from '../../../../../lib/monitoring/objectives';
import { hosts } from '../../../../../lib/names';
import { resources, type Block } from '../../../cloud/azure/stacks';
import { namelessSelectors, partsOf } from '../promql';
import { monitoring } from './example';

const { context, stack } = monitoring();
const intents = [...context.wiring.all('rules'), ...objectiveRules(context.wiring.all('endpoints'), 99.9, hosts(context.platform))];
const alerts = intents.flatMap((topic) => topic.alerts ?? []);
const recordings = intents.flatMap((topic) => topic.recordings ?? []);
const groups = resources(stack, 'azurerm_monitor_alert_prometheus_rule_group') as readonly (Block & { readonly rule: readonly Block[] })[];
const rules = groups.flatMap(({ rule }) => rule);
const sorted = (texts: readonly unknown[]) => texts.map(String).sort();

describe('rules of Azure', () => {
  it('are every alert of every component, once, with the same query', () => {
    expect(alerts.length).toBeGreaterThan(100);
    expect(sorted(rules.filter(({ alert }) => alert).map(({ alert, expression }) => `${String(alert)} ${String(expression)}`))).toEqual(
      sorted(alerts.map(({ alert, expr }) => `${alert} ${expr}`)),
    );
  });

  it('are every recording, once; constants hang on a metric that is always there', () => {
    const constant = (expr: string) => expr.replace(/^vector\((.*)\)$/, '$1 * (count(up) >= bool 0)');
    expect(sorted(rules.filter(({ record }) => record).map(({ record, expression }) => `${String(record)} ${String(expression)}`))).toEqual(
      sorted(recordings.map(({ record, expr }) => `${record} ${constant(expr)}`)),
    );
    expect(recordings.filter(({ expr }) => expr.startsWith('vector(')).length).toBeGreaterThan(3);
  });

  it('each name a metric, look back 32 days at most, and ask nothing that is experimental', () => {
    for (const { expression } of rules) {
      const text = String(expression);
      expect(partsOf(text, 'VectorSelector').length).toBeGreaterThan(0);
      expect(namelessSelectors(text)).toEqual([]);
      expect(partsOf(text, 'StepInvariantExpr')).toEqual([]); // @
      for (const range of partsOf(text, 'NumberDurationLiteralInDurationContext')) expect(range).toMatch(/^\d+[smh]$|^([1-9]|[12]\d|3[0-2])d$/);
    }
  });

  it('keep texts and labels, and say which cluster they speak of', () => {
    const said = (of: readonly Block[]) => sorted(of.map(({ annotations, labels }) => JSON.stringify([annotations, labels])));
    expect(said(rules.filter(({ alert }) => alert))).toEqual(
      sorted(
        alerts.map(({ summary, description, severity, labels }) => {
          const all: Record<string, string> = { ...labels, severity, cluster: 'az-weu' };
          return JSON.stringify([
            { description, summary },
            Object.fromEntries(
              Object.keys(all)
                .sort()
                .map((key) => [key, all[key]]),
            ),
          ]);
        }),
      ),
    );
    for (const { labels } of rules) expect(labels).toMatchObject({ cluster: 'az-weu' });
  });

  it('are twenty in a group at most, evaluated every minute to quarter of an hour, and switched on', () => {
    for (const { rule, interval, rule_group_enabled: on, scopes } of groups) {
      expect(rule.length).toBeLessThanOrEqual(20);
      expect(interval).toMatch(/^PT([1-9]|1[0-5])M$/);
      expect(on).toBe(true);
      expect(scopes).toEqual(['${azurerm_monitor_workspace.workspace.id}']);
    }
    for (const { enabled } of rules) expect(enabled).toBe(true);
    expect(groups.length).toBeGreaterThanOrEqual(rulesOf(context).length);
    expect(groups.length).toBeLessThan(500); // a workspace takes no more
  });

  it('page by severity 1, write tickets by 2, tell nobody by 4; never 0, which the provider drops', () => {
    const told: Readonly<Record<string, readonly [number, string | undefined]>> = {
      critical: [1, '${azurerm_monitor_action_group.receiver_critical.id}'],
      warning: [2, '${azurerm_monitor_action_group.receiver_warning.id}'],
      none: [4, undefined],
    };
    for (const rule of rules.filter(({ alert }) => alert)) {
      const [severity, group] = told[(rule['labels'] as { readonly severity: string }).severity] ?? [];
      expect(rule['severity']).toBe(severity);
      expect(rule['action']).toEqual(group === undefined ? undefined : [{ action_group_id: group }]);
      expect(rule['alert_resolution']).toEqual({ auto_resolved: true, time_to_resolve: 'PT5M' });
    }
  });

  it('have nothing in a recording that Azure takes of alerts only', () => {
    for (const rule of rules.filter(({ record }) => record)) expect(Object.keys(rule).sort()).toEqual(['enabled', 'expression', 'labels', 'record']);
  });

  it('hold no text that Terraform would read as its own', () => {
    for (const rule of rules) expect(JSON.stringify({ ...rule, action: undefined })).not.toMatch(/[$%]\{/);
  });

  it('are split where there are more than twenty, in their order, under stable names', () => {
    const many = { name: 'many', interval: '30s', rules: Array.from({ length: 45 }, (_, index) => ({ record: `r${index}`, expr: 'sum(up)' })) };
    const made = azureRuleGroups([many, { name: 'slow', interval: '1h', rules: many.rules.slice(0, 1) }], 'c');
    expect(made.map((group) => [group.id, group.interval, group.rules.length])).toEqual([
      ['many', 'PT1M', 20],
      ['many-2', 'PT1M', 20],
      ['many-3', 'PT1M', 5],
      ['slow', 'PT15M', 1],
    ]);
    expect(made.slice(0, 3).flatMap((group) => group.rules.map(({ record }) => record))).toEqual(many.rules.map(({ record }) => record));
  });
});
