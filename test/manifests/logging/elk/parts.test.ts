import { hosts } from '../../../../lib/names';
import { withSecurity } from '../../foundation/rendered';
import type { Platform } from '../../../../lib/model';
import { logging, withElk, type Fields, type Logging } from './example';

const aws = logging('aws-euc1');
const azure = logging('az-weu');
const both = [aws, azure];
const others: Readonly<Record<string, Platform>> = {
  'istio-keycloak': withElk(),
  'nginx-auth0': { ...withSecurity('nginx-auth0'), logging: withElk().logging },
  'istio-auth0': { ...withSecurity('istio-auth0'), logging: withElk().logging },
};

describe('the operator', () => {
  it('has rights in two namespaces, and of the cluster only the zones of its nodes', () => {
    expect(aws.values).toMatchObject({
      managedNamespaces: ['elastic'],
      createClusterScopedResources: false,
      webhook: { enabled: false },
      installCRDs: false,
      telemetry: { disabled: true },
      replicaCount: 2,
      podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
    });
    expect(aws.object('elasticsearch', 'ClusterRole')['rules']).toEqual([{ apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] }]);
  });
});

describe.each(Object.entries(others))('Kibana with %s', (_, platform) => {
  const of = logging('aws-euc1', platform);
  const { intents } = of.of('kibana').component;

  it('is behind the login of the gateway, for the two roles of the platform, on a host of the contract', () => {
    expect(intents?.endpoints).toMatchObject([
      {
        host: 'kibana-aws-euc1.acme-db.example',
        login: 'proxy',
        access: { kind: 'login', roles: ['platform-admin', 'platform-viewer'] },
        service: { name: 'kibana-kb-http', port: 5601 },
      },
    ]);
    expect(
      hosts(platform)
        .filter(({ host }) => host.startsWith('kibana-'))
        .map(({ clusters }) => clusters),
    ).toEqual([['aws-euc1'], ['az-weu']]);
  });

  it('is reached by nobody but the gateway', () => {
    const toKibana = of.components.flatMap(({ component }) =>
      (component.intents?.flows ?? []).filter(({ to }) => 'namespace' in to && to.pods?.['app.kubernetes.io/name'] === 'kibana'),
    );
    expect(toKibana).toEqual([]);
    const policy = of.object('namespace-policies', 'NetworkPolicy', 'kibana-ingress')['spec'] as {
      ingress: readonly { from: readonly unknown[]; ports: readonly { port: number }[] }[];
    };
    expect(policy.ingress).toHaveLength(1);
    expect(policy.ingress[0]?.from).toHaveLength(1);
    expect(policy.ingress[0]?.ports).toMatchObject([{ port: 5601 }]);
  });

  it('lets viewers in as one who may look, and administrators with a password; neither is in git', () => {
    const { config, secureSettings, count } = of.spec('kibana', 'Kibana') as {
      config: Fields;
      secureSettings: readonly { secretName: string; entries: readonly Fields[] }[];
      count: number;
    };
    expect(count).toBe(2);
    expect(config).toMatchObject({
      'xpack.security.authc.providers.anonymous.viewers.order': 0,
      'xpack.security.authc.providers.anonymous.viewers.credentials.username': 'log-viewer',
      'xpack.security.authc.providers.basic.administrators.order': 1,
      'telemetry.optIn': false,
    });
    expect(JSON.stringify(config)).not.toContain('password');
    expect(secureSettings).toEqual([
      { secretName: 'elasticsearch-log-viewer', entries: [{ key: 'password', path: 'xpack.security.authc.providers.anonymous.viewers.credentials.password' }] },
    ]);
  });
});

describe('Kibana in a mesh', () => {
  const template = (of: Logging) => of.spec('kibana', 'Kibana')['podTemplate'] as { metadata: { annotations: Fields } };

  it('speaks to the store past its proxy, and shows itself to the gateway only', () => {
    expect(template(aws).metadata.annotations).toEqual({ 'traffic.sidecar.istio.io/excludeOutboundPorts': '9200' });
    const policy = aws.of('mesh-policy').built.objects.find(({ object }) => object.kind === 'AuthorizationPolicy' && object.metadata.name === 'kibana')?.object;
    expect(JSON.stringify(policy?.['spec'])).toContain('/ns/istio-ingress/sa/');
    expect((policy?.['spec'] as { rules: readonly unknown[] }).rules).toHaveLength(1);
  });
});

describe('the agents', () => {
  const config = aws.file('filebeat', 'filebeat.yml') as { readonly filebeat: { readonly inputs: readonly Fields[] } } & Fields;
  const [pods, node] = config.filebeat.inputs;

  it('know a file by its beginning, and read what says little as well', () => {
    expect(pods).toMatchObject({
      type: 'filestream',
      id: 'pods',
      prospector: { scanner: { symlinks: true, fingerprint: { enabled: true, length: 64 } } },
      file_identity: { fingerprint: null },
      parsers: [{ container: { stream: 'all', format: 'auto' } }],
    });
  });

  it('do not read their own lines, which would never end', () => {
    const [own] = (pods?.['prospector'] as { scanner: { exclude_files: readonly string[] } }).scanner.exclude_files;
    expect('/var/log/containers/filebeat-x7k2p_observability-agents_filebeat-0123.log').toMatch(new RegExp(own ?? ''));
    expect('/var/log/containers/filebeat-x7k2p_api_main-0123.log').not.toMatch(new RegExp(own ?? ''));
  });

  it('read the journal of the node with its own journalctl', () => {
    expect(node).toMatchObject({
      type: 'journald',
      chroot: '/host',
      journalctl_path: '/usr/bin/journalctl',
      units: ['kubelet.service', 'containerd.service'],
      seek: 'head',
    });
  });

  it('run on every node, as root without the rights of root, and write nothing but their own state', () => {
    for (const each of both) {
      const { template } = each.spec('filebeat', 'DaemonSet') as { template: { spec: Fields & { containers: readonly Fields[] } } };
      expect(template.spec).toMatchObject({ tolerations: [{ operator: 'Exists' }], priorityClassName: 'system-node-critical' });
      const [filebeat] = template.spec.containers;
      expect(filebeat).toMatchObject({
        securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'], add: ['DAC_READ_SEARCH', 'SYS_CHROOT'] } },
      });
      const writable = (filebeat?.['volumeMounts'] as readonly { mountPath: string; readOnly?: boolean }[]).filter(({ readOnly }) => readOnly !== true);
      expect(writable.map(({ mountPath }) => mountPath)).toEqual(['/var/lib/filebeat', '/tmp']);
    }
    const exporter = (each: Logging) =>
      (each.spec('filebeat', 'DaemonSet') as { template: { spec: { containers: readonly Fields[] } } }).template.spec.containers[1];
    expect(exporter(aws)).toMatchObject({ securityContext: { seLinuxOptions: { type: 'container_t', level: 's0' } } });
    expect(exporter(azure)?.['securityContext']).not.toHaveProperty('seLinuxOptions');
    expect(aws.object('filebeat', 'ClusterRole')['rules']).toEqual([{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }]);
  });

  it('say which cluster a line is from', () => {
    for (const file of [aws.file('filebeat', 'filebeat.yml'), aws.file('kubernetes-events', 'metricbeat.yml')])
      expect(file['processors']).toContainEqual({ add_fields: { target: '', fields: { 'orchestrator.cluster.name': 'aws-euc1' } } });
  });
});

describe('the parts', () => {
  it('come in order: operator, store, what it keeps, Logstash, agents', () => {
    const wave = (name: string): number => aws.of(name).wave;
    const order = ['elastic-operator', 'elasticsearch', 'elasticsearch-lifecycle', 'logstash', 'filebeat'];
    for (const [index, name] of order.slice(1).entries()) expect([name, wave(order[index] ?? '') < wave(name)]).toEqual([name, true]);
  });

  it('run as other users than the store, whose files are on the same nodes, where their images let them', () => {
    const user = (spec: unknown): unknown => (spec as { securityContext: { runAsUser: number } }).securityContext.runAsUser;
    const pod = (spec: Fields): unknown => (spec['template'] as { spec: unknown }).spec;
    const [data] = aws.spec('elasticsearch', 'Elasticsearch')['nodeSets'] as readonly { podTemplate: { spec: unknown } }[];
    const { jobTemplate } = aws.spec('elasticsearch-lifecycle', 'CronJob') as { jobTemplate: { spec: Fields } };
    expect(user(data?.podTemplate.spec)).toBe(1000);
    for (const spec of [aws.spec('elasticsearch-lifecycle', 'Job'), jobTemplate.spec, aws.spec('kubernetes-events', 'Deployment')])
      expect(user(pod(spec))).toBe(65532);
  });

  it('fit into their namespace, one pod more of each included', () => {
    const [namespace] = aws.of('elasticsearch').component.intents?.namespaces ?? [];
    expect(namespace?.quota).toEqual({ pods: 30, cpu: '18', memory: '56Gi', storageGiB: 922 });
  });

  it('give dashboards a login that may only read, and the authority to check the store by', () => {
    expect(aws.of('elasticsearch').component.intents?.datasources).toMatchObject([
      {
        uid: 'logs',
        type: 'elasticsearch',
        url: 'https://elasticsearch-es-http.elastic.svc:9200',
        login: { user: 'log-dashboards', secret: 'elasticsearch-log-dashboards', key: 'password' },
        authority: 'elasticsearch-authority',
        logs: { language: 'lucene' },
      },
    ]);
    const values = JSON.stringify(aws.of('grafana').built.data);
    expect(values).toContain('"basicAuthPassword":"$__env{DATA_SOURCE_LOGS_PASSWORD}"');
    expect(values).toContain('$__file{/etc/grafana/data-sources/logs/ca.crt}');
  });

  it('draw panels of logs in the words of Elasticsearch', () => {
    const dashboards = aws.of('dashboards').built.objects.flatMap(({ object }) => Object.values(object['data'] as Readonly<Record<string, string>>));
    const panels = dashboards
      .flatMap((text) => (JSON.parse(text) as { panels: readonly (Fields & { type: string; targets?: readonly Fields[] })[] }).panels)
      .filter(({ type }) => type === 'logs');
    expect(panels.length).toBeGreaterThan(1);
    for (const { datasource, targets = [] } of panels) {
      expect(datasource).toEqual({ type: 'elasticsearch', uid: 'logs' });
      expect(targets).toMatchObject([
        { metrics: [{ type: 'logs' }], query: expect.stringContaining('orchestrator.cluster.name:/${cluster:regex}/') as string },
      ]);
    }
  });
});
