/**
 * Unit tests of rules in promtool's own format (test/real/alerts/units), run against the rule files of dist/ as they are.
 * Every alert must have a case in which it rings and one in which it almost does; every recording a value.
 */
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { run } from '../process';
import type { Report } from '../report';
import { mutantsOf, type Mutant } from './mutants';
import { writeRules, type RuleFile } from './rule-files';

const source = resolve('test/real/alerts/units');

interface UnitFile {
  readonly rule_files: readonly string[];
  readonly tests: readonly {
    readonly alert_rule_test?: readonly { readonly alertname: string; readonly exp_alerts?: readonly unknown[] }[];
    readonly promql_expr_test?: readonly { readonly expr: string }[];
  }[];
}
export interface Unit {
  /** Copy beside the rule files that it names. */
  readonly file: string;
  readonly content: UnitFile;
}

/** Rings whatever happens: that is what it is for. */
const alwaysRings = new Set(['Watchdog']);

/** Unit files of a cluster, copied to its rule files: `<rule file>.yaml` for all, `<rule file>.<cluster>.yaml` for one. */
export function unitsOf(cluster: string, folder: string, rules: readonly RuleFile[]): readonly Unit[] {
  const known = new Set(rules.map(({ file }) => basename(file)));
  return readdirSync(source)
    .sort()
    .flatMap((name) => {
      const content = parse(readFileSync(join(source, name), 'utf8')) as UnitFile;
      const [, only = cluster] = name.split('.').slice(0, -1);
      if (only !== cluster || !content.rule_files.every((file) => known.has(file))) return [];
      const file = join(folder, `units-${name}`);
      copyFileSync(join(source, name), file);
      return [{ file, content }];
    });
}

export interface UnitsProps {
  readonly promtool: string;
  readonly cluster: string;
  readonly folder: string;
  readonly rules: readonly RuleFile[];
  readonly report: Report;
}

/** Unit files whose rules have not been tested yet, on another cluster. */
const untestedYet = (units: readonly Unit[], folder: string, tested: Set<string>): readonly Unit[] =>
  units.filter(({ file, content }) => {
    const key = [basename(file), ...content.rule_files.map((name) => readFileSync(join(folder, name), 'utf8'))].join('\n');
    if (tested.has(key)) return false;
    tested.add(key);
    return true;
  });

/** `tested`: what the clusters before had; the same rules are not tested twice. */
export async function unitTests({ promtool, cluster, folder, rules, report }: UnitsProps, tested: Set<string>): Promise<readonly Unit[]> {
  const all = unitsOf(cluster, folder, rules);
  const units = untestedYet(all, folder, tested);
  const { code, stdout, stderr } = await run(promtool, ['test', 'rules', ...units.map(({ file }) => file)]);
  const failed = `${stdout}${stderr}`.split('Unit Testing:').filter((each) => each.includes('FAILED'));
  const cases = units.flatMap(({ content }) => content.tests);
  report.check(
    `${cluster}: ${cases.length} unit tests in ${units.length} files: what rings, with which words, and what does not${units.length < all.length ? `; ${all.length - units.length} files have the same rules as before` : ''}`,
    code === 0 ? [] : failed.length > 0 ? failed : [stderr],
  );
  report.check(`${cluster}: each alert has a case that rings and one that almost does, each recording a value`, untested(rules, all));
  return units;
}

/** Alerts and recordings without a test, and tests of what is not there. */
export function untested(rules: readonly RuleFile[], units: readonly Unit[]): readonly string[] {
  return [
    ...rules.flatMap(({ file, rules: own }) => {
      const tests = units.filter(({ content }) => content.rule_files.includes(basename(file))).flatMap(({ content }) => content.tests);
      const cases = tests.flatMap(({ alert_rule_test = [] }) => alert_rule_test);
      const values = tests.flatMap(({ promql_expr_test = [] }) => promql_expr_test.map(({ expr }) => expr));
      return own.flatMap(({ alert, record }) => {
        if (record !== undefined) return values.some((expr) => expr.includes(record)) ? [] : [`${basename(file)}: no value of ${record} is tested`];
        const rings = cases.filter(({ alertname }) => alertname === alert).map(({ exp_alerts = [] }) => exp_alerts.length > 0);
        return [
          ...(rings.includes(true) ? [] : [`${basename(file)}: no case in which ${alert} rings`]),
          ...(rings.includes(false) || alwaysRings.has(alert ?? '') ? [] : [`${basename(file)}: no case in which ${alert} does not ring`]),
        ];
      });
    }),
    ...units.flatMap(({ file, content }) => {
      const known = new Set(rules.filter((each) => content.rule_files.includes(basename(each.file))).flatMap((each) => each.rules.map(({ alert }) => alert)));
      const named = new Set(content.tests.flatMap(({ alert_rule_test = [] }) => alert_rule_test.map(({ alertname }) => alertname)));
      return [...named].filter((name) => !known.has(name)).map((name) => `${basename(file)}: no alert is called ${name}`);
    }),
  ];
}

/**
 * Each alert with another threshold, without its waiting time or with twice of it: some case must notice. The changes of
 * an alert are alerts of their own, and each of its cases asks for all of them at once.
 */
export async function mutationTests({ promtool, cluster, folder, rules, report }: UnitsProps, units: readonly Unit[]): Promise<void> {
  const mutants = units.flatMap((unit) => mutantsOfUnit(unit, folder, rules));
  if (mutants.length === 0) return;
  const { stdout, stderr } = await run(promtool, ['test', 'rules', ...new Set(mutants.map(({ file }) => file))]);
  const noticed = new Set([...`${stdout}${stderr}`.matchAll(/alertname: ?([^ ,]+),/g)].map(([, name]) => name));
  report.check(
    `${cluster}: the cases are near: each of ${mutants.length} changes of a threshold or a waiting time is noticed`,
    mutants.filter(({ name }) => !noticed.has(name)).map(({ alert, change, file }) => `${basename(file)}: nothing notices ${alert} with ${change}`),
  );
}

interface Named extends Mutant {
  /** Of the changed alert. */
  readonly name: string;
  readonly file: string;
}

/** One file for each alert, so that no case runs alerts that it does not ask for. */
function mutantsOfUnit({ file, content }: Unit, folder: string, rules: readonly RuleFile[]): readonly Named[] {
  const groups = content.rule_files.flatMap((name) => rules.find((each) => basename(each.file) === name)?.groups ?? []);
  const alerts = new Set(content.tests.flatMap(({ alert_rule_test = [] }) => alert_rule_test.map(({ alertname }) => alertname)));
  return [...alerts].flatMap((alert) => {
    const own = `mutants-${basename(file, '.yaml')}-${alert}`;
    const mutants = groups
      .flatMap(mutantsOf)
      .filter((mutant) => mutant.alert === alert)
      .map((mutant, index): Named => ({ ...mutant, name: `${own}-${index}`, file: join(folder, `${own}.yaml`) }));
    const recordings = groups.map((group) => ({ ...group, rules: group.rules.filter(({ record }) => record !== undefined) }));
    writeRules(join(folder, `${own}-rules.yaml`), [...recordings, { name: own, rules: mutants.map(({ rule, name }) => ({ ...rule, alert: name })) }]);
    const tests = content.tests
      .map((test) => ({ ...test, alert_rule_test: (test.alert_rule_test ?? []).filter(({ alertname }) => alertname === alert), promql_expr_test: [] }))
      .filter(({ alert_rule_test }) => alert_rule_test.length > 0)
      .map((test) => ({ ...test, alert_rule_test: test.alert_rule_test.flatMap((each) => mutants.map(({ name }) => ({ ...each, alertname: name }))) }));
    writeFileSync(join(folder, `${own}.yaml`), JSON.stringify({ ...content, rule_files: [`${own}-rules.yaml`], tests }));
    return mutants;
  });
}
