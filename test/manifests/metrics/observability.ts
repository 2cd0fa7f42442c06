/** Monitoring and logs, about themselves. */
import { versions } from '../../../manifests/versions';
import type { MetricSource } from './source';

const { charts, images } = versions;
const thanos = { target: 'pod', deployed: images.thanos, readAt: 'quay.io/thanos/thanos:v0.42.4' } as const;
const collector = {
  jobs: ['otel-agent', 'otel-gateway'],
  target: 'pod',
  deployed: images.otelCollector,
  readAt: 'docker.io/otel/opentelemetry-collector-k8s:0.160.0',
} as const;
const loki = { jobs: ['loki'], target: 'pod', deployed: charts.loki.version, readAt: '18.11.0' } as const;

export const observabilitySources: readonly MetricSource[] = [
  {
    exporter: 'Prometheus',
    jobs: ['prometheus'],
    target: 'pod',
    deployed: images.prometheus,
    readAt: 'quay.io/prometheus/prometheus:v3.14.0-distroless',
    read: 'prometheus/prometheus v3.14.0 cmd/prometheus, notifier, rules, scrape, tsdb',
    metrics: {
      prometheus_config_last_reload_successful: [],
      prometheus_notifications_alertmanagers_discovered: [],
      prometheus_notifications_errors_total: ['alertmanager'],
      prometheus_rule_evaluation_failures_total: ['rule_group'],
      prometheus_rule_group_iterations_missed_total: ['rule_group'],
      prometheus_rule_group_last_duration_seconds: ['rule_group'],
      prometheus_target_scrapes_exceeded_sample_limit_total: [],
      prometheus_tsdb_compactions_failed_total: [],
      prometheus_tsdb_head_series: [],
      prometheus_tsdb_reloads_failures_total: [],
    },
  },
  {
    exporter: 'Prometheus in agent mode',
    jobs: ['metrics-agent'],
    target: 'pod',
    deployed: images.prometheus,
    readAt: 'quay.io/prometheus/prometheus:v3.14.0-distroless',
    read: 'prometheus/prometheus v3.14.0 cmd/prometheus, scrape, storage/remote/queue_manager.go, tsdb/agent/db.go',
    metrics: {
      prometheus_agent_active_series: [],
      prometheus_config_last_reload_successful: [],
      prometheus_remote_storage_queue_highest_sent_timestamp_seconds: ['remote_name', 'url'],
      prometheus_remote_storage_queue_highest_timestamp_seconds: ['remote_name', 'url'],
      prometheus_remote_storage_samples_dropped_total: ['remote_name', 'url', 'reason'],
      prometheus_remote_storage_samples_failed_total: ['remote_name', 'url'],
      prometheus_remote_storage_samples_total: ['remote_name', 'url'],
      prometheus_remote_storage_shards: ['remote_name', 'url'],
      prometheus_remote_storage_shards_max: ['remote_name', 'url'],
      prometheus_target_scrapes_exceeded_sample_limit_total: [],
    },
  },
  {
    exporter: 'Alertmanager',
    jobs: ['alertmanager'],
    target: 'pod',
    deployed: images.alertmanager,
    readAt: 'quay.io/prometheus/alertmanager:v0.34.0',
    read: 'prometheus/alertmanager v0.34.0 config/coordinator.go, notify/metrics.go, cluster/delegate.go',
    metrics: {
      alertmanager_cluster_members: [],
      alertmanager_config_hash: [],
      alertmanager_config_last_reload_successful: [],
      alertmanager_notifications_failed_total: ['integration', 'reason'],
      alertmanager_notifications_total: ['integration'],
    },
  },
  {
    exporter: 'Thanos (access to the bucket)',
    jobs: ['thanos-sidecar', 'thanos-store', 'thanos-compact'],
    ...thanos,
    read: 'thanos-io/objstore 71d60dfee488 objstore.go, with the prefix of thanos-io/thanos v0.42.4 cmd/thanos',
    metrics: {
      thanos_objstore_bucket_last_successful_upload_time: ['bucket'],
      thanos_objstore_bucket_operation_failures_total: ['bucket', 'operation'],
      thanos_objstore_bucket_operations_total: ['bucket', 'operation'],
    },
  },
  {
    exporter: 'Thanos (gRPC)',
    jobs: ['thanos-sidecar', 'thanos-store', 'thanos-peer-query', 'thanos-query'],
    ...thanos,
    read: 'grpc-ecosystem/go-grpc-middleware providers/prometheus v1.0.1',
    metrics: { grpc_server_handled_total: ['grpc_type', 'grpc_service', 'grpc_method', 'grpc_code'] },
  },
  {
    exporter: 'Thanos sidecar',
    jobs: ['thanos-sidecar'],
    ...thanos,
    read: 'thanos-io/thanos v0.42.4 cmd/thanos/sidecar.go',
    metrics: { thanos_sidecar_prometheus_up: [] },
  },
  {
    exporter: 'Thanos compactor',
    jobs: ['thanos-compact'],
    ...thanos,
    read: 'thanos-io/thanos v0.42.4 cmd/thanos/compact.go, pkg/compact/compact.go',
    metrics: { thanos_compact_group_compactions_failures_total: ['resolution'], thanos_compact_halted: [] },
  },
  {
    exporter: 'Thanos querier',
    jobs: ['thanos-query', 'thanos-peer-query'],
    ...thanos,
    read: 'thanos-io/thanos v0.42.4 cmd/thanos/{query,endpointset}.go, pkg/gate/gate.go, pkg/discovery/dns/provider.go',
    metrics: {
      thanos_query_concurrent_gate_queries_in_flight: [],
      thanos_query_concurrent_gate_queries_max: [],
      thanos_query_endpoints_dns_failures_total: [],
      thanos_query_endpoints_dns_provider_results: ['addr'],
    },
  },
  {
    exporter: 'Thanos store gateway',
    jobs: ['thanos-store'],
    ...thanos,
    read: 'thanos-io/thanos v0.42.4 cmd/thanos/store.go, pkg/gate/gate.go',
    metrics: { thanos_bucket_store_series_gate_queries_duration_seconds_bucket: ['le'] },
  },
  {
    exporter: 'Loki 3.7.6',
    ...loki,
    read: 'grafana/loki v3.7.6 pkg/{ingester,compactor,validation,loghttp/push}; requests: grafana/dskit server/metrics.go',
    metrics: {
      loki_build_info: ['version', 'revision', 'branch', 'goversion', 'goos', 'goarch', 'tags'],
      loki_compactor_apply_retention_last_successful_run_timestamp_seconds: [],
      loki_discarded_samples_total: ['reason', 'tenant', 'retention_hours', 'policy', 'format'],
      loki_distributor_bytes_received_total: ['tenant', 'retention_hours', 'is_internal_stream', 'policy', 'format'],
      loki_distributor_lines_received_total: ['tenant', 'is_internal_stream', 'policy', 'format'],
      loki_ingester_chunks_flushed_total: ['reason'],
      loki_ingester_memory_streams: ['tenant'],
      loki_ingester_wal_disk_full_failures_total: [],
      loki_request_duration_seconds_bucket: ['method', 'route', 'status_code', 'ws', 'le'],
      loki_request_duration_seconds_count: ['method', 'route', 'status_code', 'ws'],
    },
  },
  {
    exporter: 'OpenTelemetry Collector',
    ...collector,
    read: 'open-telemetry/opentelemetry-collector v0.159.0 exporter/exporterhelper, receiver/receiverhelper, service: documentation.md; at v0.160.0 by its own /metrics (part collectors)',
    metrics: {
      otelcol_exporter_queue_capacity: ['exporter', 'data_type'],
      otelcol_exporter_queue_size: ['exporter', 'data_type'],
      otelcol_exporter_send_failed_log_records: ['exporter'],
      otelcol_exporter_sent_log_records: ['exporter'],
      otelcol_process_memory_rss: [],
      otelcol_receiver_accepted_log_records: ['receiver', 'transport'],
      otelcol_receiver_refused_log_records: ['receiver', 'transport'],
    },
  },
];
