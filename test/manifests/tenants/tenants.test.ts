import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { instancesOf, loadOf, placementOf, mebibytes, millicores, type InputFile } from '../../../lib/model';
import { arbitraryFleet } from '../../../lib/testing/arbitrary-fleet';
import { readInput, synthesizeAll } from '../../../bin/pipeline';
import { loadPlatform } from '../../../lib/input/load';
import { emptyLock } from '../../../lib/model';
import { examplePlatform, objectsOf, one, platformWith, render } from './fleet';

const clusters = ['aws-euc1', 'az-weu'];
const fleets = arbitraryFleet({ clusters, workloads: ['console', 'api'], publicIn: ['aws-euc1'] });
const given = (delivery: string): string => readFileSync('examples/dbaas-fleet/platform.yaml', 'utf8').replace('use: argocd', `use: ${delivery}`);
const files = (teams: readonly InputFile[], base: string): ReadonlyMap<string, string> =>
  new Map(
    synthesizeAll({
      parsed: loadPlatform(base, 'platform.yaml', teams),
      lock: emptyLock,
      texts: { platform: base, lock: undefined, teams: {} },
    }).files.map(({ path, content }) => [path, content]),
  );
const differing = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path)).sort();

describe('the namespace of a tenant', () => {
  const payments = objectsOf(render(examplePlatform()), 'aws-euc1', 'payments');

  it('is restricted, labelled with its owner, outside the mesh and never pruned', () => {
    expect(one(payments, 'Namespace', 'db-payments').metadata.labels).toMatchObject({
      'dbaas/owner': 'payments-team',
      'dbaas/tenant': 'payments',
      'dbaas/cost-center': 'cc-1200',
      'dbaas/holds-data': 'true',
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
  });

  it('is closed, and open for what its databases do', () => {
    expect(one(payments, 'NetworkPolicy', 'default-deny')).toMatchObject({ spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } });
    const ingress = JSON.stringify(one(payments, 'NetworkPolicy', 'dbaas-database-ledger-ingress'));
    expect(ingress).toContain('"kubernetes.io/metadata.name":"api"');
    expect(ingress).not.toContain('0.0.0.0/0');
  });

  it('opens the way out of a client, in the namespace of the client', () => {
    const policy = payments.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.namespace === 'api' && metadata.name === 'to-db-payments-ledger');
    expect(policy).toMatchObject({ spec: { policyTypes: ['Egress'], egress: [{ ports: [{ port: 5432, protocol: 'TCP' }] }] } });
  });

  it('shows its objects to the people of the tenant, never its Secrets, and lets them change nothing', () => {
    const { rules } = one(payments, 'Role', 'viewer') as unknown as { rules: readonly { resources: readonly string[]; verbs: readonly string[] }[] };
    expect(rules.flatMap(({ resources }) => resources)).not.toContain('secrets');
    expect([...new Set(rules.flatMap(({ verbs }) => verbs))].sort()).toEqual(['get', 'list', 'watch']);
  });
});

describe('what all tenants share', () => {
  it('has names that no tenant may have', () => {
    const shared = render(examplePlatform()).clusters.flatMap(({ components }) =>
      components.flatMap(({ component }) =>
        component.tier !== 'tenant' && component.name.startsWith('tenant-') ? [component.name.slice('tenant-'.length)] : [],
      ),
    );
    expect(shared.length).toBeGreaterThan(2);
    for (const name of shared)
      expect(() => platformWith([{ file: 'databases/x.yaml', text: `version: 1\ntenant: { name: ${name}, team: t-t, email: t@acme.example }\n` }])).toThrow(
        /what all tenants share/,
      );
  });
});

describe('any fleet', () => {
  it('has no two objects of one name, and every database a backup, an owner and a place inside the quota', () => {
    fc.assert(
      fc.property(fleets, (teams) => {
        const platform = platformWith(teams);
        const rendered = render(platform);
        for (const cluster of clusters) {
          const all =
            rendered.clusters.find((each) => each.cluster.name === cluster)?.components.flatMap(({ built }) => built.objects.map(({ object }) => object)) ?? [];
          const ids = all.map(({ apiVersion, kind, metadata }) => [apiVersion, kind, metadata.namespace, metadata.name].join(' '));
          expect(ids.filter((id, index) => ids.indexOf(id) < index)).toEqual([]);
          for (const tenant of Object.values(platform.tenants)) {
            const objects = objectsOf(rendered, cluster, tenant.name);
            const load = loadOf(platform, tenant, cluster);
            expect(load.cpu).toBeLessThanOrEqual(millicores(tenant.quota.cpu));
            expect(load.memory).toBeLessThanOrEqual(mebibytes(tenant.quota.memory));
            for (const database of Object.values(tenant.databases)) {
              if (!placementOf(platform, tenant, database).clusters.includes(cluster)) continue;
              if (database.engine !== 'postgresql') continue;
              expect(one(objects, 'Cluster', database.name)).toMatchObject({
                metadata: { labels: { 'dbaas/owner': tenant.team, 'dbaas/database': database.name } },
                spec: { instances: instancesOf(database), plugins: [{ isWALArchiver: true }] },
              });
              expect(one(objects, 'ScheduledBackup', `${database.name}-scheduled`)).toMatchObject({ spec: { suspend: database.hibernated } });
              expect(one(objects, 'ObjectStore', database.name)).toMatchObject({ spec: { retentionPolicy: `${database.backup.retentionDays}d` } });
            }
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  it('is the same in whatever order its files are read', () => {
    fc.assert(
      fc.property(fleets, (teams) => {
        expect(platformWith([...teams].reverse())).toEqual(platformWith(teams));
      }),
      { numRuns: 20 },
    );
  });
});

/** Lists of everything, with hashes, are everybody's: the index, and what each delivery is told of its components. */
const everybodys = /^(index\.json|helm\/[^/]+\/plan\.tsv|flux\/[^/]+\/root\/kustomization\.yaml)$/;
/** Folders and files with the name of a tenant. */
/** What the first tenant of a shard brings for all of it: the settings of the stack. */
const ofShard = /^terraform\/([a-z0-9-]+-tenants|names)-\d\d\/(main\.tf\.json|README\.md)$/;
const ownedBy = (tenant: string) => (path: string) => new RegExp(`/(kustomization-)?tenant-${tenant}(/|\\.yaml$|\\.tf\\.json$)`).test(`/${path}`);

describe.each(['argocd', 'flux', 'helm'])('a change of one tenant, delivered by %s,', (delivery) => {
  const base = given(delivery);
  const { teams } = readInput('examples/dbaas-fleet/platform.yaml').texts;
  const fleet: readonly InputFile[] = Object.entries(teams)
    .filter(([file]) => !file.includes('insights'))
    .map(([file, text]) => ({ file, text }));
  const before = files(fleet, base);
  const touched = (edit: (text: string) => string, of = 'payments') =>
    differing(
      before,
      files(
        fleet.map(({ file, text }) => ({ file, text: file.includes(of) ? edit(String(text)) : text })),
        base,
      ),
    ).filter((path) => !everybodys.test(path));

  it('changes files of this tenant only: a parameter', () => {
    const paths = touched((text) => text.replace('work_mem: 32', 'work_mem: 48'));
    expect(paths.filter((path) => path.startsWith('clusters/'))).toEqual([
      'clusters/aws-euc1/tenant-payments/cluster-orders.yaml',
      'clusters/az-weu/tenant-payments/cluster-orders.yaml',
    ]);
  });

  it.each([
    ['a plan', (text: string) => text.replace('plan: medium', 'plan: large')],
    ['a user', (text: string) => text.replace('users:\n', 'users:\n      - { name: newcomer, access: read }\n')],
    ['a client', (text: string) => text.replace('clients: [api] }\n    maintenance', 'clients: [api, console] }\n    maintenance')],
    ['a new database', (text: string) => `${text}  - { engine: postgresql, name: fresh }\n`],
    ['an endpoint', (text: string) => text.replace('kind: in-cluster, clients: [api]', 'kind: private, allow: [10.0.0.0/8]')],
  ])('changes files of this tenant only: %s', (_, edit) => {
    const paths = touched(edit);
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter((path) => !ownedBy('payments')(path))).toEqual([]);
  });

  it('that is new adds its own files', () => {
    const text = 'version: 1\ntenant: { name: newcomer, team: newcomers, email: n@acme.example }\ndatabases: [{ engine: postgresql, name: first }]\n';
    const paths = differing(before, files([...fleet, { file: 'databases/newcomer.yaml', text }], base));
    expect(paths.filter((path) => !ownedBy('newcomer')(path) && !everybodys.test(path) && !ofShard.test(path))).toEqual([]);
    expect(paths.filter(ownedBy('newcomer')).length).toBeGreaterThan(10);
  });
});
