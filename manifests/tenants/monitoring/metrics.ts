/**
 * Where figures about databases of tenants come from: their own exporters, and what the operators say of their objects.
 * Everything is chosen by labels that each database has, so that none of it changes when databases come and go.
 */
import type { ComponentIntents } from '../../../lib/components';
import { labels } from '../../../lib/names';

/** Labels of every series of a database, and where its pods and objects have them. */
const copied = { tenant: labels.tenant, database: labels.database, plan: labels.plan, owner: labels.owner, engine: labels.engine } as const;
/** The same, as a list of PromQL, with the namespace. */
export const ids = ['namespace', ...Object.keys(copied)].join(', ');
/** What identifies a database in a cluster. */
export const key = 'namespace, database';

/** Series of tenants only: databases of the platform itself have rules of their own. */
export const of = (metric: string, ...matchers: readonly string[]): string => `${metric}{${['tenant!=""', ...matchers].join(', ')}}`;

/** What is kept of an exporter. A PostgreSQL instance alone has a thousand series, most of them settings; this is a tenth of them. */
const kept = {
  postgresql: [
    'cnpg_collector_(up|last_collection_error|manual_switchover_required|pg_wal_archive_status)',
    'cnpg_pg_replication_(lag|in_recovery|streaming_replicas)',
    'cnpg_backends_(total|max_tx_duration_seconds|waiting_total)',
    'cnpg_pg_database_(size_bytes|xid_age|mxid_age)',
    'cnpg_pg_stat_archiver_(failed_count|seconds_since_last_archival)',
    'cnpg_pg_stat_database_(xact_commit|xact_rollback|blks_hit|blks_read|deadlocks|temp_bytes)',
    'barman_cloud_cloudnative_pg_io_.+',
  ],
  pooler: ['cnpg_pgbouncer_(up|pools_(cl_active|cl_waiting|maxwait|sv_active|sv_idle))'],
  mariadb: [
    'mysql_up',
    'mysql_global_status_(threads_connected|queries|slow_queries)',
    'mysql_global_variables_read_only',
    'mysql_slave_status_(slave_io_running|slave_sql_running|seconds_behind_master)',
  ],
} as const;

type Scrapes = NonNullable<ComponentIntents['scrapes']>;
const everywhere = { namespace: { outside: 'tenants' }, kind: 'pods', podLabels: copied, sidecar: false } as const;

export const scrapes: Scrapes = [
  {
    name: 'tenant-postgresql',
    ...everywhere,
    selector: { [labels.engine]: 'postgresql', 'cnpg.io/podRole': 'instance' },
    port: 'metrics',
    targetPort: 9187,
    keepMetrics: kept.postgresql,
    // Its name of the database: here that of the Kubernetes cluster stands in this place.
    dropLabels: 'cluster',
  },
  {
    name: 'tenant-poolers',
    ...everywhere,
    selector: { [labels.engine]: 'postgresql', 'cnpg.io/podRole': 'pooler' },
    port: 'metrics',
    targetPort: 9127,
    keepMetrics: kept.pooler,
  },
  {
    // The operator runs one exporter beside each database, which is asked about one instance after the other.
    name: 'tenant-mariadb',
    ...everywhere,
    selector: { [labels.engine]: 'mariadb', 'app.kubernetes.io/name': 'mariadb' },
    port: 3306,
    targetPort: 9104,
    path: '/probe',
    askedAt: {
      address: '${instance}-metrics.${namespace}.svc.cluster.local:9104',
      target: '${pod}.${instance}-internal.${namespace}.svc.cluster.local:3306',
    },
    keepMetrics: kept.mariadb,
  },
];

const path = (text: string): readonly string[] => text.split(' ');
const objectLabels: Readonly<Record<string, readonly string[]>> = {
  namespace: path('metadata namespace'),
  ...Object.fromEntries(Object.entries(copied).map(([name, label]) => [name, ['metadata', 'labels', label]])),
};

const cluster = { group: 'postgresql.cnpg.io', version: 'v1', kind: 'Cluster', resource: 'clusters' } as const;
const scheduledBackup = { group: 'postgresql.cnpg.io', version: 'v1', kind: 'ScheduledBackup', resource: 'scheduledbackups' } as const;
const mariadb = { group: 'k8s.mariadb.com', version: 'v1alpha1', kind: 'MariaDB', resource: 'mariadbs' } as const;
const physicalBackup = { group: 'k8s.mariadb.com', version: 'v1alpha1', kind: 'PhysicalBackup', resource: 'physicalbackups' } as const;

/** What should be there, whether or not a pod of it runs: an instance that is gone exports nothing. */
export const objectStates: NonNullable<ComponentIntents['objectStates']> = [
  {
    ...cluster,
    metric: 'dbaas_database_info',
    labels: {
      ...objectLabels,
      role: ['metadata', 'labels', labels.role],
      phase: path('status phase'),
      stopped: ['metadata', 'annotations', 'cnpg.io/hibernation'],
      fenced: ['metadata', 'annotations', 'cnpg.io/fencedInstances'],
    },
  },
  { ...cluster, metric: 'dbaas_database_instances_wanted', labels: objectLabels, value: path('spec instances') },
  { ...cluster, metric: 'dbaas_database_instances_ready', labels: objectLabels, value: path('status readyInstances') },
  { ...mariadb, metric: 'dbaas_database_info', labels: { ...objectLabels, stopped: path('spec suspend'), replicas: path('spec replicas') } },
  { ...mariadb, metric: 'dbaas_database_instances_wanted', labels: objectLabels, value: path('spec replicas') },
  {
    ...scheduledBackup,
    metric: 'dbaas_backup_scheduled_timestamp_seconds',
    labels: { ...objectLabels, suspended: path('spec suspend') },
    value: path('status lastScheduleTime'),
  },
  {
    ...scheduledBackup,
    metric: 'dbaas_backup_next_timestamp_seconds',
    labels: { ...objectLabels, suspended: path('spec suspend') },
    value: path('status nextScheduleTime'),
  },
  {
    ...physicalBackup,
    metric: 'dbaas_backup_scheduled_timestamp_seconds',
    labels: { ...objectLabels, suspended: path('spec schedule suspend'), complete: path('status conditions [type=Complete] status') },
    value: path('status lastScheduleTime'),
  },
  {
    ...physicalBackup,
    metric: 'dbaas_backup_next_timestamp_seconds',
    labels: { ...objectLabels, suspended: path('spec schedule suspend') },
    value: path('status nextScheduleTime'),
  },
];
