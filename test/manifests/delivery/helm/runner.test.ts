import { clear, cluster, commitless, components, fresh, helmCalls, installed, writes, type Bench } from './bench';

let bench: Bench;
beforeEach(() => (bench = fresh()));
afterEach(() => bench.remove());
afterAll(clear);
/** From here on: a cluster that everything was applied to. */
const everythingApplied = (): void => {
  bench.remove();
  bench = installed();
};
const charts = components.filter((name) => name !== 'crds-cloudnative-pg');
const refused = (words: string, why: RegExp, more: readonly string[] = []) => {
  const outcome = bench.run(words, more);
  expect(outcome.text).toMatch(why);
  expect(outcome.code).not.toBe(0);
  expect(writes(outcome)).toEqual([]);
};

describe('the runner', () => {
  it('applies every component once, in the order of the layers, and says so in the cluster and in a file', () => {
    const outcome = bench.install();
    expect(outcome.text).toContain('everything is applied');
    expect(outcome.code).toBe(0);
    expect(helmCalls(outcome, 'upgrade').map((call) => / --install (\S+)/.exec(call)?.[1])).toEqual(charts);
    expect(bench.get('Lease-applied')).toContain(bench.git('rev-parse', 'HEAD').trim());
    for (const name of components) expect(bench.get(`ConfigMap-component-${name}`)).toMatch(/state: "applied"/);
    const [run = ''] = bench.all('ConfigMap-run-');
    expect(bench.get(run)).toMatch(/^immutable: true$/m);
    expect(bench.get(run)).toMatch(/by: "ada@acme\.example"[\s\S]*commit: "[0-9a-f]{40}"[\s\S]*result: "everything is applied"/);
    expect(bench.get(run).match(/ applied [0-9a-f]{64}$/gm)).toHaveLength(components.length);
    expect(bench.all('Lease-')).toEqual(['Lease-applied']);
  });

  it('goes to the cluster by its context only, with every call', () => {
    const { calls } = bench.install();
    for (const call of calls.filter((each) => each !== '' && !/ version --template| config get-contexts/.test(each)))
      expect(call).toMatch(new RegExp(`^(kubectl --context|helm --kube-context) ${cluster} `));
  });

  it('does nothing the second time', () => {
    everythingApplied();
    const again = bench.run('apply --yes');
    expect(again.code).toBe(0);
    expect(helmCalls(again, 'upgrade')).toEqual([]);
  });

  it('stops at the first error, says where, and goes on there', () => {
    bench.set('refuse-loki', '');
    const first = bench.install();
    expect(first.code).toBe(1);
    expect(first.text).toMatch(/loki was refused[\s\S]*error: loki failed\. Mend it and run the same command again/);
    expect(helmCalls(first, 'upgrade').at(-1)).toContain('--install loki');
    expect(bench.get('Lease-unfinished')).toContain('loki');
    expect(bench.get('ConfigMap-component-loki')).toContain('state: "failed"');
    expect(bench.has('Lease-run')).toBe(false);
    bench.drop('refuse-loki');
    const second = bench.run('apply --yes');
    expect(second.text).toContain('everything is applied');
    expect(helmCalls(second, 'upgrade').map((call) => / --install (\S+)/.exec(call)?.[1])).toEqual(charts.slice(charts.indexOf('loki')));
    expect(bench.has('Lease-unfinished')).toBe(false);
  });

  it('counts a component as failed when it does not become healthy', () => {
    bench.set('ill', 'keycloak-db');
    const outcome = bench.install();
    expect(outcome.text).toMatch(/timed out waiting for the condition[\s\S]*keycloak-database failed/);
    expect(bench.get('ConfigMap-component-keycloak-database')).toContain('state: "failed"');
  });

  it('keeps the turn of a run that was killed until it is over or somebody ends it', () => {
    bench.set('kill-loki', '');
    expect(bench.install().code).toBe(137);
    expect(bench.get('Lease-run')).toContain('ada@acme.example run-');
    const next = bench.run('apply --yes');
    expect(next.text).toMatch(/ada@acme\.example run-\S+ is applying.*unlock/);
    expect(helmCalls(next, 'upgrade')).toEqual([]);
    expect(bench.run('unlock').code).toBe(2);
    expect(bench.has('Lease-run')).toBe(true);
    expect(bench.run('unlock --yes').code).toBe(0);
    expect(bench.run('apply --yes').text).toContain('everything is applied');
  });

  it('takes a turn whose time is over', () => {
    bench.set('kill-loki', '');
    bench.install();
    bench.set('Lease-run', bench.get('Lease-run').replace(/dbaas\/expires: "\d+"/, 'dbaas/expires: "1"'));
    expect(bench.run('apply --yes').text).toMatch(/the turn of ada@acme\.example run-\S+ is over: taking it[\s\S]*everything is applied/);
  });

  it('goes on over a release that a killed run left pending, by deleting only the note of it', () => {
    everythingApplied();
    bench.set('pending', '');
    const outcome = bench.run('apply --yes --again --component api');
    expect(outcome.text).toContain('a run was interrupted here');
    expect(outcome.calls.filter((call) => / delete /.test(call))).toEqual([
      expect.stringMatching(/ -n api delete secret\/sh\.helm\.release\.v1\.api\.v2$/),
      expect.stringMatching(/ delete lease unfinished /),
      expect.stringMatching(/ delete lease run$/),
    ]);
  });
});

describe('looking', () => {
  it('verifies what was applied, writes nothing but the date of it, and fails when something differs or is not well', () => {
    everythingApplied();
    const before = bench.get('Lease-applied');
    const outcome = bench.run('verify');
    expect(outcome.code).toBe(0);
    expect(outcome.text.match(/^ok {4}\S+$/gm)).toHaveLength(components.length);
    expect(writes(outcome)).toHaveLength(1);
    expect(bench.get('Lease-applied')).not.toBe(before);
    bench.set('diff', '-  replicas: 3\n+  replicas: 2\n');
    expect(bench.run('verify --component api')).toMatchObject({
      code: 1,
      text: expect.stringMatching(/- {2}replicas: 3[\s\S]*FAIL {2}api: the cluster differs/),
    });
    bench.drop('diff');
    bench.set('ill', 'deployment.apps/api');
    expect(bench.run('verify --component api')).toMatchObject({ code: 1, text: expect.stringMatching(/FAIL {2}api: is not well/) });
  });

  it('plans only what differs, shows how, and names what would be deleted', () => {
    everythingApplied();
    expect(bench.run('plan').text).toContain('0 to apply, commit');
    bench.set('diff', '-  replicas: 3\n+  replicas: 2\n');
    bench.set('manifest-api', '---\nkind: ConfigMap\nmetadata:\n  name: old\n');
    const outcome = bench.run('plan --again --component api');
    expect(outcome.text).toMatch(/layer 11: api \(manifests\), now: applied\n- {2}replicas: 3\n\+ {2}replicas: 2\n {2}deleted: ConfigMap\t-\told\n1 to apply/);
    expect(writes(outcome)).toEqual([]);
  });

  it('tells who applied what from which commit, and fails for a pipeline when the cluster is not at this one', () => {
    everythingApplied();
    expect(bench.run('status')).toMatchObject({
      code: 0,
      text: expect.stringMatching(/^[0-9a-f]{40}[\s\S]*\n11 +api +applied +[0-9a-f]{12} .*ada@acme\.example/),
    });
    // Role delivery-reader reads ConfigMaps and Leases of one namespace: no nodes, no issuer of tokens, no own name.
    expect(
      bench.run('status').calls.filter((call) => call !== '' && !/^helm version|config get-contexts|-n delivery get (configmaps?|lease) /.test(call)),
    ).toEqual([]);
    bench.edit(`dist/helm/${cluster}/plan.tsv`, (text) => text.replace(/^(component\t\d+\tapi\t.*\t)[0-9a-f]{64}\t/m, `$1${'0'.repeat(64)}\t`));
    expect(bench.run('status')).toMatchObject({ code: 1, text: expect.stringContaining('1 components differ from this commit') });
  });
});

describe('nothing is written', () => {
  it('without --yes', () => {
    refused('apply --new-cluster', /nothing was written: apply needs --yes/);
  });

  it.each([
    [
      'tokens of another region',
      'issuer',
      'https://oidc.eks.us-east-1.amazonaws.com/id/0123',
      /context aws-euc1 is not aws-euc1 of acme-db: its tokens come from/,
    ],
    ['tokens of another cloud', 'issuer', 'https://westeurope.oic.prod-aks.azure.com/x/y/', /is not aws-euc1 of acme-db: its tokens/],
    ['nodes of another region', 'nodes', 'eu-west-1 aws:///eu-west-1a/i-1\n', /has nodes outside of region eu-central-1: eu-west-1/],
    ['nodes of another cloud', 'nodes', 'eu-central-1 azure:///subscriptions/x\n', /has nodes that are not in aws:\/\/\/eu-central-1/],
    ['another platform', 'ConfigMap-cluster', 'data: {platform: other, cluster: aws-euc1}}', /was installed as other\/aws-euc1/],
    ['another cluster of the platform', 'ConfigMap-cluster', 'data: {platform: acme-db, cluster: aws-euw1}}', /was installed as acme-db\/aws-euw1/],
  ])('to a cluster that has %s', (_, file, content, why) => {
    bench.set(file, content);
    refused('apply --yes --new-cluster', why);
  });

  it('by a context that kubeconfig does not have', () => {
    refused('apply --yes --new-cluster', /kubeconfig has no context other/, ['--context', 'other']);
  });

  it('to a cluster that knows nothing of the platform, unless that is said', () => {
    refused('apply --yes', /nothing of acme-db was applied there yet: --new-cluster/);
    everythingApplied();
    refused('apply --yes --new-cluster', /was installed before/);
  });

  it.each([
    ['another Kubernetes', 'version', 'v1.33.1', /the API server is v1\.33\.1, platform\.yaml says 1\.35/],
    ['another Helm', 'helm-version', 'v2.17.0', /Helm v2\.17\.0: install Helm 4, or 3\.18 or newer/],
    ['another delivery', 'kinds', 'applications.argoproj.io\n', /no other delivery|From another delivery/],
    ['no right to write everything', 'reader-only', '', /may not write everything/],
  ])('with %s', (_, file, content, why) => {
    bench.set(file, content);
    if (file !== 'kinds') refused('apply --yes --new-cluster', why);
    else expect(bench.run('preflight').code).toBe(0); // the kind alone is no delivery: an object of it is
  });

  it('of a commit that is not on the branch, of files in no commit, or of an older commit than the cluster has', () => {
    everythingApplied();
    bench.edit(`dist/helm/${cluster}/charts/api/objects/deployment-api.yaml`, (text) => `${text}# x\n`);
    refused('apply --yes --component api', /deployment-api\.yaml is in no commit/);
    bench.commit();
    refused('apply --yes --component api', /is not on origin\/main/);
    bench.merge();
    expect(bench.run('apply --yes').code).toBe(0);
    bench.git('checkout', '-q', 'HEAD~1');
    refused('apply --yes', /which is newer than .*git pull; to go back, git revert/);
  });

  it('of values that the cloud layer has not brought yet', () => {
    bench.edit(`dist/clusters/${cluster}/loki/values.yaml`, (text) => `${text}x: unset--identity\n`);
    bench.commit();
    bench.merge();
    refused('apply --yes --new-cluster', /loki\/values\.yaml waits for one: npm run lock/);
  });

  it.each([
    ['explode', /there is no command explode/],
    ['apply --force', /there is no flag --force/],
    ['apply --layer x', /are numbers/],
    ['apply --layer 99', /there is no layer 99/],
    ['apply --component nope', /there is no component nope; there are: crds-cloudnative-pg namespaces/],
    ['apply api', /apply takes no component by itself: --component api/],
    ['rollback', /rollback needs the name of a component/],
    ['rollback api console', /one component at a time/],
    ['apply --component ', /--component needs a value/],
  ])('for a mistake: %s', (words, why) => {
    refused(words, why);
  });

  it('for a cluster that is not there, whatever it is called', () => {
    for (const name of ['nope', '../helm', 'runner'])
      refused('apply --yes', new RegExp(`there is no cluster ${name.replaceAll('.', '\\.')}; there are: aws-euc1 az-weu`), ['--cluster', name]);
  });
});

describe('order', () => {
  it('lets a layer wait for the ones before it, and a component for what it needs', () => {
    refused('apply --yes --new-cluster --layer 11', /layer 11 waits for crds-cloudnative-pg in layer 0/);
    refused('apply --yes --new-cluster --component api', /api waits for (namespaces|priority-classes), which is not applied/);
    expect(bench.run('apply --yes --new-cluster --layer 0').text).toContain('not applied yet');
    const outcome = bench.run('apply --yes --component api');
    expect(helmCalls(outcome, 'upgrade')).toEqual([expect.stringContaining('--install api ')]);
  });

  it('goes on without health if that is said, and does not call it applied', () => {
    bench.set('ill', 'crd/');
    const outcome = bench.run('apply --yes --new-cluster --no-wait');
    expect(outcome.text).toContain('not applied yet: crds-cloudnative-pg');
    expect(bench.get('ConfigMap-component-api')).toContain('state: "unchecked"');
    for (const call of helmCalls(outcome, 'upgrade')) expect(call).not.toContain('--wait');
  });

  it('records why a commit went out unreviewed', () => {
    bench.commit();
    bench.edit(`dist/helm/${cluster}/charts/api/objects/deployment-api.yaml`, (text) => `${text}# x\n`);
    expect(bench.run('apply --yes --new-cluster', ['--unreviewed', commitless]).code).toBe(0);
    expect(bench.get(bench.all('ConfigMap-run-')[0] ?? '')).toContain(`unreviewed: "${commitless}"`);
  });
});
