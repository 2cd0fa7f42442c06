/** The rules as AWS evaluates them: rule files of Prometheus, in namespaces of the workspace. */
import { PrometheusRuleGroupNamespace } from '@cdktf/provider-aws/lib/prometheus-rule-group-namespace';
import type { PrometheusWorkspace } from '@cdktf/provider-aws/lib/prometheus-workspace';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import type { AlertingRule, RecordingRule, RuleGroup } from '../../../../lib/monitoring/groups';
import { yaml } from '../../../../lib/output/yaml';
import type { AwsContext } from '../../../cloud/aws/kits/stack';
import { address } from '../../../cloud/aws/names';

export interface RuleFile {
  /** Namespace: the aspect of its groups by letter, so that a group stays where it is when others come and go. */
  readonly name: string;
  readonly text: string;
}

/** Largest rule file; AWS takes one MiB. More than half of it is room for what workloads bring. */
const mostBytes = 480 * 1024;

/**
 * One namespace for the groups of each first letter: small enough to read in a plan, and a new group moves no other one.
 * The label `cluster` is on every series of the store, but aggregations drop it: rules put it back.
 * @throws RangeError where one letter alone is too large for AWS
 */
export function ruleFiles(groups: readonly RuleGroup[], cluster: string): readonly RuleFile[] {
  const byLetter = new Map<string, RuleGroup[]>();
  for (const group of groups) byLetter.set(group.name.slice(0, 1), [...(byLetter.get(group.name.slice(0, 1)) ?? []), group]);
  return [...byLetter].map(([letter, of]) => {
    const text = yaml({ groups: of.map((group) => ({ ...group, rules: group.rules.map((rule) => withCluster(rule, cluster)) })) });
    if (Buffer.byteLength(text) > mostBytes)
      throw new RangeError(`rules of groups that start with '${letter}' have ${Buffer.byteLength(text)} bytes; at most ${mostBytes}`);
    return { name: `platform-${letter}`, text };
  });
}

const withCluster = (rule: RecordingRule | AlertingRule, cluster: string): RecordingRule | AlertingRule =>
  ({ ...rule, labels: { ...rule.labels, cluster } }) as typeof rule; // a spread over a union keeps its member

export interface RuleNamespacesProps {
  readonly workspace: PrometheusWorkspace;
  readonly groups: readonly RuleGroup[];
}

export function ruleNamespaces(stack: PlatformStack, { cluster }: AwsContext, { workspace, groups }: RuleNamespacesProps): void {
  for (const { name, text } of ruleFiles(groups, cluster.name))
    pinned(new PrometheusRuleGroupNamespace(stack, address(`rules-${name}`), { name, workspaceId: workspace.id, data: literal(text) }), address(name));
}

/** Terraform reads text as a template. */
const literal = (text: string): string => text.replaceAll('${', '$${').replaceAll('%{', '%%{');
