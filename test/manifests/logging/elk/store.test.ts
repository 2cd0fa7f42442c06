import { parse } from 'yaml';
import { logging, told, withElk, type Fields, type Logging } from './example';

const aws = logging('aws-euc1');
const azure = logging('az-weu');
const spec = (of: Logging): Fields => of.spec('elasticsearch', 'Elasticsearch');
interface NodeSet {
  readonly count: number;
  readonly config: Fields;
  readonly podTemplate: {
    readonly metadata: { readonly labels: Fields };
    readonly spec: Fields & { readonly containers: readonly Fields[]; readonly volumes: readonly Fields[] };
  };
}
const nodeSet = (of: Logging): NodeSet => (spec(of)['nodeSets'] as readonly [NodeSet])[0];
const container = (of: Logging): Fields => nodeSet(of).podTemplate.spec.containers[0] ?? {};

describe('Elasticsearch', () => {
  it('is three nodes in three zones, on volumes that outlive the object', () => {
    expect(spec(aws)).toMatchObject({
      version: '9.4.3',
      image: 'docker.elastic.co/elasticsearch/elasticsearch:9.4.3',
      volumeClaimDeletePolicy: 'DeleteOnScaledownOnly',
      updateStrategy: { changeBudget: { maxSurge: 0, maxUnavailable: 1 } },
      nodeSets: [
        {
          count: 3,
          zoneAwareness: { topologyKey: 'topology.kubernetes.io/zone' },
          volumeClaimTemplates: [
            { metadata: { name: 'elasticsearch-data' }, spec: { storageClassName: 'data', resources: { requests: { storage: '300Gi' } } } },
          ],
        },
      ],
    });
    expect(aws.of('elasticsearch').component.keep).toBe(true);
    // The operator's own budget depends on the health of the cluster: one of ours would stand in its way.
    expect(spec(aws)).not.toHaveProperty('podDisruptionBudget');
  });

  it('has the memory that it asks for, needs no sysctl and fetches nothing from outside', () => {
    expect(container(aws)).toMatchObject({ resources: { requests: { cpu: '2', memory: '8Gi' }, limits: { memory: '8Gi' } } });
    expect(nodeSet(aws).config).toMatchObject({ 'node.store.allow_mmap': false, 'ingest.geoip.downloader.enabled': false, 'xpack.ml.enabled': false });
    expect(nodeSet(aws).podTemplate.spec).not.toHaveProperty('initContainers');
  });

  it('fits Pod Security restricted, as far as the operator does not see to it', () => {
    expect(nodeSet(aws).podTemplate.spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(aws.values).toMatchObject({ config: { setDefaultSecurityContext: 'true' } });
  });

  it('reaches its bucket without a key: the token lies where it may read, under a name that no webhook of the cloud replaces', () => {
    const folder = { aws: '/usr/share/elasticsearch/config/repository-s3', azure: '/usr/share/elasticsearch/config/azure/tokens' };
    expect(container(aws)).toMatchObject({
      env: [
        { name: 'AWS_CONTAINER_CREDENTIALS_FULL_URI', value: 'http://169.254.170.23/v1/credentials' },
        { name: 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE', value: `${folder.aws}/eks-pod-identity-token` },
      ],
      volumeMounts: [{ mountPath: folder.aws, readOnly: true }],
    });
    expect(nodeSet(aws).podTemplate.spec.volumes).toMatchObject([
      { projected: { sources: [{ serviceAccountToken: { audience: 'pods.eks.amazonaws.com' } }] } },
    ]);
    expect(container(azure)).toMatchObject({
      env: [{ name: 'AZURE_FEDERATED_TOKEN_FILE', value: `${folder.azure}/azure-identity-token` }],
      volumeMounts: [{ mountPath: folder.azure }],
    });
    expect(nodeSet(azure).podTemplate.spec.volumes).toMatchObject([
      { name: 'cloud-token', projected: { sources: [{ serviceAccountToken: { audience: 'api://AzureADTokenExchange' } }] } },
    ]);
    expect(nodeSet(azure).podTemplate.metadata.labels).toMatchObject({ 'azure.workload.identity/use': 'true' });
    expect(spec(azure)).toMatchObject({ secureSettings: [{ secretName: 'elasticsearch-access', entries: [{ key: 'azure.client.default.account' }] }] });
    expect(spec(aws)).not.toHaveProperty('secureSettings');
    expect(azure.object('elasticsearch', 'ServiceAccount').metadata.annotations).toHaveProperty(['azure.workload.identity/client-id']);
  });

  it('is outside the mesh: it brings certificates of its own for both of its ports', () => {
    expect(nodeSet(aws).podTemplate.metadata.labels).toMatchObject({ 'sidecar.istio.io/inject': 'false' });
    expect(spec(aws)).toMatchObject({ http: { tls: { certificate: { secretName: 'elasticsearch-tls' } } } });
    expect(aws.spec('elasticsearch', 'Certificate', 'elasticsearch-tls')).toMatchObject({
      dnsNames: expect.arrayContaining(['elasticsearch-es-http.elastic.svc', '*.elasticsearch-es-data.elastic.svc']) as unknown,
      issuerRef: { kind: 'ClusterIssuer', name: 'internal' },
    });
  });

  it('is never deleted by mistake', () => {
    expect(JSON.stringify(aws.of('admission-policies').built.objects)).toContain('elasticsearches');
    expect(aws.of('elasticsearch').component.intents?.namespaces).toMatchObject([{ name: 'elastic', holdsData: true, podSecurity: 'restricted' }]);
  });
});

interface Role {
  readonly cluster?: readonly string[];
  readonly indices?: readonly { readonly names: readonly string[]; readonly privileges: readonly string[] }[];
}
const secrets = aws.of('elasticsearch').component.intents?.secrets ?? [];
const roles = (() => {
  const value = secrets.find(({ name }) => name === 'elasticsearch-access')?.keys['roles.yml'];
  return parse(value?.from === 'literal' ? value.value : '') as Readonly<Record<string, Role>>;
})();

describe('users', () => {
  it('have no superuser among them', () => {
    expect(spec(aws)).toMatchObject({ auth: { disableElasticUser: true } });
    const given = secrets.flatMap(({ keys }) => (keys['roles']?.from === 'literal' ? keys['roles'].value.split(',') : []));
    expect(given).not.toContain('superuser');
    expect(given.filter((role) => !(role in roles) && role !== 'kibana_admin')).toEqual([]);
    for (const { cluster = [] } of Object.values(roles)) for (const privilege of ['all', 'manage_security']) expect(cluster).not.toContain(privilege);
  });

  it('are all known to Elasticsearch, and their roles follow git: the Secret with them is written anew', () => {
    const { auth } = spec(aws) as { auth: { fileRealm: readonly { secretName: string }[]; roles: readonly { secretName: string }[] } };
    const stated = secrets.filter(({ namespace }) => namespace === 'elastic').map(({ name }) => name);
    expect(auth.fileRealm.map(({ secretName }) => secretName).sort()).toEqual([...stated].sort());
    expect(auth.roles).toEqual([{ secretName: 'elasticsearch-access' }]);
    expect(Object.values(secrets.find(({ name }) => name === 'elasticsearch-access')?.keys ?? {}).map(({ from }) => from)).not.toContain('generated');
  });

  it('may do what they are for: Logstash writes and cannot read, dashboards and viewers read and cannot write', () => {
    expect(roles['log_writer']?.indices).toEqual([{ names: ['logs-*'], privileges: ['auto_configure', 'create_doc'] }]);
    for (const reader of ['log_reader', 'log_viewer'])
      expect(roles[reader]?.indices).toEqual([{ names: ['logs-*'], privileges: ['read', 'view_index_metadata'] }]);
    expect(roles['log_lifecycle']?.indices?.flatMap(({ names, privileges }) => (names.includes('logs-*') ? privileges : []))).toEqual(['manage']);
  });
});

describe('what is kept', () => {
  const policy = (of: Logging, name: string) =>
    (told(of)[`_ilm/policy/logs-${name}`] as { policy: { phases: { delete: { min_age: string; actions: Fields } } } }).policy.phases.delete;

  it('follows platform.yaml, audit for longer and only after a copy was made', () => {
    expect(policy(aws, 'ordinary')).toEqual({ min_age: '14d', actions: { delete: {} } });
    expect(policy(aws, 'audit')).toEqual({ min_age: '365d', actions: { wait_for_snapshot: { policy: 'nightly' }, delete: {} } });
    const other = logging('aws-euc1', withElk('  retentionDays: 7\n  auditRetentionDays: 90\n'));
    expect([policy(other, 'ordinary').min_age, policy(other, 'audit').min_age]).toEqual(['7d', '90d']);
  });

  it('is decided by the template with the higher priority: that of audit before that of all, that of all before those of Elasticsearch', () => {
    const template = (name: string) =>
      told(aws)[`_index_template/${name}`] as { index_patterns: readonly string[]; priority: number; composed_of: readonly string[]; template: Fields };
    const all = template('platform-logs');
    const audit = template('platform-logs-audit');
    expect(audit.index_patterns).toEqual(['logs-kubernetes-audit', 'logs-node-audit', 'logs-kubernetes.events-audit']);
    expect(audit.priority).toBeGreaterThan(all.priority);
    expect(all.priority).toBeGreaterThan(100);
    expect(all.template).toEqual({ settings: { index: { lifecycle: { name: 'logs-ordinary' } } } });
    expect(audit.template).toEqual({ settings: { index: { lifecycle: { name: 'logs-audit' } } } });
    for (const name of all.composed_of.filter((each) => each.startsWith('platform-'))) expect(told(aws)).toHaveProperty([`_component_template/${name}`]);
  });

  it('is copied every night to the bucket of the own cloud, with what people saved', () => {
    expect(told(aws)['_snapshot/logs']).toMatchObject({ type: 's3', settings: { bucket: 'acme-db-aws-euc1-logs-111122223333' } });
    expect(told(azure)['_snapshot/logs']).toMatchObject({ type: 'azure', settings: { container: 'logs' } });
    expect(told(aws)['_slm/policy/nightly']).toMatchObject({
      repository: 'logs',
      config: { indices: ['logs-*'], feature_states: ['kibana'] },
      retention: { expire_after: '30d' },
    });
  });

  it('is told before it is named: a policy before the template with it, the repository before its snapshots', () => {
    const order = Object.keys(told(aws));
    expect(order.indexOf('_snapshot/logs')).toBeLessThan(order.indexOf('_slm/policy/nightly'));
    expect(order.indexOf('_component_template/platform-logs@mappings')).toBeLessThan(order.indexOf('_index_template/platform-logs'));
    expect(order.indexOf('_slm/policy/nightly')).toBeLessThan(order.indexOf('_ilm/policy/logs-audit'));
  });

  it('is told by a Job of every delivery alike, again when it changes and every hour, with a password that is no argument and no variable', () => {
    const job = aws.object('elasticsearch-lifecycle', 'Job');
    expect(job.metadata.annotations ?? {}).not.toHaveProperty(['argocd.argoproj.io/hook']);
    expect(job.metadata.name).not.toBe(logging('aws-euc1', withElk('  retentionDays: 7\n')).object('elasticsearch-lifecycle', 'Job').metadata.name);
    expect(aws.spec('elasticsearch-lifecycle', 'CronJob')).toMatchObject({ schedule: '37 * * * *', concurrencyPolicy: 'Forbid' });
    expect(JSON.stringify(job['spec'])).not.toMatch(/--user|-u /);
    expect(JSON.stringify(job['spec'])).toContain('--config /tmp/curl.conf');
    expect(JSON.stringify(job['spec'])).not.toMatch(/secretKeyRef|PASSWORD/);
    expect(JSON.stringify(job['spec'])).toContain('"secretName":"elasticsearch-log-lifecycle"');
  });
});
