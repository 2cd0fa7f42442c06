/**
 * Unit tests of rules in promtool's own format (test/real/alerts/units), run against the rule files of dist/ as they are.
 * Every alert must have a case in which it rings and one in which it almost does; every recording a value.
 */
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readInput } from '../../../bin/pipeline';
import type { Platform } from '../../../lib/model';
import { manifestFiles } from '../../../manifests/synth';
import { run } from '../process';
import type { Report } from '../report';
import { mutantsOf, type Mutant } from './mutants';
import { renderedRules, writeRules, type RuleFile } from './rule-files';
import { unitsOf, type Unit } from './unit-files';

/** Rings whatever happens: that is what it is for. */
const alwaysRings = new Set(['Watchdog']);

export interface UnitsProps {
  readonly promtool: string;
  readonly platform: Platform;
  readonly cluster: string;
  readonly folder: string;
  readonly rules: readonly RuleFile[];
  readonly report: Report;
}

/** The same for units with the same cases of the same rules. */
const keyOf = ({ name, content }: Unit, rules: readonly RuleFile[]): string =>
  JSON.stringify([name, content, rules.filter(({ file }) => content.rule_files.includes(basename(file))).map(({ groups }) => groups)]);

/** Units whose rules have not been tested yet, on another cluster. */
const untestedYet = (units: readonly Unit[], rules: readonly RuleFile[], tested: Set<string>): readonly Unit[] =>
  units.filter((unit) => {
    const key = keyOf(unit, rules);
    if (tested.has(key)) return false;
    tested.add(key);
    return true;
  });

/** What a run on the platform in the root tests; `root` is its folder. */
export function testedInRoot(root: string): ReadonlySet<string> {
  const { parsed, lock } = readInput(join(root, 'platform.yaml'));
  const { platform } = parsed;
  const { files } = manifestFiles({ platform, lock });
  return new Set(
    platform.cloud.clusters.flatMap(({ name: cluster }) => {
      const rules = renderedRules(files, cluster);
      return unitsOf({ platform, cluster, rules }).map((unit) => keyOf(unit, rules));
    }),
  );
}

/** Beside the rule files that it names. */
function writeUnit({ name, content }: Unit, folder: string): string {
  const file = join(folder, `units-${name}.yaml`);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

/** Where nothing is left to test, promtool has nothing to say. */
const untouched = { code: 0, stdout: '', stderr: '' };

/** `tested`: what the clusters before had, and the platform in the root; the same rules are not tested twice. */
export async function unitTests({ promtool, platform, cluster, folder, rules, report }: UnitsProps, tested: Set<string>): Promise<readonly Unit[]> {
  const all = unitsOf({ platform, cluster, rules });
  const units = untestedYet(all, rules, tested);
  const files = units.map((unit) => writeUnit(unit, folder));
  const { code, stdout, stderr } = files.length === 0 ? untouched : await run(promtool, ['test', 'rules', ...files]);
  const failed = `${stdout}${stderr}`.split('Unit Testing:').filter((each) => each.includes('FAILED'));
  const cases = units.flatMap(({ content }) => content.tests);
  report.check(
    `${cluster}: ${cases.length} unit tests in ${units.length} files: what rings, with which words, and what does not${units.length < all.length ? `; ${all.length - units.length} files have the same rules as before` : ''}`,
    code === 0 ? [] : failed.length > 0 ? failed : [stderr],
  );
  report.check(`${cluster}: each alert has a case that rings and one that almost does, each recording a value`, untested(rules, all));
  return units;
}

/** Alerts and recordings without a test. */
export const untested = (rules: readonly RuleFile[], units: readonly Unit[]): readonly string[] =>
  rules.flatMap(({ file, rules: own }) => {
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
  });

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
function mutantsOfUnit({ name: unit, content }: Unit, folder: string, rules: readonly RuleFile[]): readonly Named[] {
  const groups = content.rule_files.flatMap((name) => rules.find((each) => basename(each.file) === name)?.groups ?? []);
  const alerts = new Set(content.tests.flatMap(({ alert_rule_test = [] }) => alert_rule_test.map(({ alertname }) => alertname)));
  return [...alerts].flatMap((alert) => {
    const own = `mutants-${unit}-${alert}`;
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
