import type { Intents } from '../../../lib/components';
import { monitoring } from './rendered';

const scrape = (parts: Partial<Intents['scrapes']>): Intents['scrapes'] => ({
  name: 'subject',
  namespace: 'a',
  kind: 'pods',
  selector: { app: 'x' },
  port: 'metrics',
  targetPort: 8080,
  ...parts,
});
const monitor = (kind: 'PodMonitor' | 'ServiceMonitor', parts: Partial<Intents['scrapes']>) =>
  monitoring('aws-euc1', { scrapes: [scrape(parts)] }).object('prometheus', kind, 'subject')['spec'];

describe('Prometheus', () => {
  const prometheus = (cluster: 'aws-euc1' | 'az-weu') => monitoring(cluster).object('prometheus', 'Prometheus', 'platform')['spec'];

  it('runs twice, in two zones, and keeps what the longest alert window needs', () => {
    expect(prometheus('aws-euc1')).toMatchObject({
      replicas: 2,
      retention: '120h',
      retentionSize: '85GiB',
      version: 'v3.14.0',
      topologySpreadConstraints: [
        { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule' },
        { topologyKey: 'kubernetes.io/hostname' },
      ],
    });
  });

  it('marks its series with cluster, region and cloud, which no other Prometheus has', () => {
    expect(prometheus('aws-euc1')).toMatchObject({ externalLabels: { cluster: 'aws-euc1', region: 'eu-central-1', cloud: 'aws' } });
    expect(prometheus('az-weu')).toMatchObject({ externalLabels: { cluster: 'az-weu', region: 'westeurope', cloud: 'azure' } });
  });

  it('selects every monitor and rule of its own namespace and none of another', () => {
    const spec = prometheus('aws-euc1') as Record<string, unknown>; // the spec of any object is a record
    for (const kind of ['serviceMonitor', 'podMonitor', 'rule']) {
      expect(spec[`${kind}Selector`]).toEqual({});
      expect(spec).not.toHaveProperty(`${kind}NamespaceSelector`);
    }
  });

  it('uploads to the bucket of its own cloud without any key', () => {
    const store = (cluster: 'aws-euc1' | 'az-weu') => monitoring(cluster).object('prometheus', 'ConfigMap', 'prometheus-object-store')['data'];
    expect(store('aws-euc1')).toEqual({
      'objstore.yml':
        'config:\n  aws_sdk_auth: true\n  bucket: acme-db-aws-euc1-metrics-111122223333\n  endpoint: s3.eu-central-1.amazonaws.com\n  region: eu-central-1\ntype: S3\n',
    });
    expect(store('az-weu')).toMatchObject({ 'objstore.yml': expect.stringMatching(/storage_create_container: false/) as unknown });
    expect(JSON.stringify(store('az-weu'))).not.toMatch(/user_assigned_id|account_key|client_/);
  });

  it('is a workload identity on AKS', () => {
    expect(prometheus('az-weu')).toMatchObject({ podMetadata: { labels: { 'azure.workload.identity/use': 'true' } } });
    expect(monitoring('az-weu').object('prometheus', 'ServiceAccount', 'prometheus').metadata.annotations).toEqual({
      'azure.workload.identity/client-id': 'unset--az-weu--identities.prometheus.clientId',
    });
    expect(prometheus('aws-euc1')).not.toHaveProperty('podMetadata');
  });
});

describe('monitors', () => {
  it('call the job as the component calls it', () => {
    expect(monitor('PodMonitor', {})).toMatchObject({
      namespaceSelector: { matchNames: ['a'] },
      selector: { matchLabels: { app: 'x' } },
      podMetricsEndpoints: [
        { port: 'metrics', path: '/metrics', scheme: 'http', relabelings: [{ targetLabel: 'job', replacement: 'subject' }, { targetLabel: 'node' }] },
      ],
    });
  });

  it('take ports by number on pods and on services', () => {
    expect(monitor('PodMonitor', { port: 9153 })).toMatchObject({ podMetricsEndpoints: [{ portNumber: 9153 }] });
    expect(monitor('ServiceMonitor', { kind: 'service', port: 9153 })).toMatchObject({ endpoints: [{ targetPort: 9153 }] });
  });

  it('send a token and skip the check of certificates only where a component asks for it', () => {
    expect(JSON.stringify(monitor('ServiceMonitor', { kind: 'service' }))).not.toMatch(/bearer|insecure/);
    expect(monitor('ServiceMonitor', { kind: 'service', scheme: 'https', insecureTls: true, serviceAccountToken: true })).toMatchObject({
      endpoints: [{ bearerTokenFile: '/var/run/secrets/kubernetes.io/serviceaccount/token', tlsConfig: { insecureSkipVerify: true } }],
    });
  });

  it('never mix the place of an exporter with the place of what it speaks about', () => {
    expect(monitor('PodMonitor', { honorLabels: true })).toMatchObject({
      podMetricsEndpoints: [
        { honorLabels: true, relabelings: [{ targetLabel: 'job' }, { action: 'labeldrop', regex: '(namespace|pod|container|node|service|endpoint)' }] },
      ],
    });
  });

  it('drop what a component wants dropped', () => {
    expect(monitor('PodMonitor', { dropMetrics: 'go_.*', dropLabels: 'cluster', params: { module: ['a'] } })).toMatchObject({
      podMetricsEndpoints: [
        {
          params: { module: ['a'] },
          metricRelabelings: [
            { sourceLabels: ['__name__'], regex: 'go_.*', action: 'drop' },
            { regex: 'cluster', action: 'labeldrop' },
          ],
        },
      ],
    });
  });
});

describe('rule objects', () => {
  it('carry severity, summary and description of every alert', () => {
    const rules = [
      {
        group: 'g',
        alerts: [{ alert: 'A', expr: 'up == 0', for: '1m', severity: 'critical', summary: 's', description: 'd' }],
        recordings: [{ record: 'a:b', expr: 'up' }],
      },
    ] as const;
    expect(monitoring('aws-euc1', { rules }).object('prometheus', 'PrometheusRule', 'g')['spec']).toEqual({
      groups: [
        {
          name: 'g',
          interval: '30s',
          rules: [
            { record: 'a:b', expr: 'up' },
            { alert: 'A', expr: 'up == 0', for: '1m', labels: { severity: 'critical' }, annotations: { summary: 's', description: 'd' } },
          ],
        },
      ],
    });
  });

  it('join topics of the same name', () => {
    const rules = ['a:1', 'a:2'].map((record) => ({ group: 'g', recordings: [{ record, expr: 'up' }] }));
    expect(monitoring('aws-euc1', { rules }).object('prometheus', 'PrometheusRule', 'g')['spec']).toMatchObject({
      groups: [{ rules: [{ record: 'a:1' }, { record: 'a:2' }] }],
    });
  });
});
