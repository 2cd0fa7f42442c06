/** Alerts and dashboards of the option name only what its exporters tell, with the labels that it has. */
import { readInput, synthesizeAll } from '../../../../bin/pipeline';
import { versions } from '../../../../manifests/versions';
import { targetLabels } from '../../metrics/source';
import { named } from '../../metrics/used';
import { logging, type Fields } from './example';

const aws = logging('aws-euc1');
const node = ['host', 'name', 'es_master_node', 'es_data_node', 'es_ingest_node', 'es_client_node'];

/** prometheus-community/elasticsearch_exporter v1.11.0 collector/; its label `cluster` is dropped. */
const elasticsearch: Readonly<Record<string, readonly string[]>> = {
  elasticsearch_cluster_health_number_of_nodes: [],
  elasticsearch_cluster_health_status: ['color'],
  elasticsearch_cluster_health_unassigned_shards: [],
  elasticsearch_data_stream_store_size_bytes: ['data_stream'],
  elasticsearch_filesystem_data_available_bytes: [...node, 'mount', 'path'],
  elasticsearch_filesystem_data_size_bytes: [...node, 'mount', 'path'],
  elasticsearch_health_report_ilm_stagnating_indices: [],
  elasticsearch_ilm_status: ['operation_mode'],
  elasticsearch_indices_search_query_time_seconds: node,
  elasticsearch_indices_search_query_total: node,
  elasticsearch_jvm_memory_max_bytes: [...node, 'area'],
  elasticsearch_jvm_memory_used_bytes: [...node, 'area'],
  elasticsearch_process_cpu_percent: node,
  elasticsearch_slm_stats_snapshots_failed_total: ['policy'],
  elasticsearch_snapshot_stats_latest_snapshot_timestamp_seconds: ['repository'],
  elasticsearch_thread_pool_rejected_count: [...node, 'type'],
};
/** What the JSON exporters are told to tell. */
const fromJson = ['logstash', 'filebeat'].flatMap((component) => {
  const { modules } = aws.file(component, 'json-exporter.yml') as {
    modules: { state: { metrics: readonly { name: string; labels?: Fields; values: Fields }[] } };
  };
  return modules.state.metrics.flatMap(({ name, labels = {}, values }) => Object.keys(values).map((key) => [`${name}_${key}`, Object.keys(labels)] as const));
});
/** Of Prometheus itself, of kube-state-metrics, of controllers: test/manifests/metrics has them. */
const shared: Readonly<Record<string, readonly string[]>> = {
  up: targetLabels.pod,
  controller_runtime_reconcile_errors_total: ['controller', ...targetLabels.pod],
  kube_cronjob_created: ['namespace', 'cronjob'],
  kube_cronjob_status_last_successful_time: ['namespace', 'cronjob'],
  kube_daemonset_status_desired_number_scheduled: ['namespace', 'daemonset'],
  kube_daemonset_status_number_available: ['namespace', 'daemonset'],
  kube_deployment_status_replicas_available: ['namespace', 'deployment'],
  kube_pod_info: [],
};
const pods = (metrics: Iterable<readonly [string, readonly string[]]>) =>
  [...metrics].map(([name, labels]) => [name, [...labels, ...targetLabels.pod]] as const);
const known = new Map<string, readonly string[]>([...pods(Object.entries(elasticsearch)), ...pods(fromJson), ...Object.entries(shared)]);

const own = ['elastic-operator', 'elasticsearch', 'elasticsearch-lifecycle', 'logstash', 'filebeat', 'kubernetes-events', 'kibana'];
const expressions = own.flatMap((name) => {
  const { rules = [], dashboards = [] } = aws.of(name).component.intents ?? {};
  return [
    ...rules.flatMap(({ alerts = [] }) =>
      alerts.map(({ alert, expr, summary, description }) => ({ where: alert, expr, text: `${summary} ${description}`, outside: [] as string[] })),
    ),
    ...dashboards.flatMap(({ rows }) =>
      rows.flatMap(({ panels }) =>
        panels.flatMap((panel) =>
          panel.type === 'logs' ? [] : panel.queries.map(({ expr, legend = '' }) => ({ where: panel.title, expr, text: legend, outside: ['cluster'] })),
        ),
      ),
    ),
  ];
});

describe('metrics of the Elastic Stack', () => {
  it('are named by many rules and panels', () => {
    expect(expressions.length).toBeGreaterThan(40);
  });

  it.each(expressions.map((each) => [each.where, each] as const))('%s names what is told, by labels that it has', (_, { expr, outside }) => {
    for (const { metric, labels } of named(expr).selectors) {
      expect([...known.keys()]).toContain(metric);
      expect(labels.filter((label) => !known.get(metric)?.includes(label) && !outside.includes(label))).toEqual([]);
    }
  });

  it('shown in texts are those by which the result is grouped', () => {
    for (const { where, expr, text } of expressions) {
      const { by } = named(expr);
      const shown = [...text.matchAll(/\$labels\.(\w+)|\{\{(\w+)\}\}/g)].map(([, a, b]) => a ?? b ?? '');
      expect([where, shown.filter((label) => !by.includes(label))]).toEqual([where, []]);
    }
  });

  it('rings for lines that were refused only once: it looks back further than it waits', () => {
    const { spec } = aws.object('prometheus', 'PrometheusRule', 'logs-collection') as unknown as {
      spec: { groups: readonly { rules: readonly { alert?: string; expr: string; for?: string }[] }[] };
    };
    const rule = spec.groups.flatMap(({ rules }) => rules).find(({ alert }) => alert === 'LogsRejected');
    expect(Number.parseInt(/\[(\d+)m\]/.exec(rule?.expr ?? '')?.[1] ?? '')).toBeGreaterThan(Number.parseInt(rule?.for ?? ''));
  });

  it('of the exporters were read at the version that is deployed', () => {
    expect(versions.images.elasticsearchExporter).toBe('quay.io/prometheuscommunity/elasticsearch-exporter:v1.11.0');
    expect(versions.images.jsonExporter).toBe('quay.io/prometheuscommunity/json-exporter:v0.7.0');
  });

  it('come from exporters that are told to tell them', () => {
    const { containers } = (aws.spec('elasticsearch-exporter', 'Deployment') as { template: { spec: { containers: readonly { args: readonly string[] }[] } } })
      .template.spec;
    for (const flag of ['--es.all', '--collector.snapshots', '--collector.slm', '--collector.ilm', '--collector.data-stream', '--collector.health-report'])
      expect(containers[0]?.args).toContain(flag);
    const monitor = aws.object('prometheus', 'PodMonitor', 'elasticsearch');
    expect(JSON.stringify(monitor['spec'])).toContain('"metricRelabelings":[{"regex":"cluster","action":"labeldrop"}]');
    expect(aws.object('prometheus', 'PodMonitor', 'logstash')['spec']).toMatchObject({
      podMetricsEndpoints: [{ path: '/probe', params: { module: ['state'], target: ['http://localhost:9600/_node/stats'] } }],
    });
  });
});

describe('the example', () => {
  it('has one dashboard of the pipeline, drawn in both clusters', () => {
    const { clusters } = synthesizeAll(readInput('examples/aws-azure-keycloak-elk/platform.yaml'));
    for (const { components } of clusters)
      expect(components.flatMap(({ component }) => (component.intents?.dashboards ?? []).filter(({ uid }) => uid === 'logs-pipeline'))).toHaveLength(1);
  });
});
