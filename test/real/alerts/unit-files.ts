/**
 * Units of test/real/alerts/units as they are for one cluster. Beyond promtool's format a file may say
 * `asks: <metric>`, which makes it one for rules that ask this metric and for no others; `<workload>` in `rule_files`, which
 * makes a unit for each workload; and an alert without `description`, which then is the rule's own, where that is one text
 * for all values.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { Cluster, Platform } from '../../../lib/model';
import { declaredObjectives } from './declared-objectives';
import type { Rule, RuleFile } from './rule-files';

export interface ExpectedAlert {
  readonly exp_labels: Readonly<Record<string, unknown>>;
  readonly exp_annotations: Readonly<Record<string, string>>;
}
export interface AlertCase {
  readonly alertname: string;
  readonly exp_alerts?: readonly ExpectedAlert[];
}
export interface UnitTest {
  readonly alert_rule_test?: readonly AlertCase[];
  readonly promql_expr_test?: readonly {
    readonly expr: string;
    readonly eval_time: string;
    readonly exp_samples: readonly { readonly labels: string; readonly value: number }[];
  }[];
}
/** In promtool's format. */
export interface UnitFile {
  readonly rule_files: readonly string[];
  readonly tests: readonly UnitTest[];
}
export interface Unit {
  readonly name: string;
  readonly content: UnitFile;
}
interface WrittenFile extends UnitFile {
  readonly asks?: string;
}
type Placeholders = Readonly<Record<string, string>>;

const source = resolve('test/real/alerts/units');

/** Every file as it is written, with what stands for placeholders. */
export const writtenUnits = (placeholders: Placeholders): readonly { readonly name: string; readonly content: WrittenFile }[] =>
  readdirSync(source)
    .sort()
    .map((name) => ({ name: basename(name, '.yaml'), content: parse(filled(readFileSync(join(source, name), 'utf8'), placeholders)) as WrittenFile })); // the format above

const filled = (text: string, placeholders: Placeholders): string =>
  Object.entries(placeholders).reduce((changed, [name, value]) => changed.replaceAll(`<${name}>`, value), text);

export interface UnitsOf {
  readonly platform: Platform;
  readonly cluster: string;
  readonly rules: readonly RuleFile[];
}

/** Units of the rules that a cluster has. */
export function unitsOf({ platform, cluster, rules }: UnitsOf): readonly Unit[] {
  const realm = platform.security.use === 'istio-keycloak' ? (platform.security.realm ?? platform.name) : '';
  const general = writtenUnits({ realm }).filter(({ content }) => !ofWorkloads(content));
  const own = platform.workloads
    .filter(({ clusters }) => clusters?.includes(cluster) ?? true)
    .flatMap(({ name: workload, replicas: { min } }) =>
      writtenUnits({ workload, minimum: `${min}`, 'below-minimum': `${min - 1}` })
        .filter(({ content }) => content.rule_files.includes(workloadRules(workload)))
        .map(({ name, content }): Unit => ({ name: `${name}-${workload}`, content })),
    );
  const declared: Unit = { name: 'objectives-declared', content: declaredObjectives(platform, clusterOf(platform, cluster)) };
  return [...general, ...own, declared].flatMap(({ name, content }) => {
    const asked = rules.filter(({ file }) => content.rule_files.includes(basename(file)));
    return asked.length === content.rule_files.length && asks(content, asked)
      ? [
          {
            name,
            content: forRules(
              content,
              asked.flatMap((each) => each.rules),
            ),
          },
        ]
      : [];
  });
}

const workloadRules = (workload: string): string => `prometheusrule-workload-${workload}.yaml`;
const ofWorkloads = ({ rule_files }: UnitFile): boolean => rule_files.includes(workloadRules('<workload>'));
const asks = ({ asks: metric }: WrittenFile, files: readonly RuleFile[]): boolean =>
  metric === undefined || files.some(({ rules }) => rules.some(({ expr }) => new RegExp(`\\b${metric}\\b`).test(expr)));

/** @throws Error where the platform has no cluster of that name */
function clusterOf({ cloud }: Platform, name: string): Cluster {
  const found = cloud.clusters.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no cluster is called ${name}`);
  return found;
}

/** Without cases of alerts that the rules lack, and with the descriptions that are left to the rules. */
function forRules({ asks: _, ...content }: WrittenFile, rules: readonly Rule[]): UnitFile {
  const known = new Set(rules.map(({ alert }) => alert));
  const cases = ({ alert_rule_test = [] }: UnitTest): readonly AlertCase[] =>
    alert_rule_test
      .filter(({ alertname }) => known.has(alertname))
      .map((each) => ({ ...each, exp_alerts: (each.exp_alerts ?? []).map((alert) => described(alert, each.alertname, rules)) }));
  const tests = content.tests
    .map((test) => ({ ...test, alert_rule_test: cases(test), promql_expr_test: test.promql_expr_test ?? [] }))
    .filter(({ alert_rule_test, promql_expr_test }) => alert_rule_test.length + promql_expr_test.length > 0);
  return { ...content, tests };
}

/** @throws Error where the rule's description depends on values: then the unit must say it */
function described(alert: ExpectedAlert, name: string, rules: readonly Rule[]): ExpectedAlert {
  if (alert.exp_annotations['description'] !== undefined) return alert;
  const texts = new Set(rules.filter((rule) => rule.alert === name).map(({ annotations = {} }) => annotations['description']));
  const [description] = texts;
  if (texts.size !== 1 || description === undefined || description.includes('{{')) throw new Error(`a unit of ${name} must say its description`);
  return { ...alert, exp_annotations: { ...alert.exp_annotations, description } };
}
