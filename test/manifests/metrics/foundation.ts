/** Controllers, databases, delivery, the edge. */
import { versions } from '../../../manifests/versions';
import type { MetricSource } from './source';

const { charts, git, images } = versions;
const certificate = ['name', 'namespace', 'issuer_name', 'issuer_kind', 'issuer_group'];
const application = ['name', 'project', 'exported_namespace', 'dest_server'];
const karpenter = { jobs: ['karpenter'], target: 'pod', deployed: charts.karpenter.version, readAt: '1.14.1' } as const;
const databases = ['grafana-db', 'keycloak-db'];
const node = ['nodepool', 'instance_type', 'zone', 'capacity_type', 'arch', 'os', 'node_name', 'phase', 'resource_type'];

export const foundationSources: readonly MetricSource[] = [
  {
    exporter: 'cert-manager',
    jobs: ['cert-manager-controller'],
    target: 'others',
    deployed: charts.certManager.version,
    readAt: 'v1.21.1',
    read: 'cert-manager/cert-manager v1.21.1 pkg/metrics, internal/collectors',
    metrics: {
      certmanager_certificate_expiration_timestamp_seconds: certificate,
      certmanager_certificate_ready_status: [...certificate, 'condition'],
      certmanager_certificate_renewal_timestamp_seconds: certificate,
      certmanager_controller_sync_call_count: ['controller'],
      certmanager_http_acme_client_request_count: ['scheme', 'host', 'action', 'method', 'status'],
    },
  },
  {
    exporter: 'External Secrets',
    jobs: ['external-secrets-controller'],
    target: 'others',
    deployed: charts.externalSecrets.version,
    readAt: '2.9.0',
    read: 'external-secrets/external-secrets pkg/controllers/externalsecret/esmetrics, secretstore/cssmetrics, metrics/labels.go',
    metrics: {
      clustersecretstore_status_condition: ['name', 'namespace', 'condition', 'status'],
      externalsecret_status_condition: ['name', 'namespace', 'condition', 'status'],
      externalsecret_sync_calls_error: ['name', 'namespace'],
      externalsecret_sync_calls_total: ['name', 'namespace'],
    },
  },
  {
    exporter: 'external-dns 0.21.0',
    jobs: ['external-dns'],
    target: 'pod',
    deployed: charts.externalDns.version,
    readAt: '1.21.1',
    read: 'kubernetes-sigs/external-dns v0.21.0 docs/monitoring/metrics.md',
    metrics: {
      external_dns_controller_last_sync_timestamp_seconds: [],
      external_dns_registry_endpoints_total: [],
      external_dns_registry_errors_total: [],
      external_dns_source_endpoints_total: [],
      external_dns_source_errors_total: [],
    },
  },
  {
    exporter: 'AWS Load Balancer Controller',
    jobs: ['aws-load-balancer-controller'],
    target: 'pod',
    deployed: charts.awsLoadBalancerController.version,
    readAt: '3.5.0',
    read: 'kubernetes-sigs/controller-runtime v0.23.1 pkg/internal/controller/metrics; the name of the controller: kubernetes-sigs/aws-load-balancer-controller controllers/elbv2',
    metrics: { controller_runtime_reconcile_errors_total: ['controller'] },
  },
  {
    exporter: 'Karpenter',
    ...karpenter,
    read: 'kubernetes-sigs/karpenter v1.14.0 pkg/metrics, pkg/controllers/metrics, pkg/cloudprovider/metrics, pkg/operator',
    metrics: {
      karpenter_build_info: ['version', 'goversion', 'goarch', 'commit'],
      karpenter_cloudprovider_errors_total: ['controller', 'method', 'provider', 'error'],
      karpenter_nodeclaims_created_total: ['reason', 'nodepool', 'min_values_relaxed'],
      karpenter_nodeclaims_disrupted_total: ['reason', 'nodepool', 'capacity_type'],
      karpenter_nodeclaims_terminated_total: ['nodepool', 'capacity_type', 'zone'],
      karpenter_nodepools_limit: ['nodepool', 'resource_type'],
      karpenter_nodepools_usage: ['nodepool', 'resource_type'],
      karpenter_nodes_allocatable: node,
      // A summary: quantiles, no buckets.
      karpenter_pods_startup_duration_seconds: ['quantile'],
    },
  },
  {
    exporter: 'CloudNativePG (operator)',
    jobs: ['cloudnative-pg'],
    target: 'pod',
    deployed: git.cloudnativePgCrds.tag,
    readAt: 'v1.30.0',
    read: 'kubernetes-sigs/controller-runtime v0.23.1 pkg/internal/controller/metrics',
    metrics: { controller_runtime_reconcile_errors_total: ['controller'] },
  },
  {
    exporter: 'CloudNativePG (instances)',
    jobs: databases,
    target: 'pod',
    deployed: git.cloudnativePgCrds.tag,
    readAt: 'v1.30.0',
    read: 'cloudnative-pg/cloudnative-pg v1.30.0 pkg/management/postgres/webserver/metricserver, config/manager/default-monitoring.yaml',
    metrics: {
      cnpg_backends_max_tx_duration_seconds: ['datname', 'usename', 'application_name', 'state'],
      cnpg_backends_total: ['datname', 'usename', 'application_name', 'state'],
      cnpg_collector_last_collection_error: [],
      cnpg_collector_replica_mode: [],
      // It has a label `cluster` of its own, the name of the database cluster; outside Prometheus ours takes its place.
      cnpg_collector_up: [],
      cnpg_pg_database_size_bytes: ['datname'],
      cnpg_pg_database_xid_age: ['datname'],
      cnpg_pg_replication_in_recovery: [],
      cnpg_pg_replication_lag: [],
      cnpg_pg_stat_archiver_seconds_since_last_archival: [],
      cnpg_pg_stat_database_xact_commit: ['datname'],
    },
  },
  {
    exporter: 'Barman Cloud plugin',
    jobs: databases,
    target: 'pod',
    deployed: images.barmanCloudPlugin,
    readAt: 'ghcr.io/cloudnative-pg/plugin-barman-cloud:v0.15.0',
    read: 'cloudnative-pg/plugin-barman-cloud v0.15.0 web/versioned_docs/version-0.15.0/observability.md',
    metrics: {
      barman_cloud_cloudnative_pg_io_first_recoverability_point: [],
      barman_cloud_cloudnative_pg_io_last_available_backup_timestamp: [],
    },
  },
  {
    exporter: 'Argo CD',
    jobs: ['argocd-application-controller'],
    target: 'service',
    deployed: git.argocd.tag,
    readAt: 'v3.5.7',
    read: 'argoproj/argo-cd v3.5.7 controller/metrics',
    metrics: {
      argocd_app_info: [...application, 'autosync_enabled', 'repo', 'dest_namespace', 'sync_status', 'health_status', 'operation'],
      argocd_app_reconcile_bucket: ['exported_namespace', 'dest_server', 'le'],
      argocd_app_sync_total: [...application, 'phase', 'dry_run'],
      argocd_cluster_cache_age_seconds: ['server'],
      argocd_cluster_connection_status: ['server', 'k8s_version'],
      argocd_redis_request_total: ['hostname', 'initiator', 'command', 'failed'],
    },
  },
  {
    exporter: 'Argo CD (repo-server)',
    jobs: ['argocd-repo-server'],
    target: 'service',
    deployed: git.argocd.tag,
    readAt: 'v3.5.7',
    read: 'argoproj/argo-cd v3.5.7 reposerver/metrics',
    metrics: { argocd_git_lsremote_fail_total: ['repo', 'revision'], argocd_git_request_total: ['repo', 'request_type'] },
  },
];
