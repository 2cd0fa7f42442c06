import { emptyLock, type CloudLock } from '../../../../lib/model';
import { manifestFiles } from '../../../../manifests/synth';
import { withDelivery } from '../../foundation/rendered';

const lockOf = (issuer: string): CloudLock => ({ ...emptyLock, clusters: { ...emptyLock.clusters, 'aws-euc1': { 'cluster.oidcIssuer': issuer } } });
const platform = withDelivery('helm');
const { clusters, files } = manifestFiles({ platform, lock: emptyLock });
const rowsOf = (cluster: string, of = files) =>
  (of.find(({ path }) => path === `helm/${cluster}/plan.tsv`)?.content ?? '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));

describe.each(clusters.map((each) => [each.cluster.name, each] as const))('the plan of %s', (cluster, { components }) => {
  const rows = rowsOf(cluster);
  const of = (sort: string, name?: string) => rows.filter(([first, second]) => first === sort && (name === undefined || second === name));

  it('has a word in every column: a shell that reads it takes two tabs for one', () => {
    for (const row of rows) expect(row.filter((word) => word === '' || /[\n\r"'$`\\]/.test(word))).toEqual([]);
  });

  it('lists every component in an order in which each comes after what it needs', () => {
    const listed = of('component').map(([, , name]) => name);
    expect(listed).toEqual(components.map(({ component }) => component.name));
    for (const { component, dependsOn } of components) {
      expect(of('needs', component.name).map(([, , other]) => other)).toEqual(dependsOn);
      for (const other of dependsOn) expect(listed.indexOf(other)).toBeLessThan(listed.indexOf(component.name));
    }
  });

  it('says of each its layer, its kind, whether it is kept, and a digest of all that it is made of', () => {
    for (const { component, wave } of components) {
      const [, layer, , kind, namespace, release, keep, timeout, digest, folder] = of('component').find(([, , name]) => name === component.name) ?? [];
      expect({ layer, kind, namespace, keep, folder }).toEqual({
        layer: String(wave),
        kind: component.content.kind,
        namespace: component.namespace,
        keep: component.keep === true ? 'yes' : 'no',
        folder: `clusters/${cluster}/${component.name}`,
      });
      expect(release).toBe(component.content.kind === 'helm' ? (component.content.releaseName ?? component.name) : component.name);
      expect([timeout, digest]).toEqual([expect.stringMatching(/^\d+m$/), expect.stringMatching(/^[0-9a-f]{64}$/)]);
    }
    expect(new Set(of('component').map((row) => row[8])).size).toBe(components.length);
  });

  it('pins every chart and every release of a third party', () => {
    for (const { component } of components) {
      const { content, name } = component;
      expect(of('chart', name)).toEqual(content.kind === 'helm' ? [['chart', name, content.chart.repository, content.chart.name, content.chart.version]] : []);
      expect(of('source', name)).toHaveLength(content.kind === 'git' ? content.sources.length : 0);
    }
  });

  it('holds components of definitions to definitions', () => {
    expect(of('definitions').map(([, name]) => name)).toEqual(
      components.filter(({ component }) => component.provides.includes('crds')).map(({ component }) => component.name),
    );
  });

  it('has a gate for every workload and for what operators report about', () => {
    const gated = new Set(of('gate').map(([, name, namespace, object]) => `${name} ${namespace} ${object}`));
    for (const { component, built } of components)
      for (const { object } of built.objects) {
        const { name, namespace = '-' } = object.metadata;
        if (object.apiVersion === 'apps/v1') expect(gated).toContain(`${component.name} ${namespace} ${object.kind.toLowerCase()}.apps/${name}`);
        if (object.kind === 'ExternalSecret') expect(gated).toContain(`${component.name} ${namespace} externalsecret.external-secrets.io/${name}`);
      }
    expect(of('gate', 'keycloak-database')).toContainEqual(['gate', 'keycloak-database', 'keycloak', 'cluster.postgresql.cnpg.io/keycloak-db', 'Ready']);
  });

  it('names the kinds that nothing of it ever deletes', () => {
    expect(of('protected').map(([, kind]) => kind)).toEqual(
      expect.arrayContaining(['Namespace', 'PersistentVolumeClaim', 'CustomResourceDefinition', 'Cluster', 'ObjectStore']),
    );
  });
});

describe('how the plan knows the cluster', () => {
  it('is by its region, its nodes and the issuer of its tokens: a prefix, until cloud.lock.yaml has all of it', () => {
    expect(rowsOf('aws-euc1').filter(([sort]) => sort === 'expect')).toEqual([
      ['expect', 'issuer-prefix', 'https://oidc.eks.eu-central-1.amazonaws.com/id/'],
      ['expect', 'region', 'eu-central-1'],
      ['expect', 'nodes', 'aws:///eu-central-1'],
    ]);
    expect(rowsOf('az-weu').filter(([sort]) => sort === 'expect')).toEqual([
      ['expect', 'issuer-prefix', 'https://westeurope.oic.prod-aks.azure.com/'],
      ['expect', 'region', 'westeurope'],
      ['expect', 'nodes', '/resourceGroups/rg-acme-db-az-weu-nodes/'],
    ]);
    const known = manifestFiles({ platform, lock: lockOf('https://oidc.eks.eu-central-1.amazonaws.com/id/ABC') }).files;
    expect(rowsOf('aws-euc1', known)).toContainEqual(['expect', 'issuer', 'https://oidc.eks.eu-central-1.amazonaws.com/id/ABC']);
  });
});

describe('the cluster', () => {
  it('reads no git: no way out of it, no credentials, no controller', () => {
    const text = files.filter(({ path }) => path.startsWith('clusters/')).map(({ content }) => content);
    expect(text.filter((content) => content.includes('github.com/acme/dbaas-platform'))).toEqual([]);
    expect(files.filter(({ path }) => /externalsecret-repository/.test(path))).toEqual([]);
  });

  it('has the namespace of the records before the first release, marked as part of it', () => {
    for (const { cluster } of clusters) {
      const file = files.find(({ path }) => path === `bootstrap/${cluster.name}/namespace-delivery.yaml`)?.content;
      expect(file).toMatch(
        /helm\.sh\/resource-policy: keep\n {4}meta\.helm\.sh\/release-name: namespaces\n {4}meta\.helm\.sh\/release-namespace: kube-system\n/,
      );
      expect(file).toContain('app.kubernetes.io/managed-by: Helm');
    }
  });

  it('admits records of runs under the name of who makes them, and lets none be deleted or rewritten', () => {
    const policy = files.find(({ path }) => path === 'clusters/aws-euc1/delivery-records/validatingadmissionpolicy-delivery-records.yaml')?.content ?? '';
    expect(policy).toContain('request.userInfo.username');
    // Else nobody but the person of the record could approve its deletion.
    expect(policy).toContain('object.data == oldObject.data');
    expect(policy).toMatch(/operations:\n\s+- CREATE\n\s+- UPDATE\n\s+- DELETE/);
  });

  it('lets kube-state-metrics read Leases, which the alerts are about, and only here', () => {
    const values = (of: typeof files) => of.find(({ path }) => path === 'clusters/aws-euc1/metrics-operator/values.yaml')?.content ?? '';
    expect(values(files)).toMatch(/^ +- leases$/m);
    expect(
      values(
        manifestFiles({
          platform: {
            ...platform,
            delivery: { use: 'argocd', repository: platform.delivery.repository, branch: 'main', path: 'dist', access: 'public', topology: 'per-cluster' },
          },
          lock: emptyLock,
        }).files,
      ),
    ).not.toContain('- leases');
  });
});
