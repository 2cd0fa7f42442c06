import { parse } from 'yaml';
import { capabilities, type Capability, type Component } from '../../../lib/components';
import type { Platform } from '../../../lib/model';
import { option } from '../../../manifests/monitoring/cloud-native';
import { metrics } from '../../../manifests/monitoring/cloud-native/dashboard';
import { option as prometheusOption } from '../../../manifests/monitoring/prometheus';
import { rendered, stub, withCloudMonitoring, type Rendered } from '../foundation/rendered';
import { sources } from '../metrics/all';
import { named } from '../metrics/used';
import { monitoring as prometheus } from './rendered';

const own: readonly Capability[] = ['metrics-operator', 'metrics', 'metrics-query', 'alerting', 'dashboards', 'dashboard-database'];
const platform = withCloudMonitoring();
const monitoring = (cluster: 'aws-euc1' | 'az-weu', intents: Component['intents'] = {}, of: Platform = platform): Rendered =>
  rendered(cluster, [...option.components, stub('others', { provides: capabilities.filter((each) => !own.includes(each)), intents })], of);
const agent = (cluster: 'aws-euc1' | 'az-weu') => monitoring(cluster).object('metrics-agent', 'PrometheusAgent', 'platform')['spec'];
const values = (cluster: 'aws-euc1' | 'az-weu') =>
  parse(monitoring(cluster).component('grafana').built.values ?? '') as Record<string, Record<string, Record<string, unknown>>>; // values of a chart
const dataSources = (cluster: 'aws-euc1' | 'az-weu') =>
  (values(cluster)['datasources']?.['data-sources.yaml'] as { readonly datasources: readonly Record<string, unknown>[] }).datasources;

interface Variable {
  readonly name: string;
  readonly query: { readonly qryType: number; readonly query: string };
  readonly regex: string;
}

describe('the metrics agent', () => {
  it('scrapes exactly what a Prometheus of our own would', () => {
    const scrapes: Component['intents'] = {
      scrapes: [{ name: 'subject', namespace: 'a', kind: 'pods', selector: { app: 'a' }, port: 'metrics', targetPort: 1 }],
    };
    const ofKind = (from: Rendered, component: string) =>
      from
        .objects(component)
        .filter(({ kind }) => kind.endsWith('Monitor'))
        .filter(({ metadata }) => !/^(metrics-agent|prometheus|thanos|alertmanager)/.test(metadata.name));
    const here = ofKind(monitoring('aws-euc1', scrapes), 'metrics-agent');
    expect(here.map(({ metadata }) => metadata.name)).toEqual(expect.arrayContaining(['subject', 'kubelet', 'api-server', 'node-exporter']));
    expect(here).toEqual(ofKind(prometheus('aws-euc1', scrapes), 'prometheus'));
  });

  it('has two replicas on AWS, which stores one of them, and one on Azure, which would store both', () => {
    expect(agent('aws-euc1')).toMatchObject({ replicas: 2, replicaExternalLabelName: '__replica__', externalLabels: { cluster: 'aws-euc1' } });
    expect(agent('az-weu')).toMatchObject({ replicas: 1, replicaExternalLabelName: '', externalLabels: { cluster: 'az-weu' } });
    const budgets = (cluster: 'aws-euc1' | 'az-weu') =>
      monitoring(cluster)
        .objects('metrics-agent')
        .filter(({ kind }) => kind === 'PodDisruptionBudget').length;
    expect([budgets('aws-euc1'), budgets('az-weu')]).toEqual([1, 0]); // a budget of one pod would block every drain
  });

  it('sends without a key: signed by its identity, or with a token of it', () => {
    expect(agent('aws-euc1')).toMatchObject({ remoteWrite: [{ sigv4: { region: 'eu-central-1' } }] });
    expect(JSON.stringify(agent('aws-euc1'))).not.toMatch(/accessKey|secretKey/);
    expect(agent('az-weu')).toMatchObject({
      remoteWrite: [{ azureAd: { workloadIdentity: { clientId: 'unset--az-weu--identities.metrics-agent.clientId' } } }],
      podMetadata: { labels: { 'azure.workload.identity/use': 'true' } },
    });
  });

  it('tells the cloud layer of every alert that a Prometheus of our own has about the cluster', () => {
    const names = (from: Rendered, component: string) =>
      (from.component(component).component.intents?.rules ?? []).flatMap(({ alerts = [] }) => alerts.map(({ alert }) => alert));
    const about = names(prometheus('aws-euc1'), 'prometheus').filter((name) => !/^(Prometheus|AlertsNotDelivered|NoAlertmanager)/.test(name));
    const here = names(monitoring('aws-euc1'), 'metrics-agent');
    expect(here).toEqual(expect.arrayContaining(about));
    expect(here).toEqual(expect.arrayContaining(['MetricsStopped', 'MetricsLost', 'MetricsLate', 'MetricsAgentReplicaMissing']));
    expect(names(monitoring('az-weu'), 'metrics-agent')).not.toContain('MetricsAgentReplicaMissing');
  });

  it('names only metrics that it or Prometheus itself has, in alerts and on its dashboard', () => {
    const { rules = [], scrapes = [] } = monitoring('aws-euc1').component('metrics-agent').component.intents ?? {};
    const panels = metrics.rows.flatMap(({ panels: of }) => of.flatMap((panel) => (panel.type === 'logs' ? [] : panel.queries.map(({ expr }) => expr))));
    const groups = ['watchdog', 'targets', 'metrics-agent'];
    const alerts = rules.filter(({ group }) => groups.includes(group)).flatMap(({ alerts: of = [] }) => of.map(({ expr }) => expr));
    const own = sources.find(({ jobs }) => jobs.includes('metrics-agent'))?.metrics ?? {};
    const used = [...alerts, ...panels].flatMap((expr) => named(expr).selectors.map(({ metric }) => metric));
    expect(used.filter((metric) => own[metric] === undefined && !['up', 'scrape_samples_scraped', 'scrape_duration_seconds'].includes(metric))).toEqual([]);
    expect(used.length).toBeGreaterThan(15);
    expect(scrapes.map(({ name }) => name)).toEqual(['metrics-agent']);
  });

  it('leaves no rule in the cluster: the cloud judges them', () => {
    const { components } = monitoring('aws-euc1');
    expect(components.flatMap(({ built }) => built.objects).filter(({ object }) => object.kind === 'PrometheusRule')).toEqual([]);
    expect(prometheusOption.components.length).toBeGreaterThan(option.components.length);
  });

  it('opens the namespace of the agents of CloudWatch on AWS only, and only where they are wanted', () => {
    const namespaces = (cluster: 'aws-euc1' | 'az-weu', of?: Platform) =>
      (monitoring(cluster, {}, of).component('metrics-agent').component.intents?.namespaces ?? []).map(({ name, podSecurity }) => [name, podSecurity]);
    expect(namespaces('aws-euc1')).toEqual([['amazon-cloudwatch', 'privileged']]);
    expect(namespaces('az-weu')).toEqual([]);
    const without = withCloudMonitoring('  containerInsights: false\n  alerts:\n    critical: { type: webhook }\n    warning: { type: webhook }\n');
    expect(namespaces('aws-euc1', without)).toEqual([]);
  });
});

describe("Grafana with the clouds' stores", () => {
  it('asks the managed Prometheus and the metrics of its own cloud, with its identity', () => {
    expect(dataSources('aws-euc1').slice(0, 2)).toMatchObject([
      {
        uid: 'metrics',
        type: 'grafana-amazonprometheus-datasource',
        isDefault: true,
        jsonData: { sigV4Auth: true, sigV4AuthType: 'default', sigV4Region: 'eu-central-1' },
      },
      { uid: 'cloud', type: 'cloudwatch', jsonData: { authType: 'default' } },
    ]);
    expect(dataSources('az-weu').slice(0, 2)).toMatchObject([
      { uid: 'metrics', type: 'grafana-azureprometheus-datasource', jsonData: { azureCredentials: { authType: 'workloadidentity' } } },
      { uid: 'cloud', type: 'grafana-azure-monitor-datasource', jsonData: { azureAuthType: 'workloadidentity' } },
    ]);
    for (const source of [...dataSources('aws-euc1'), ...dataSources('az-weu')])
      expect(source['uid'] === 'logs' || source['secureJsonData'] === undefined).toBe(true);
  });

  it('lets the plugins find that identity, and installs exactly one pinned plugin', () => {
    const ini = (cluster: 'aws-euc1' | 'az-weu') => values(cluster)['grafana.ini'];
    expect(ini('aws-euc1')).toMatchObject({
      auth: { disable_login_form: true, sigv4_auth_enabled: true },
      plugins: { preinstall_disabled: true, forward_host_env_vars: expect.stringContaining('grafana-amazonprometheus-datasource') },
    });
    expect(ini('az-weu')).toMatchObject({ auth: { azure_auth_enabled: true }, azure: { workload_identity_enabled: true } });
    const [installer, ...more] = values('aws-euc1')['extraInitContainers'] as unknown as readonly { readonly args: readonly string[] }[];
    expect(more).toEqual([]);
    expect(installer?.args).toEqual(['plugins', 'install', 'grafana-amazonprometheus-datasource', expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
    expect(values('az-weu')['podLabels']).toEqual({ 'azure.workload.identity/use': 'true' });
  });

  it('logs people in exactly as with a Prometheus of our own', () => {
    const login = (text: string) => (parse(text) as Record<string, Record<string, unknown>>)['grafana.ini']?.['auth.generic_oauth'];
    expect(login(monitoring('aws-euc1').component('grafana').built.values ?? '')).toEqual(
      login(prometheus('aws-euc1').component('grafana').built.values ?? ''),
    );
  });

  it('draws every panel from those stores; what Azure does not keep as series is left out, not shown as nothing', () => {
    const drawn = (cluster: 'aws-euc1' | 'az-weu') => JSON.stringify(monitoring(cluster).objects('dashboards'));
    expect(drawn('aws-euc1')).toContain('ALERTS{');
    expect(drawn('az-weu')).not.toContain('ALERTS{');
    expect(drawn('az-weu')).toContain('grafana-azureprometheus-datasource');
    for (const cluster of ['aws-euc1', 'az-weu'] as const) expect(drawn(cluster)).not.toContain('\\"type\\": \\"prometheus\\"');
  });

  it('offers the same choices everywhere; where Azure lists no values of a label they are read off a query', () => {
    const variables = (cluster: 'aws-euc1' | 'az-weu') =>
      monitoring(cluster)
        .objects('dashboards')
        .flatMap(({ data }) => Object.values(data as Readonly<Record<string, string>>))
        .flatMap((text) => (JSON.parse(text) as { readonly templating: { readonly list: readonly Variable[] } }).templating.list);
    const [aws, azure] = [variables('aws-euc1'), variables('az-weu')];
    expect(azure.map(({ name }) => name)).toEqual(aws.map(({ name }) => name));
    expect(azure.find(({ name }) => name === 'node')).toMatchObject({
      query: { qryType: 3, query: 'query_result(count by (node) (kube_node_status_allocatable{cluster=~"$cluster"}))' },
      regex: '/node="([^"]+)"/',
    });
    for (const { query } of azure) expect(query.query).not.toContain('label_values');
    for (const { query, regex } of aws) expect([query.qryType, query.query.slice(0, 13), regex]).toEqual([1, 'label_values(', '']);
  });
});
