/** Databases of tenants: their exporters, and what kube-state-metrics is told to read of their objects. */
import { objectStates } from '../../../manifests/tenants/monitoring/metrics';
import { versions } from '../../../manifests/versions';
import type { MetricSource } from './source';

const { charts, git, images } = versions;
const pool = ['exported_database', 'user'];
const backend = ['datname', 'usename', 'application_name', 'state'];
const replica = ['master_host', 'master_uuid', 'channel_name', 'connection_name'];
const instance = { jobs: ['tenant-postgresql'], target: 'database', deployed: git.cloudnativePgCrds.tag, readAt: 'v1.30.0' } as const;
const labelsOf = (metric: string): readonly string[] => [
  ...new Set(objectStates.filter((each) => each.metric === metric).flatMap(({ labels }) => Object.keys(labels))),
  'customresource_group',
  'customresource_version',
  'customresource_kind',
];

export const databaseSources: readonly MetricSource[] = [
  {
    exporter: 'CloudNativePG (databases of tenants)',
    ...instance,
    read: 'cloudnative-pg/cloudnative-pg v1.30.0 pkg/management/postgres/webserver/metricserver, config/manager/default-monitoring.yaml',
    metrics: {
      cnpg_backends_max_tx_duration_seconds: backend,
      cnpg_backends_total: backend,
      cnpg_backends_waiting_total: [],
      cnpg_collector_last_collection_error: [],
      cnpg_collector_manual_switchover_required: [],
      cnpg_collector_pg_wal_archive_status: ['value'],
      cnpg_collector_up: [],
      cnpg_pg_database_mxid_age: ['datname'],
      cnpg_pg_database_size_bytes: ['datname'],
      cnpg_pg_database_xid_age: ['datname'],
      cnpg_pg_replication_in_recovery: [],
      cnpg_pg_replication_lag: [],
      cnpg_pg_replication_streaming_replicas: [],
      cnpg_pg_stat_archiver_failed_count: [],
      cnpg_pg_stat_archiver_seconds_since_last_archival: [],
      cnpg_pg_stat_database_blks_hit: ['datname'],
      cnpg_pg_stat_database_blks_read: ['datname'],
      cnpg_pg_stat_database_deadlocks: ['datname'],
      cnpg_pg_stat_database_temp_bytes: ['datname'],
      cnpg_pg_stat_database_xact_commit: ['datname'],
      cnpg_pg_stat_database_xact_rollback: ['datname'],
    },
  },
  {
    exporter: 'CloudNativePG (poolers)',
    ...instance,
    jobs: ['tenant-poolers'],
    // Its label `database` is that of a server; the name of the tenant's database takes the place.
    read: 'cloudnative-pg/cloudnative-pg v1.30.0 pkg/management/pgbouncer/metricsserver',
    metrics: {
      cnpg_pgbouncer_pools_cl_active: pool,
      cnpg_pgbouncer_pools_cl_waiting: pool,
      cnpg_pgbouncer_pools_maxwait: pool,
      cnpg_pgbouncer_pools_sv_active: pool,
      cnpg_pgbouncer_pools_sv_idle: pool,
      cnpg_pgbouncer_up: [],
    },
  },
  {
    exporter: 'Barman Cloud plugin (databases of tenants)',
    ...instance,
    deployed: images.barmanCloudPlugin,
    readAt: 'ghcr.io/cloudnative-pg/plugin-barman-cloud:v0.15.0',
    read: 'cloudnative-pg/plugin-barman-cloud v0.15.0 internal/cnpgi/instance/metrics.go',
    metrics: {
      barman_cloud_cloudnative_pg_io_first_recoverability_point: [],
      barman_cloud_cloudnative_pg_io_last_available_backup_timestamp: [],
      barman_cloud_cloudnative_pg_io_last_failed_backup_timestamp: [],
    },
  },
  {
    exporter: 'mysqld_exporter',
    jobs: ['tenant-mariadb'],
    target: 'database',
    deployed: images.mysqldExporter,
    readAt: 'docker.io/prom/mysqld-exporter:v0.15.1',
    read: 'prometheus/mysqld_exporter v0.15.1 collector/global_status.go, global_variables.go, slave_status.go',
    metrics: {
      mysql_global_status_queries: [],
      mysql_global_status_slow_queries: [],
      mysql_global_status_threads_connected: [],
      mysql_global_variables_read_only: [],
      mysql_slave_status_seconds_behind_master: replica,
      mysql_slave_status_slave_io_running: replica,
      mysql_slave_status_slave_sql_running: replica,
      mysql_up: [],
    },
  },
  {
    exporter: 'kube-state-metrics (objects of databases)',
    jobs: ['kube-state-metrics'],
    target: 'others',
    deployed: charts.kubePrometheusStack.version,
    readAt: '88.5.3',
    read: 'kubernetes/kube-state-metrics v2.20.0 pkg/customresourcestate; the fields: definitions of cloudnative-pg v1.30.0 and mariadb-operator',
    metrics: Object.fromEntries([...new Set(objectStates.map(({ metric }) => metric))].map((metric) => [metric, labelsOf(metric)])),
  },
];
