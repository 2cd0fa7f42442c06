/** What only PostgreSQL and its pooler can say. */
import { alert, name, type Alert, type Rules } from './alert';
import { expected } from './state';
import { ids, key, of } from './metrics';

const onPrimary = `on (namespace, pod) ${of('cnpg_pg_replication_in_recovery')} == 0`;
const sinceArchived = `max by (${ids}) (${of('cnpg_pg_stat_archiver_seconds_since_last_archival')} and ${onPrimary} and on (namespace, pod) ${of('cnpg_collector_pg_wal_archive_status', 'value="ready"')} > 0)`;

const alerts: readonly Alert[] = [
  {
    alert: 'DatabaseArchiveLate',
    // A database in which nothing happens has nothing to archive: only what waits can be late. -1: nothing has been archived yet.
    expr: `${sinceArchived} > 1800 or ${sinceArchived} == -1`,
    for: '10m',
    severity: 'critical',
    summary: `${name} has {{ if lt $value 0.0 }}never archived any WAL{{ else }}archived no WAL for {{ $value | humanizeDuration }}{{ end }}`,
    description:
      'Point in time recovery ends there, a standby in the other cluster falls behind and the WAL volume fills. The log of container plugin-barman-cloud of the primary: credentials and reach of the object store first.',
  },
  {
    alert: 'DatabaseArchiveFailing',
    expr: `max by (${ids}) (increase(${of('cnpg_pg_stat_archiver_failed_count')}[15m])) > 3`,
    for: '15m',
    severity: 'warning',
    summary: `${name} cannot archive its WAL at the first attempt`,
    description: 'It tries again until it works; when nothing gets through, DatabaseArchiveLate rings. The object store throttles, or tokens come late.',
  },
  {
    alert: 'DatabaseStandbyLag',
    expr: `max by (${ids}) (${of('cnpg_pg_replication_lag')} and on (${key}) ${expected}{role="standby"}) > 3600`,
    for: '30m',
    severity: 'warning',
    summary: `The standby of ${name} is {{ $value | humanizeDuration }} behind its primary`,
    description:
      'A failover now would lose as much. It cannot read the archive of the other cluster; or nobody has written there for that long, which looks the same.',
  },
  {
    alert: 'DatabaseTransactionIdsRunningOut',
    expr: `max by (${ids}, datname) (${of('cnpg_pg_database_xid_age')}) > 1000000000 or max by (${ids}, datname) (${of('cnpg_pg_database_mxid_age')}) > 1000000000`,
    for: '1h',
    severity: 'critical',
    summary: `{{ $labels.datname }} in ${name} has not been frozen for {{ $value | humanize }} transactions`,
    description: 'At 2^31 PostgreSQL refuses writes. Something holds autovacuum back: an old transaction, a replication slot, a prepared transaction.',
  },
  {
    alert: 'DatabaseTransactionLong',
    expr: `max by (${ids}, datname, usename) (${of('cnpg_backends_max_tx_duration_seconds')}) > 14400`,
    for: '15m',
    severity: 'warning',
    summary: `A transaction of {{ $labels.usename }} in ${name} has run for {{ $value | humanizeDuration }}`,
    description: 'Meanwhile nothing that it might see is cleaned up: tables grow, standbys wait. Ask the owner before it is ended with pg_terminate_backend.',
  },
  {
    alert: 'DatabaseUpdateWaiting',
    expr: `max by (${ids}) (${of('cnpg_collector_manual_switchover_required')}) == 1`,
    for: '1h',
    severity: 'warning',
    summary: `An update of ${name} waits for its maintenance window`,
    description:
      'Its standbys are updated. In the window that its team has chosen: `kubectl cnpg promote -n {{ $labels.namespace }} {{ $labels.database }} <an updated standby>`.',
  },
  {
    alert: 'DatabaseMetricsBroken',
    expr: `max by (${ids}, pod) (${of('cnpg_collector_last_collection_error')}) == 1`,
    for: '15m',
    severity: 'warning',
    summary: `{{ $labels.pod }} of ${name} cannot collect its own metrics`,
    description: 'Some alerts of this database are blind meanwhile. The log of container postgres names the query.',
  },
];

/** `<database>-pool`, of which the operator makes a Deployment of the same name. */
const poolerPods = `max by (${key}, deployment) (label_replace(kube_deployment_status_replicas_available{namespace=~"db-.+", deployment=~".+-pool"}, "database", "$1", "deployment", "(.+)-pool"))`;

const poolerAlerts: readonly Alert[] = [
  {
    alert: 'PoolerDown',
    expr: `(${poolerPods} == 0) + on (${key}) group_left (tenant, plan, owner, engine) ${expected}{engine="postgresql"}`,
    for: '3m',
    severity: 'critical',
    summary: `No PgBouncer of ${name} runs`,
    description:
      'Clients of the pooler are down, the database itself may be fine. `kubectl -n {{ $labels.namespace }} describe deployment {{ $labels.deployment }}`.',
  },
  {
    alert: 'PoolerClientsWaiting',
    expr: `max by (${ids}, exported_database, user) (${of('cnpg_pgbouncer_pools_maxwait')}) > 5`,
    for: '10m',
    severity: 'warning',
    summary: `{{ $labels.user }} waits for connections to ${name} for {{ $value | humanizeDuration }}`,
    description: 'All connections of its pool are busy. Look for long transactions first, then raise `pooling.poolSize` or take a larger plan.',
  },
];

export const postgresqlRules: readonly Rules[] = [
  { group: 'databases-postgresql', alerts: alerts.map(alert) },
  { group: 'databases-poolers', alerts: poolerAlerts.map(alert) },
];
