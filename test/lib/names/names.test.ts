import * as fc from 'fast-check';
import { parsePlatform, PlatformError, type Cluster } from '../../../lib/model';
import { buckets, checked, hosts, identities, nameRules, namesOf, secrets, type NameKind } from '../../../lib/names';
import { checkNames } from '../../../lib/names/check';
import { arbitraryPlatform } from '../../../lib/testing/arbitrary-platform';

const platforms = arbitraryPlatform().map((input) => parsePlatform(JSON.stringify(input), 'platform.yaml').platform);

describe('the name contract', () => {
  it('gives every valid platform names that every system accepts', () => {
    fc.assert(
      fc.property(platforms, (platform) => {
        expect(checkNames(platform)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('never gives two things the same name', () => {
    fc.assert(
      fc.property(platforms, (platform) => {
        const names = (platform.cloud.clusters as readonly Cluster[]).flatMap((cluster) => {
          const of = namesOf(platform, cluster);
          const ids = identities(platform, cluster).map(({ id }) => (cluster.provider === 'aws' ? of.role(id) : of.managedIdentity(id)));
          const stores = secrets(platform).map(({ id }) => `${cluster.name} ${of.secret(id)}`);
          return [
            of.cluster(),
            of.targetGroup(443),
            of.keyAlias('data'),
            of.originHost(),
            ...buckets(platform).map(({ id }) => of.bucket(id)),
            ...ids,
            ...stores,
          ];
        });
        expect(new Set(names).size).toBe(names.length);
        const all = hosts(platform).map(({ host }) => host);
        expect(new Set(all).size).toBe(all.length);
      }),
      { numRuns: 150 },
    );
  });

  it.each(Object.keys(nameRules) as NameKind[])('refuses what is too long or has a foreign character for: %s', (kind) => {
    const { max } = nameRules[kind];
    for (const name of ['a'.repeat(max + 1), 'späce name', '']) expect(() => checked(kind, name)).toThrow(PlatformError);
  });
});
