import { manifestFiles } from '../../../../manifests/synth';
import { emptyLock } from '../../../../lib/model';
import { ruleGroups } from '../../../../lib/monitoring/groups';
import { objectiveRules } from '../../../../lib/monitoring/objectives';
import { hosts } from '../../../../lib/names';
import { withCloudMonitoring } from '../../../manifests/foundation/rendered';
import { namelessSelectors, strangers } from './promql';

const platform = withCloudMonitoring();
const { clusters } = manifestFiles({ platform, lock: emptyLock });
const expressions = clusters.flatMap(({ components }) => {
  const rules = components.flatMap(({ component }) => component.intents?.rules ?? []);
  const endpoints = components.flatMap(({ component }) => component.intents?.endpoints ?? []);
  return ruleGroups([...rules, ...objectiveRules(endpoints, 99.9, hosts(platform))]).flatMap((group) => group.rules.map(({ expr }) => expr));
});

describe('rules in a store of the cloud', () => {
  it('find each other although every stored series carries the name of its cluster', () => {
    expect(new Set(expressions).size).toBeGreaterThan(120);
    expect(expressions.flatMap(strangers)).toEqual([]);
  });

  it.each([
    ['a + sum by (x) (b)', 'a Add sum by (x) (b)'],
    ['sum(a) / ignoring (x) b', 'sum(a) Div b'],
    ['absent(a) and b', 'absent(a) And b'],
    ['max without (cluster) (a) > b', 'max without (cluster) (a) Gtr b'],
  ])('would not in %s', (expr, found) => expect(strangers(expr)).toEqual([found]));

  it.each([
    'a + on (x) sum by (x) (b)',
    'sum(a) / sum(b)',
    'a - ignoring (cluster) sum(b)',
    'time() - max by (cluster, x) (a offset 5m) > 3 * b',
    'sum(rate(a[5m])) or vector(0)',
  ])('do in %s', (expr) => expect(strangers(expr)).toEqual([]));

  it('name a metric in each selection, as Azure asks', () => {
    expect(expressions.flatMap(namelessSelectors)).toEqual([]);
    expect(namelessSelectors('sum({job="x"})')).toEqual(['{job="x"}']);
  });
});
