import { parse } from 'yaml';
import { rulesOf } from '../../../../../infra/monitoring/cloud-native/rules';
import { ruleFiles } from '../../../../../infra/monitoring/cloud-native/aws/rule-files';
import type { RuleGroup } from '../../../../../lib/monitoring/groups';
import { monitoring } from './example';

const { context, stack } = monitoring();
const groups = rulesOf(context);
interface RuleFileText {
  readonly groups: readonly RuleGroup[];
}
const files = Object.values(stack.resource['aws_prometheus_rule_group_namespace'] ?? {}).map(({ data }) => parse(String(data)) as RuleFileText);
const written = files.flatMap((file) => file.groups);

describe('rules of AWS', () => {
  it('are every rule of every component and objective, in the same words and order, with the name of the cluster', () => {
    expect(groups.flatMap(({ rules }) => rules).length).toBeGreaterThan(150);
    const expected = groups.map((group) => ({ ...group, rules: group.rules.map((rule) => ({ ...rule, labels: { ...rule.labels, cluster: 'aws-euc1' } })) }));
    const byName = (a: { readonly name: string }, b: { readonly name: string }) => (a.name < b.name ? -1 : 1);
    expect([...written].sort(byName)).toEqual([...expected].sort(byName));
  });

  it('are judged no more often than AWS judges', () => {
    for (const { interval } of written) expect(['30s', '2m']).toContain(interval);
  });

  it('lie in one namespace for each first letter, so that a new group moves no other one', () => {
    const group = (name: string): RuleGroup => ({ name, interval: '30s', rules: [{ record: 'a', expr: 'b' }] });
    const names = (of: readonly RuleGroup[]) =>
      ruleFiles(of, 'c').map(({ name, text }) => [name, (parse(text) as RuleFileText).groups.map((each) => each.name)]);
    expect(names([group('a'), group('b1'), group('b2')])).toEqual([
      ['platform-a', ['a']],
      ['platform-b', ['b1', 'b2']],
    ]);
    expect(names([group('b2')])).toEqual([['platform-b', ['b2']]]);
  });

  it('are refused where AWS would refuse the file for its size', () => {
    const rules = Array.from({ length: 6000 }, (_, index) => ({ record: `r${index}`, expr: 'x'.repeat(100) }));
    expect(() => ruleFiles([{ name: 'huge', interval: '30s', rules }], 'c')).toThrow("rules of groups that start with 'h'");
  });

  it('reach Terraform as they are, not as its templates', () => {
    for (const { data } of Object.values(stack.resource['aws_prometheus_rule_group_namespace'] ?? {}))
      expect(String(data).replaceAll('$${', '').replaceAll('%%{', '')).not.toMatch(/[$%]\{/);
  });
});
