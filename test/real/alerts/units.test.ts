import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readInput } from '../../../bin/pipeline';
import { manifestFiles } from '../../../manifests/synth';
import { renderedRules } from './rule-files';
import { unitsOf, writtenUnits } from './unit-files';
import { untested } from './units';

const files = ['platform.yaml', ...readdirSync('examples').map((name) => join('examples', name, 'platform.yaml'))];
const platforms = files.map((file) => {
  const { parsed, lock } = readInput(file);
  const all = manifestFiles({ platform: parsed.platform, lock }).files;
  const clusters = parsed.platform.cloud.clusters.map(({ name: cluster }) => ({ cluster, rules: renderedRules(all, cluster) }));
  return { file, platform: parsed.platform, clusters };
});

it.each(platforms)('$file: each alert has a unit in which it rings and one in which it almost does, each recording a value', ({ platform, clusters }) => {
  const rules = clusters.flatMap((each) => each.rules);
  expect(rules.length > 0).toBe(platform.monitoring.use === 'prometheus');
  for (const { cluster, rules: own } of clusters) expect(untested(own, unitsOf({ platform, cluster, rules: own }))).toEqual([]);
});

it('no unit is of an alert, a rule file or a metric that no platform has', () => {
  const rules = platforms.flatMap(({ clusters }) => clusters.flatMap((each) => each.rules));
  const alerts = new Set(rules.flatMap((each) => each.rules.map(({ alert }) => `${each.file} ${alert}`)));
  const used = new Set(platforms.flatMap(({ platform, clusters }) => clusters.flatMap((each) => unitsOf({ platform, ...each }).map(({ name }) => name))));
  for (const { name, content } of writtenUnits({ workload: 'console' })) {
    expect([...used].filter((each) => each === name || each.startsWith(`${name}-`))).not.toEqual([]);
    const named = content.tests.flatMap(({ alert_rule_test = [] }) => alert_rule_test.map(({ alertname }) => alertname));
    expect([name, named.filter((alert) => !content.rule_files.some((file) => alerts.has(`${file} ${alert}`)))]).toEqual([name, []]);
  }
});
