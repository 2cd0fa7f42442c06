import * as fc from 'fast-check';
import { capabilities, planComponents, type Capability, type Component } from '../../../lib/components';

const component = (name: string, needs: readonly Capability[], provides: readonly Capability[]): Component => ({
  name,
  summary: name,
  namespace: 'x',
  needs,
  provides,
  content: { kind: 'manifests', build: () => undefined },
});

describe('planComponents', () => {
  it('puts each component one wave after the last of what it needs', () => {
    const plan = planComponents(
      [component('c', ['dns', 'crds'], []), component('b', ['crds'], ['dns']), component('a', [], ['crds']), component('d', [], [])],
      'one',
    );
    expect(plan.map(({ component: { name }, wave, dependsOn }) => [name, wave, dependsOn])).toEqual([
      ['a', 0, []],
      ['d', 0, []],
      ['b', 1, ['a']],
      ['c', 2, ['a', 'b']],
    ]);
  });

  it('waits for every provider of a capability, but not for itself', () => {
    const plan = planComponents(
      [
        component('crds-a', [], ['crds']),
        component('crds-b', ['namespaces', 'crds'], ['crds']),
        component('ns', [], ['namespaces']),
        component('user', ['crds'], []),
      ],
      'one',
    );
    expect(plan.find(({ component: { name } }) => name === 'user')?.dependsOn).toEqual(['crds-a', 'crds-b']);
    expect(plan.find(({ component: { name } }) => name === 'crds-b')?.dependsOn).toEqual(['crds-a', 'ns']);
  });

  it('lets a component come after those who provide something, where anybody does', () => {
    const late: Component = { ...component('late', [], []), after: ['node-autoscaling'] };
    expect(
      planComponents([late, component('crds', [], ['crds']), component('nodes', ['crds'], ['node-autoscaling'])], 'one').find(
        ({ component: { name } }) => name === 'late',
      ),
    ).toMatchObject({ wave: 2, dependsOn: ['nodes'] });
    expect(planComponents([late], 'one')).toMatchObject([{ wave: 0, dependsOn: [] }]);
  });

  it('starts what the platform serves after the platform, so that a workload that fails holds up nothing', () => {
    const workload: Component = { ...component('shop', ['crds'], []), tier: 'workload' };
    const plan = planComponents(
      [workload, component('crds', [], ['crds']), component('gateway', ['crds'], ['gateway']), component('routes', ['gateway'], ['routes'])],
      'one',
    );
    expect(plan.map(({ component: { name }, wave }) => [name, wave])).toEqual([
      ['crds', 0],
      ['gateway', 1],
      ['routes', 2],
      ['shop', 3],
    ]);
    expect(plan.at(-1)?.dependsOn).toEqual(['crds']);
    expect(planComponents([{ ...workload, needs: [] }], 'one')).toMatchObject([{ wave: 0 }]);
  });

  it('prints the chain of a cycle', () => {
    expect(() =>
      planComponents([component('a', ['dns'], ['crds']), component('b', ['secrets'], ['dns']), component('c', ['crds'], ['secrets'])], 'one'),
    ).toThrow(expect.objectContaining({ code: 'plan/cycle', message: 'components wait for each other: a => b => c => a' }));
  });

  it('names who needs what nobody provides, and what there is', () => {
    expect(() => planComponents([component('a', ['dns'], ['crds'])], 'one')).toThrow(
      expect.objectContaining({
        code: 'plan/unmet-need',
        message: "component 'a' needs 'dns', which no component of cluster 'one' provides",
        fix: expect.stringContaining('Provided here: crds') as string,
      }),
    );
  });

  it('refuses two components of one name', () => {
    expect(() => planComponents([component('a', [], []), component('a', [], [])], 'one')).toThrow(expect.objectContaining({ code: 'plan/duplicate' }));
  });

  it('gives the same plan whatever order the components come in, and never starts anything before its needs', () => {
    const acyclic = fc
      .array(fc.record({ needs: fc.subarray([...capabilities]), provides: fc.constantFrom(...capabilities) }), { maxLength: 12 })
      .map((specs) => {
        const sorted = specs.map(({ needs, provides }, index) => ({
          index,
          provides,
          needs: needs.filter((need) => capabilities.indexOf(need) < capabilities.indexOf(provides)),
        }));
        const provided = new Set(sorted.map(({ provides }) => provides));
        return sorted.map(({ index, needs, provides }) =>
          component(
            `c${index}`,
            needs.filter((need) => provided.has(need)),
            [provides],
          ),
        );
      });
    fc.assert(
      fc.property(acyclic, (components) => {
        const plan = planComponents(components, 'one');
        expect(planComponents([...components].reverse(), 'one').map(({ component: { name } }) => name)).toEqual(plan.map(({ component: { name } }) => name));
        const waves = new Map(plan.map(({ component: { name }, wave }) => [name, wave]));
        for (const { dependsOn, wave } of plan) for (const name of dependsOn) expect(waves.get(name)).toBeLessThan(wave);
      }),
    );
  });
});
