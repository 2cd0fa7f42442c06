import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { clear, helmCalls, installed, writes, type Bench } from './bench';

let bench: Bench;
beforeEach(() => (bench = installed()));
afterEach(() => bench.remove());
afterAll(clear);
const runner = join(__dirname, '../../../../../manifests/delivery/helm/runner');
const manifest = (...objects: readonly (readonly [kind: string, name: string, keep?: boolean])[]): string =>
  objects
    .map(
      ([kind, name, keep]) =>
        `---\napiVersion: v1\nkind: ${kind}\nmetadata:\n${keep === true ? '  annotations:\n    helm.sh/resource-policy: keep\n' : ''}  name: ${name}\n`,
    )
    .join('');

describe('data', () => {
  it('stops a release that lacks an object with data which the one before had', () => {
    bench.set('manifest-loki', manifest(['ConfigMap', 'old'], ['PersistentVolumeClaim', 'chunks']));
    const outcome = bench.run('apply --yes --again --component loki');
    expect(outcome.text).toMatch(/loki: the new release lacks PersistentVolumeClaim - chunks, which holds data\. It stays/);
    expect(helmCalls(outcome, 'upgrade')).toEqual([]);
    expect(outcome.code).toBe(1);
  });

  it('lets an object go that says that Helm keeps it, and one without data, and names it', () => {
    bench.set('manifest-loki', manifest(['ConfigMap', 'old'], ['PersistentVolumeClaim', 'chunks', true]));
    const outcome = bench.run('apply --yes --again --component loki');
    expect(outcome.text).toContain('no longer in it, so deleted: ConfigMap - old');
    expect(outcome.code).toBe(0);
  });

  it('knows an object by its name in the namespace of the release, written or not', () => {
    bench.set('manifest-loki', manifest(['PersistentVolumeClaim', 'chunks']));
    bench.set('next-manifest', manifest(['PersistentVolumeClaim', 'chunks']).replace('metadata:\n', 'metadata:\n  namespace: observability\n'));
    expect(bench.run('apply --yes --again --component loki').code).toBe(0);
  });

  it('is never in a release that goes back by itself', () => {
    for (const name of ['api', 'keycloak-database', 'namespaces', 'loki']) bench.set(`manifest-${name}`, '');
    bench.set('manifest-api', readFileSync(join(bench.folder, 'repository/dist/helm/aws-euc1/charts/api/objects/deployment-api.yaml'), 'utf8'));
    const calls = helmCalls(bench.run('apply --yes --again'), 'upgrade');
    const back = calls.filter((call) => call.includes('--rollback-on-failure')).map((call) => / --install (\S+)/.exec(call)?.[1]);
    expect(back).toEqual(['api']);
  });

  it.each(['keycloak-database', 'namespaces', 'loki', 'crds-cloudnative-pg'])('of %s is neither rolled back nor uninstalled', (name) => {
    for (const command of ['rollback', 'uninstall']) {
      const outcome = bench.run(`${command} ${name} --yes`);
      expect(outcome.code).toBe(1);
      expect(outcome.text).toMatch(/holds data, or data hangs on it|git revert, then apply|brings definitions or operators/);
      expect(writes(outcome)).toEqual([]);
    }
  });

  it('is not what the runner deletes: Leases of its own, a record, and notes of Helm are', () => {
    const deletes = readdirSync(runner).flatMap((file) =>
      readFileSync(join(runner, file), 'utf8')
        .split('\n')
        .filter(
          (line) => /\b(kube|hlm|kubectl|helm)\b.*\b(delete|uninstall|replace|prune|force-replace)\b/.test(line) && !/^\s*#|say |fail |printf '/.test(line),
        )
        .map((line) => line.trim()),
    );
    expect(deletes.sort()).toEqual([
      'kube -n "$namespace" delete $notes >/dev/null',
      'kube -n "$records" delete configmap "component-$name" --ignore-not-found >/dev/null',
      'kube -n "$records" delete lease run',
      'kube -n "$records" delete lease run >/dev/null',
      'kube -n "$records" delete lease unfinished --ignore-not-found >/dev/null',
      'logged hlm uninstall "$release" -n "$namespace" --wait --timeout "$timeout"',
    ]);
  });
});

describe('ways back', () => {
  it('takes a release without data to the revision before, and says that git has not gone there', () => {
    bench.set('manifest-api', '');
    expect(bench.run('rollback api').code).toBe(2);
    const outcome = bench.run('rollback api --yes');
    expect(helmCalls(outcome, 'rollback')).toEqual([expect.stringMatching(/ rollback api 1 -n api --timeout 15m --wait=watcher$/)]);
    expect(outcome.text).toContain('git is not: git revert');
    expect(bench.get('ConfigMap-component-api')).toContain('state: "rolled-back"');
    expect(helmCalls(bench.run('apply --yes'), 'upgrade')).toHaveLength(1);
  });

  it('removes a release that nothing needs, and its record', () => {
    expect(bench.run('uninstall api').code).toBe(2);
    const outcome = bench.run('uninstall api --yes');
    expect(helmCalls(outcome, 'uninstall')).toEqual([expect.stringMatching(/ uninstall api -n api --wait --timeout 15m$/)]);
    expect(bench.has('ConfigMap-component-api')).toBe(false);
  });

  it('does not remove what another component needs', () => {
    const outcome = bench.run('uninstall priority-classes --yes');
    expect(outcome.text).toMatch(/\S+ needs priority-classes: uninstall it first|holds data/);
    expect(writes(outcome)).toEqual([]);
  });

  it('lists what is left of a component that the plan has lost, and removes it by its record', () => {
    bench.edit('dist/helm/aws-euc1/plan.tsv', (text) => text.replace(/^(component\t\d+|gate|needs)\tconsole\t.*\n/gm, ''));
    bench.commit();
    bench.merge();
    expect(bench.run('status').text).toContain('left over: console is no longer in the plan');
    expect(helmCalls(bench.run('uninstall console --yes'), 'uninstall')).toEqual([expect.stringContaining(' uninstall console -n console ')]);
  });

  it('prints an order for taking a cluster down in which data stays', () => {
    const { text, code } = bench.run('uninstall-order');
    expect(code).toBe(0);
    expect(text).toMatch(/uninstall console --cluster aws-euc1 --yes\n.*uninstall api .*\n# stays: keycloak-database\n# stays: loki\n/);
    expect(text).toMatch(/# stays: namespaces\n# stays: crds-cloudnative-pg\n$/);
  });
});

describe('Helm 3', () => {
  it('gets its own words for the same', () => {
    bench.set('helm-version', 'v3.19.2');
    bench.set('manifest-api', '');
    const [call = ''] = helmCalls(bench.run('apply --yes --again --component api --adopt'), 'upgrade');
    expect(call).toMatch(/ --wait --atomic --take-ownership$/);
    expect(call).not.toMatch(/rollback-on-failure|watcher|force-conflicts/);
  });
});
