/** Mesh, gateway, identity, logins. */
import { versions } from '../../../manifests/versions';
import type { MetricSource } from './source';

const { charts, images } = versions;
const istio = { target: 'pod', deployed: charts.istiod.version, readAt: '1.30.3' } as const;
const keycloak = { jobs: ['keycloak'], target: 'pod', deployed: images.keycloak, readAt: 'quay.io/keycloak/keycloak:26.7.3' } as const;
const guide = 'keycloak/keycloak docs/guides/observability';

/** Labels of the standard metrics. */
const request = [
  ...['reporter', 'source_workload', 'source_workload_namespace', 'source_principal', 'source_app', 'source_cluster'],
  ...['destination_workload', 'destination_workload_namespace', 'destination_principal', 'destination_app', 'destination_cluster'],
  ...['destination_service', 'destination_service_name', 'destination_service_namespace'],
  ...['request_protocol', 'response_code', 'response_flags', 'grpc_response_status', 'connection_security_policy'],
];

export const securitySources: readonly MetricSource[] = [
  {
    exporter: 'Envoy of the gateway',
    jobs: ['ingress-gateway'],
    ...istio,
    read: 'istio.io/latest/docs/reference/config/metrics',
    metrics: { istio_request_duration_milliseconds_bucket: [...request, 'le'], istio_requests_total: request },
  },
  {
    exporter: 'istiod',
    jobs: ['istiod'],
    ...istio,
    read: 'istio/istio pilot/pkg/{model,xds}, pkg/xds, pkg/kube/inject, pkg/webhooks/validation/server, security/pkg/server/ca: monitoring.go; jwks_resolver.go',
    metrics: {
      citadel_server_cert_chain_expiry_timestamp: [],
      citadel_server_root_cert_expiry_timestamp: [],
      galley_validation_failed: ['group', 'version', 'resource', 'reason'],
      pilot_jwks_resolver_network_fetch_fail_total: [],
      pilot_jwks_resolver_network_fetch_success_total: [],
      pilot_proxy_convergence_time_bucket: ['le'],
      pilot_total_xds_rejects: ['type'],
      pilot_xds: ['version'],
      pilot_xds_pushes: ['type'],
      provider_lookup_cluster_failures: ['type'],
      sidecar_injection_failure_total: [],
    },
  },
  {
    exporter: 'Keycloak',
    ...keycloak,
    read: `${guide}/metrics-for-troubleshooting-{keycloak,database,http}.adoc, partials/jgrp_metrics.adoc; JVM: Micrometer`,
    metrics: {
      agroal_active_count: ['datasource'],
      agroal_awaiting_count: ['datasource'],
      http_server_requests_seconds_bucket: ['method', 'outcome', 'status', 'uri', 'le'],
      http_server_requests_seconds_count: ['method', 'outcome', 'status', 'uri'],
      jvm_memory_used_bytes: ['area', 'id'],
      keycloak_credentials_password_hashing_validations_total: ['realm', 'algorithm', 'hashing_strength', 'outcome'],
      keycloak_user_events_total: ['realm', 'event', 'error'],
      vendor_cluster_size: ['cache_manager'],
    },
  },
  {
    exporter: 'oauth2-proxy',
    jobs: ['oauth2-proxy'],
    target: 'pod',
    deployed: images.oauth2Proxy,
    readAt: 'quay.io/oauth2-proxy/oauth2-proxy:v7.15.3',
    read: 'oauth2-proxy/oauth2-proxy v7.15.3 pkg/middleware/metrics.go',
    metrics: { oauth2_proxy_requests_in_flight: [], oauth2_proxy_requests_total: ['code'] },
  },
  {
    exporter: 'Redis exporter, for Valkey',
    jobs: ['valkey'],
    target: 'pod',
    deployed: images.redisExporter,
    readAt: 'docker.io/oliver006/redis_exporter:v1.89.0',
    read: 'oliver006/redis_exporter v1.88.0 exporter/{exporter,info}.go',
    metrics: {
      redis_commands_processed_total: [],
      redis_connected_clients: [],
      redis_connected_slaves: [],
      redis_db_keys: ['db'],
      redis_evicted_keys_total: [],
      redis_instance_info: [
        'role',
        'redis_version',
        'redis_mode',
        'os',
        'maxmemory_policy',
        'tcp_port',
        'run_id',
        'process_id',
        'master_replid',
        'valkey_version',
      ],
      redis_master_link_up: ['master_host', 'master_port'],
      redis_memory_max_bytes: [],
      redis_memory_used_bytes: [],
      redis_up: [],
    },
  },
];
