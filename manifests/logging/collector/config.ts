/** What the configurations of agent and gateway have alike: addresses, certificate, limits, and who is stored apart from whom. */
import type { Wiring } from '../../../lib/components';
import { logTenants, workloadsOn } from '../../../lib/names';
import type { Context } from '../../context';

export const otlpGrpc = 4317;
export const otlpHttp = 4318;
/** OTLP of the platform's own agents, with mutual TLS. */
export const otlpAgents = 4319;
export const healthPort = 13133;
export const metricsPort = 8888;
export const tlsFolder = '/etc/otelcol/tls';
export const gatewayHost = 'otel-gateway.observability.svc';

export const tls = { ca_file: `${tlsFolder}/ca.crt`, cert_file: `${tlsFolder}/tls.crt`, key_file: `${tlsFolder}/tls.key`, reload_interval: '1h' };
export const memoryLimiter = { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 };

/** Names of metrics without suffixes, whatever version of the collector writes them. */
export const telemetry = {
  logs: { encoding: 'json' },
  metrics: {
    readers: [
      { pull: { exporter: { prometheus: { host: '0.0.0.0', port: metricsPort, without_type_suffix: true, without_units: true, without_scope_info: true } } } },
    ],
  },
};

export const health = { endpoint: `0.0.0.0:${healthPort}` };

export const mebibyte = 1024 * 1024;
/** Counted in bytes, since both sides limit bytes: 4 MiB a message in gRPC, the burst of a tenant in a store. */
export const batches = { sizer: 'bytes', flush_timeout: '1s', min_size: mebibyte / 4, max_size: mebibyte };

/** Who is stored apart from the platform: names of namespaces, sorted. */
export interface Tenancy {
  readonly audit: readonly string[];
  readonly workloads: readonly string[];
}

export function tenancy({ cluster, platform }: Context, wiring: Wiring): Tenancy {
  const audited = wiring.all('logTenants').flatMap(({ tenant, namespace }) => (tenant === logTenants.audit ? [namespace] : []));
  return {
    audit: [...new Set(audited)].sort(),
    workloads: workloadsOn(platform, cluster)
      .map(({ name }) => name)
      .sort(),
  };
}
