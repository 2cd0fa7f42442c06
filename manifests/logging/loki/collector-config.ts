/**
 * Configuration of the OpenTelemetry Collector: agents read, the gateway sorts by tenant and stores. Who sent a line is
 * known of what agents read; what workloads send by themselves says so itself, and so never leaves their own tenant.
 */
import type { Wiring } from '../../../lib/components';
import { workloadsOn } from '../../../lib/names';
import type { Context } from '../../context';
import { tenants } from './values';

export const otlpGrpc = 4317;
export const otlpHttp = 4318;
/** OTLP of the platform's own agents, with mutual TLS. */
export const otlpAgents = 4319;
export const healthPort = 13133;
export const metricsPort = 8888;
export const tlsFolder = '/etc/otelcol/tls';
export const gatewayHost = 'otel-gateway.observability.svc';
const lokiUrl = 'http://loki.observability.svc:3100/otlp';

const tls = { ca_file: `${tlsFolder}/ca.crt`, cert_file: `${tlsFolder}/tls.crt`, key_file: `${tlsFolder}/tls.key`, reload_interval: '1h' };
const memoryLimiter = { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 };

/** Names of metrics without suffixes, whatever version of the collector writes them. */
const telemetry = {
  logs: { encoding: 'json' },
  metrics: {
    readers: [
      { pull: { exporter: { prometheus: { host: '0.0.0.0', port: metricsPort, without_type_suffix: true, without_units: true, without_scope_info: true } } } },
    ],
  },
};
/** Ends connections after a while: new ones find the replicas that the autoscaler has added. */
const connections = { server_parameters: { max_connection_age: '10m', max_connection_age_grace: '30s' } };
const health = { endpoint: `0.0.0.0:${healthPort}` };

const metadata = [
  'k8s.namespace.name',
  'k8s.pod.name',
  'k8s.pod.uid',
  'k8s.node.name',
  'k8s.deployment.name',
  'k8s.statefulset.name',
  'k8s.daemonset.name',
  'k8s.cronjob.name',
  'k8s.job.name',
  'k8s.container.name',
  'service.name',
];

export const agentConfig = ({ cluster }: Context): object => ({
  extensions: { health_check: health, file_storage: { directory: '/var/lib/otelcol' } },
  receivers: {
    'file_log/pods': {
      include: ['/var/log/pods/*/*/*.log'],
      exclude: ['/var/log/pods/observability-agents_otel-agent-*/*/*.log'],
      start_at: 'end',
      include_file_path: true,
      include_file_name: false,
      retry_on_failure: { enabled: true },
      storage: 'file_storage',
      operators: [{ id: 'container', type: 'container', max_log_size: 262144 }],
    },
    // Reads the node's own journal with the node's own journalctl: the collector's image holds no shell and no systemd.
    'journald/node': {
      root_path: '/host',
      journalctl_path: '/usr/bin/journalctl',
      directory: '/var/log/journal',
      units: ['kubelet.service', 'containerd.service'],
      priority: 'info',
      start_at: 'end',
      retry_on_failure: { enabled: true },
      storage: 'file_storage',
    },
  },
  processors: {
    memory_limiter: memoryLimiter,
    k8s_attributes: {
      auth_type: 'serviceAccount',
      filter: { node_from_env_var: 'K8S_NODE_NAME' },
      extract: { metadata },
      pod_association: [{ sources: [{ from: 'resource_attribute', name: 'k8s.pod.uid' }] }],
    },
    'resource/cluster': { attributes: [{ key: 'k8s.cluster.name', value: cluster.name, action: 'upsert' }] },
    'resource/node': {
      attributes: [
        { key: 'k8s.node.name', value: '${env:K8S_NODE_NAME}', action: 'upsert' },
        { key: 'service.name', value: 'node', action: 'upsert' },
        { key: 'k8s.namespace.name', value: 'kube-system', action: 'upsert' },
      ],
    },
  },
  exporters: {
    otlp_grpc: {
      // Asked of DNS, and by every connection anew (see `connections`), so that each agent spreads over all gateways.
      endpoint: `dns:///${gatewayHost}:${otlpAgents}`,
      balancer_name: 'round_robin',
      tls,
      retry_on_failure: { enabled: true, max_elapsed_time: '0s' },
      // On the node's disk: a gateway or a bucket that is away for hours loses nothing.
      sending_queue: {
        enabled: true,
        storage: 'file_storage',
        queue_size: 5000,
        block_on_overflow: true,
        batch: { flush_timeout: '1s', min_size: 1000, max_size: 5000 },
      },
    },
  },
  service: {
    extensions: ['health_check', 'file_storage'],
    telemetry,
    pipelines: {
      'logs/pods': { receivers: ['file_log/pods'], processors: ['memory_limiter', 'k8s_attributes', 'resource/cluster'], exporters: ['otlp_grpc'] },
      'logs/node': { receivers: ['journald/node'], processors: ['memory_limiter', 'resource/cluster', 'resource/node'], exporters: ['otlp_grpc'] },
    },
  },
});

export function gatewayConfig({ cluster, platform }: Context, wiring: Wiring): object {
  const audited = [
    ...new Set(
      wiring
        .all('logTenants')
        .filter(({ tenant }) => tenant === tenants.audit)
        .map(({ namespace }) => namespace),
    ),
  ].sort();
  const workloads = workloadsOn(platform, cluster)
    .map(({ name }) => name)
    .sort();
  const ofNamespaces = (namespaces: readonly string[]) =>
    `IsMatch(resource.attributes["k8s.namespace.name"], "^(${namespaces.length > 0 ? namespaces.join('|') : 'none-of-them'})$")`;
  const drop = (condition: string) => ({ error_mode: 'ignore', logs: { log_record: [condition] } });
  const names = Object.values(tenants);
  return {
    extensions: {
      health_check: health,
      k8s_leader_elector: { auth_type: 'serviceAccount', lease_name: 'otel-gateway-events', lease_namespace: 'observability' },
    },
    receivers: {
      otlp: { protocols: { grpc: { endpoint: `0.0.0.0:${otlpGrpc}`, keepalive: connections }, http: { endpoint: `0.0.0.0:${otlpHttp}` } } },
      'otlp/agents': {
        protocols: {
          grpc: {
            endpoint: `0.0.0.0:${otlpAgents}`,
            keepalive: connections,
            tls: { cert_file: tls.cert_file, key_file: tls.key_file, client_ca_file: tls.ca_file, reload_interval: tls.reload_interval },
          },
        },
      },
      k8s_events: { auth_type: 'serviceAccount', k8s_leader_elector: 'k8s_leader_elector' },
    },
    processors: {
      memory_limiter: memoryLimiter,
      'resource/cluster': { attributes: [{ key: 'k8s.cluster.name', value: cluster.name, action: 'upsert' }] },
      'resource/events': { attributes: [{ key: 'service.name', value: 'kubernetes-events', action: 'upsert' }] },
      [`filter/${tenants.audit}`]: drop(`not ${ofNamespaces(audited)}`),
      [`filter/${tenants.workloads}`]: drop(`not ${ofNamespaces(workloads)}`),
      [`filter/${tenants.platform}`]: drop(ofNamespaces([...audited, ...workloads])),
    },
    exporters: Object.fromEntries(names.map((tenant) => [`otlp_http/${tenant}`, lokiExporter(tenant)])),
    service: {
      extensions: ['health_check', 'k8s_leader_elector'],
      telemetry,
      pipelines: {
        ...Object.fromEntries(
          names.map((tenant) => [
            `logs/${tenant}`,
            { receivers: ['otlp/agents'], processors: ['memory_limiter', 'resource/cluster', `filter/${tenant}`], exporters: [`otlp_http/${tenant}`] },
          ]),
        ),
        'logs/otlp': { receivers: ['otlp'], processors: ['memory_limiter', 'resource/cluster'], exporters: [`otlp_http/${tenants.workloads}`] },
        'logs/events': {
          receivers: ['k8s_events'],
          processors: ['memory_limiter', 'resource/cluster', 'resource/events'],
          exporters: [`otlp_http/${tenants.platform}`],
        },
      },
    },
  };
}

/** While Loki is away, lines wait with the agents, on disk. Those of a workload that is too loud are given up, so that it holds up nobody else. */
const lokiExporter = (tenant: string): object => ({
  endpoint: lokiUrl,
  headers: { 'X-Scope-OrgID': tenant },
  retry_on_failure: { enabled: true, max_elapsed_time: tenant === tenants.workloads ? '300s' : '0s' },
  sending_queue: { enabled: true, queue_size: 2000, block_on_overflow: true, batch: { flush_timeout: '1s', min_size: 1000, max_size: 5000 } },
});
