/** Whether each database is there: what should be, what is, and whether its primary takes connections. The same for both engines. */
import { alert, name, type Alert, type Recording, type Rules } from './alert';
import { ids, key, of } from './metrics';

/** Databases that should run: not stopped, not fenced as a whole, not being made or upgraded offline. */
export const expected = 'database:expected:info';
/** Instances that answer. None: no series. */
export const instancesUp = 'database:instances_up:count';
/** Instances that are ready as Kubernetes sees it. */
const instancesReady = 'database:instances_ready:count';
/** Instances that take writes, 0 where those that answer only follow. */
const primaries = 'database:primaries:count';
/** 1 while the primary accepts connections, 0 while it does not; nothing where no primary is expected, or nobody can tell. */
export const accepts = 'database:accepts_connections:bool';

const making = 'Setting up primary';
const upgrading = 'Upgrading Postgres major version';
/** Where the operator says that it does not know any further. */
const stuck =
  'Cluster cannot proceed to reconciliation.*|Cluster has incomplete or invalid image catalog|Cluster is unrecoverable.*|Unable to create required cluster objects|Invalid cluster definition';

const writable = `${expected}{role!="standby"}`;
const unmeasured = `${instancesReady} > 0 unless on (${key}) ${instancesUp}`;

const recordings: readonly Recording[] = [
  {
    record: expected,
    expr: `max by (${ids}, role) (${of('dbaas_database_info', 'stopped!~"on|true"', 'replicas!="0"', 'fenced!~".*[*].*"', `phase!~"${making}|${upgrading}"`)})`,
  },
  {
    record: instancesUp,
    expr: `count by (${key}) (${of('cnpg_collector_up')} == 1) or count by (${key}) (${of('mysql_up')} == 1)`,
  },
  {
    record: instancesReady,
    expr: `max by (${key}) (${of('dbaas_database_instances_ready')}) or max by (${key}) (label_replace(kube_statefulset_status_replicas_ready{namespace=~"db-.+"}, "database", "$1", "statefulset", "(.+)"))`,
  },
  {
    record: primaries,
    expr: `sum by (${key}) (${of('cnpg_pg_replication_in_recovery')} == bool 0 and on (namespace, pod) ${of('cnpg_collector_up')} == 1) or sum by (${key}) (${of('mysql_global_variables_read_only')} == bool 0 and on (namespace, pod) ${of('mysql_up')} == 1)`,
  },
  {
    record: accepts,
    expr: `max by (${ids}) (${writable} * on (${key}) group_left () (${primaries} > bool 0) or on (${key}) 0 * (${writable} unless on (${key}) (${unmeasured})))`,
  },
];

const gone = (role: string): string => `${expected}{${role}} unless on (${key}) ${instancesUp} unless on (${key}) (${instancesReady} > 0)`;

const alerts: readonly Alert[] = [
  {
    alert: 'DatabaseDown',
    expr: gone('role!="standby"'),
    for: '3m',
    severity: 'critical',
    summary: `No instance of ${name} answers`,
    description: 'Its clients are down. `kubectl -n {{ $labels.namespace }} get pods,events` shows what keeps the pods from running.',
  },
  {
    alert: 'DatabaseWithoutPrimary',
    expr: `${accepts} == 0 and on (${key}) ${instancesUp}`,
    for: '5m',
    severity: 'critical',
    summary: `${name} has no instance that takes writes`,
    description: 'A failover that does not end: a fenced instance, a full volume, or a standby that lacks commits and is refused.',
  },
  {
    alert: 'DatabaseInstanceMissing',
    expr: `max by (${ids}) (${of('dbaas_database_instances_wanted')}) - on (${key}) group_left () ${instancesUp} > 0 and on (${key}) ${expected}`,
    for: '15m',
    severity: 'warning',
    summary: `${name} lacks {{ $value }} of its instances`,
    description:
      'With one more loss commits wait, or there is nothing left to fail over to. Often a volume in a zone without room, or a quota that is used up.',
  },
  {
    alert: 'DatabaseStandbyDown',
    expr: gone('role="standby"'),
    for: '15m',
    severity: 'warning',
    summary: `The standby of ${name} does not run here`,
    description: 'The database works in its other cluster; should that one fail, nothing here takes over until this is repaired.',
  },
  {
    alert: 'DatabaseUnmeasured',
    expr: `${expected} and on (${key}) (${unmeasured})`,
    for: '15m',
    severity: 'warning',
    summary: `${name} runs, but its metrics do not arrive`,
    description: 'Its other alerts are blind. Look for its pods among the targets of Prometheus: refused is the exporter, a timeout a network policy.',
  },
  {
    alert: 'DatabaseNotMade',
    expr: `max by (${ids}) (${of('dbaas_database_info', `phase="${making}"`, 'stopped!="on"')})`,
    for: '2h',
    severity: 'warning',
    summary: `${name} is still being made after two hours`,
    description: 'A restore of much data may take that long. Else the log of its first job says why: a backup that is not found, a quota, a missing secret.',
  },
  {
    alert: 'DatabaseUpgradeLong',
    expr: `max by (${ids}) (${of('dbaas_database_info', `phase="${upgrading}"`)})`,
    for: '1h',
    severity: 'critical',
    summary: `${name} has been offline for an hour for its major upgrade`,
    description: 'The log of the job `{{ $labels.database }}-*-major-upgrade` says how far it is. With the old version in the input the operator rolls back.',
  },
  {
    alert: 'DatabaseStuck',
    expr: `max by (${ids}, phase) (${of('dbaas_database_info', `phase=~"${stuck}"`)})`,
    for: '15m',
    severity: 'critical',
    summary: `The operator gives up on ${name}: {{ $labels.phase }}`,
    description:
      'What runs may go on, but nothing heals or changes. `kubectl -n {{ $labels.namespace }} describe cluster {{ $labels.database }}` has the reason.',
  },
  {
    alert: 'DatabaseConnectionsHigh',
    expr: `(sum by (${ids}, pod) (${of('cnpg_backends_total')}) or sum by (${ids}, pod) (${of('mysql_global_status_threads_connected')})) / on (plan) group_left () database:plan_connections:max > 0.8`,
    for: '10m',
    severity: 'warning',
    summary: `${name} uses {{ $value | humanizePercentage }} of the connections of plan {{ $labels.plan }}`,
    description: 'Clients with more pods or larger pools than planned, or connections that are not given back. Pooling or a larger plan gives room.',
  },
  {
    alert: 'DatabaseReplicationLag',
    expr: `max by (${ids}, pod) (${of('cnpg_pg_replication_lag')} and on (${key}) ${writable}) > 300 or max by (${ids}, pod) (${of('mysql_slave_status_seconds_behind_master')}) > 300`,
    for: '10m',
    severity: 'warning',
    summary: `{{ $labels.pod }} of ${name} is {{ $value | humanizeDuration }} behind`,
    description: 'It lags by network or disk, or a long query holds back what it replays. Whoever reads from it reads the past.',
  },
];

export const stateRules: readonly Rules[] = [{ group: 'databases', recordings, alerts: alerts.map(alert) }];
