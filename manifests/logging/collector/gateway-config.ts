/**
 * Configuration of the gateway: it sorts by tenant and stores. Who sent a line is known of what agents read; what
 * workloads send by themselves says so itself, and so never leaves their own tenant.
 */
import { logTenants as tenants, type LogTenant } from '../../../lib/names';
import type { Context } from '../../context';
import { batches, health, mebibyte, memoryLimiter, otlpAgents, otlpGrpc, otlpHttp, telemetry, tls, type Tenancy } from './config';
import type { CollectedStore } from './store';

/** Ends connections after a while: new ones find the replicas that the autoscaler has added. */
const connections = { server_parameters: { max_connection_age: '10m', max_connection_age_grace: '30s' } };

export function gatewayConfig({ cluster }: Context, { audit, workloads }: Tenancy, store: CollectedStore): object {
  const ofNamespaces = (namespaces: readonly string[]) =>
    `IsMatch(resource.attributes["k8s.namespace.name"], "^(${namespaces.length > 0 ? namespaces.join('|') : 'none-of-them'})$")`;
  const drop = (condition: string) => ({ error_mode: 'ignore', logs: { log_record: [condition] } });
  const names = Object.values(tenants);
  const { extensions = {}, processors = {} } = store;
  const last = Object.keys(processors);
  return {
    extensions: {
      health_check: health,
      k8s_leader_elector: { auth_type: 'serviceAccount', lease_name: 'otel-gateway-events', lease_namespace: 'observability' },
      ...extensions,
    },
    receivers: {
      otlp: { protocols: { grpc: { endpoint: `0.0.0.0:${otlpGrpc}`, keepalive: connections }, http: { endpoint: `0.0.0.0:${otlpHttp}` } } },
      'otlp/agents': {
        protocols: {
          grpc: {
            endpoint: `0.0.0.0:${otlpAgents}`,
            keepalive: { ...connections, enforcement_policy: { min_time: '20s', permit_without_stream: true } },
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
      [`filter/${tenants.audit}`]: drop(`not ${ofNamespaces(audit)}`),
      [`filter/${tenants.workloads}`]: drop(`not ${ofNamespaces(workloads)}`),
      [`filter/${tenants.platform}`]: drop(ofNamespaces([...audit, ...workloads])),
      ...processors,
    },
    exporters: {
      ...Object.fromEntries(names.map((tenant) => [`otlp_http/${tenant}`, relay(store, tenant)])),
      'otlp_http/otlp': buffered(store, tenants.workloads),
      'otlp_http/events': buffered(store, tenants.platform),
    },
    service: {
      extensions: ['health_check', 'k8s_leader_elector', ...Object.keys(extensions)],
      telemetry,
      pipelines: {
        ...Object.fromEntries(
          names.map((tenant) => [
            `logs/${tenant}`,
            {
              receivers: ['otlp/agents'],
              processors: ['memory_limiter', 'resource/cluster', `filter/${tenant}`, ...last],
              exporters: [`otlp_http/${tenant}`],
            },
          ]),
        ),
        'logs/otlp': { receivers: ['otlp'], processors: ['memory_limiter', 'resource/cluster', ...last], exporters: ['otlp_http/otlp'] },
        'logs/events': {
          receivers: ['k8s_events'],
          processors: ['memory_limiter', 'resource/cluster', 'resource/events', ...last],
          exporters: ['otlp_http/events'],
        },
      },
    },
  };
}

/**
 * Keeps nothing: an agent is answered when the store has its lines, and until then they wait on its disk. Asks again
 * itself, since an answer "too many requests" would make the agent throw its lines away.
 */
const relay = (store: CollectedStore, tenant: LogTenant): object => ({
  ...store.exporter(tenant),
  sending_queue: { enabled: false },
  retry_on_failure: { enabled: true, initial_interval: '1s', max_interval: '15s', max_elapsed_time: '0s' },
});

/** For those who have no disk to wait on: a while in memory. */
const buffered = (store: CollectedStore, tenant: LogTenant): object => ({
  ...store.exporter(tenant),
  retry_on_failure: { enabled: true, max_elapsed_time: '300s' },
  sending_queue: { enabled: true, sizer: 'bytes', queue_size: 64 * mebibyte, block_on_overflow: true, batch: batches },
});
