import type { Access, Platform } from '../../lib/model';
import { workloadFactories } from '../../manifests/workloads';
import { platformOf } from '../manifests/foundation/rendered';
import { contract } from './option-contract';

/** One workload of the example for each kind of access: a kind that is missing here does not compile. */
const examples: Record<Access['kind'], string> = { login: 'console', token: 'api', public: 'status' };
const platform: Platform = platformOf();

describe.each(Object.entries(examples))('workloads with access %s', (kind, name) => {
  const index = platform.workloads.findIndex((each) => each.name === name);
  const factory = workloadFactories(platform)[index];

  it('are in the example', () => {
    expect(platform.workloads[index]?.access.kind).toBe(kind);
  });

  contract(platform, factory ? [factory] : []);
});
