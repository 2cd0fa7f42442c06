/** What a PostgreSQL cluster asks of the rest of the platform: connections, metrics, alerts, a dashboard. */
import type { ComponentIntents, PodPeer } from '../components';
import { namesOf, namespaces } from '../names';
import { postgresPlace, type PostgresClusterProps, type PostgresContext } from './postgres-cluster';
import { storeHosts } from './postgres-store';

/** Pods of the operator and of its backup plugin. */
export const postgresOperator: PodPeer = { namespace: namespaces.postgres, pods: { 'app.kubernetes.io/name': 'cloudnative-pg' } };

/** To be spread into the intents of the component that makes the cluster. */
export function postgresIntents(context: PostgresContext, props: PostgresClusterProps): ComponentIntents {
  const { name, namespace } = postgresPlace(context, props.identity);
  const instances: PodPeer = { namespace, pods: { 'cnpg.io/cluster': name }, sidecar: false };
  return {
    flows: flows(instances, props.clients, name),
    egressHosts: [
      { from: instances, hosts: storeHosts(context.cluster, context.names), why: `backups and WAL of ${name}` },
      ...(props.replication
        ? context.peers.map((peer) => ({
            from: instances,
            hosts: storeHosts(peer, namesOf(context.platform, peer)),
            why: `${name} can follow the one of ${peer.name}`,
          }))
        : []),
    ],
    scrapes: [
      {
        name,
        namespace,
        kind: 'pods',
        selector: { 'cnpg.io/cluster': name, 'cnpg.io/podRole': 'instance' },
        port: 'metrics',
        targetPort: 9187,
        sidecar: false,
      },
    ],
    // The same alerts for each database: without these labels two that ring at once would be one to Alertmanager.
    rules: [{ group: `postgres-${name}`, alerts: alerts(namespace, name, props).map((alert) => ({ ...alert, labels: { namespace, database: name } })) }],
    dashboards: [dashboard(namespace, name)],
  };
}

const flows = (instances: PodPeer, clients: readonly PodPeer[], name: string): NonNullable<ComponentIntents['flows']> => [
  ...clients.map((from) => ({ from, to: instances, ports: [{ port: 5432 }], why: `queries to ${name}` })),
  { from: instances, to: instances, ports: [{ port: 5432 }, { port: 8000 }], why: 'replication, and whether the primary is isolated' },
  { from: postgresOperator, to: instances, ports: [{ port: 5432 }, { port: 8000 }], why: 'state of the instances, switchover, backups' },
  { from: instances, to: { outside: 'api-server' }, ports: [{ port: 443 }], why: 'each instance reads its Cluster and holds the lease of the primary' },
  { from: instances, to: { outside: 'private-endpoints' }, ports: [{ port: 443 }], why: 'backups through the private endpoint of the object store' },
];

type Alerts = NonNullable<NonNullable<ComponentIntents['rules']>[number]['alerts']>;

function alerts(namespace: string, name: string, { maxConnections, replication }: PostgresClusterProps): Alerts {
  const of = `namespace="${namespace}", pod=~"${name}-[0-9]+"`;
  const volume = `namespace="${namespace}", persistentvolumeclaim=~"${name}-[0-9]+(-wal)?"`;
  // The designated primary of a standby cluster is in recovery as well: only a cluster that owns its data must have one that is not.
  const primaries = replication
    ? `(count(cnpg_pg_replication_in_recovery{${of}} == 0) or max(cnpg_collector_replica_mode{${of}}))`
    : `count(cnpg_pg_replication_in_recovery{${of}} == 0)`;
  const sinceArchived = `max(cnpg_pg_stat_archiver_seconds_since_last_archival{${of}} and on (pod) cnpg_pg_replication_in_recovery{${of}} == 0)`;
  return [
    {
      alert: 'PostgresDown',
      expr: `absent(cnpg_collector_up{${of}} == 1)`,
      for: '3m',
      severity: 'critical',
      summary: `No instance of ${name} answers`,
      description: `kubectl -n ${namespace} get cluster ${name} shows the phase, kubectl cnpg status ${name} the instances. Its clients are down.`,
    },
    {
      alert: 'PostgresWithoutPrimary',
      expr: `absent(${primaries} > 0)`,
      for: '5m',
      severity: 'critical',
      summary: `${name} has no writable instance`,
      description: 'A failover that does not end: look for a fenced instance, a full WAL volume or a standby that lacks commits (failoverQuorum refuses it).',
    },
    {
      alert: 'PostgresInstanceMissing',
      expr: `count(cnpg_collector_up{${of}} == 1) < 3`,
      for: '15m',
      severity: 'warning',
      summary: `${name} runs {{ $value }} of 3 instances`,
      description:
        'One more loss stops writes, since a commit waits for a standby. Usual reasons: a node that cannot be drained, a volume in a zone without room.',
    },
    {
      alert: 'PostgresReplicationLag',
      expr: `max by (pod) (cnpg_pg_replication_lag{${of}}) > 300`,
      for: '10m',
      severity: 'warning',
      summary: '{{ $labels.pod }} is {{ $value | humanizeDuration }} behind',
      description: 'A standby inside a cluster lags by network or disk; a whole standby cluster lags when it cannot read the archive of the active one.',
    },
    {
      alert: 'PostgresArchiveLate',
      // -1: this primary has not archived anything yet, which a minute after its start is normal and ten minutes later is not.
      expr: `${sinceArchived} > 1800 or ${sinceArchived} == -1`,
      for: '10m',
      severity: 'critical',
      summary: `${name} has {{ if lt $value 0.0 }}never archived any WAL{{ else }}archived no WAL for {{ $value | humanizeDuration }}{{ end }}`,
      description:
        'Point in time recovery ends there, the standby cluster falls behind and the WAL volume fills. Read the log of container plugin-barman-cloud of the primary: credentials and reach of the object store first.',
    },
    {
      alert: 'PostgresBackupOld',
      expr: `time() - max(barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{${of}}) > 129600`,
      for: '15m',
      severity: 'critical',
      summary: `${name} has {{ if gt $value 1e9 }}no base backup at all{{ else }}had no base backup for {{ $value | humanizeDuration }}{{ end }}`,
      description: `kubectl -n ${namespace} get backups shows why the nightly one failed. Without it a recovery replays more WAL, and after the retention there is nothing left to recover from.`,
    },
    {
      alert: 'PostgresVolumeFilling',
      expr: `min by (namespace, persistentvolumeclaim) (kubelet_volume_stats_available_bytes{${volume}} / kubelet_volume_stats_capacity_bytes{${volume}}) < 0.2`,
      for: '15m',
      severity: 'critical',
      summary: '{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left',
      description:
        'A full volume stops PostgreSQL. A WAL volume fills when archiving or a standby fails: repair that. A data volume grows by its size in git, which is applied online.',
    },
    {
      alert: 'PostgresConnectionsHigh',
      expr: `sum by (pod) (cnpg_backends_total{${of}}) > ${Math.floor(maxConnections * 0.8)}`,
      for: '10m',
      severity: 'warning',
      summary: `{{ $labels.pod }} has {{ $value }} of ${maxConnections} connections`,
      description: 'Clients with more pods or larger pools than planned, or connections that are not given back.',
    },
    {
      alert: 'PostgresTransactionIdsRunningOut',
      expr: `max by (datname) (cnpg_pg_database_xid_age{${of}}) > 1000000000`,
      for: '1h',
      severity: 'critical',
      summary: 'Database {{ $labels.datname }} has not been frozen for {{ $value | humanize }} transactions',
      description: 'At 2^31 PostgreSQL refuses writes. Something holds autovacuum back: an old transaction, a replication slot, a prepared transaction.',
    },
    {
      alert: 'PostgresMetricsBroken',
      expr: `max by (pod) (cnpg_collector_last_collection_error{${of}}) == 1`,
      for: '15m',
      severity: 'warning',
      summary: '{{ $labels.pod }} cannot collect its own metrics',
      description: 'The alerts of this cluster are blind meanwhile. The log of container postgres names the query.',
    },
  ];
}

function dashboard(namespace: string, name: string): NonNullable<ComponentIntents['dashboards']>[number] {
  const of = `cluster=~"$cluster", namespace="${namespace}", pod=~"${name}-[0-9]+"`;
  return {
    uid: `postgres-${name}`.slice(0, 40),
    title: `PostgreSQL ${name}`,
    folder: 'Databases',
    description: 'State, replication, archive, load and room of one PostgreSQL cluster.',
    rows: [
      {
        title: 'State',
        panels: [
          { title: 'Instances up', type: 'stat', width: 6, queries: [{ expr: `sum by (cluster) (cnpg_collector_up{${of}})`, legend: '{{cluster}}' }] },
          {
            title: 'Age of the newest base backup',
            type: 'stat',
            width: 6,
            unit: 's',
            thresholds: { warning: 100000, critical: 129600 },
            queries: [{ expr: `time() - max(barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{${of}})`, legend: '{{cluster}}' }],
          },
          {
            title: 'Seconds since the last WAL was archived',
            type: 'stat',
            width: 6,
            unit: 's',
            thresholds: { warning: 600, critical: 1800 },
            queries: [{ expr: `min by (cluster) (cnpg_pg_stat_archiver_seconds_since_last_archival{${of}})`, legend: '{{cluster}}' }],
          },
          {
            title: 'Recovery possible from',
            type: 'stat',
            width: 6,
            unit: 'dateTimeFromNow',
            queries: [{ expr: `min by (cluster) (barman_cloud_cloudnative_pg_io_first_recoverability_point{${of}}) * 1000`, legend: '{{cluster}}' }],
          },
        ],
      },
      {
        title: 'Replication and load',
        panels: [
          { title: 'Replication lag', type: 'timeseries', unit: 's', queries: [{ expr: `cnpg_pg_replication_lag{${of}}`, legend: '{{cluster}} {{pod}}' }] },
          {
            title: 'Connections',
            type: 'timeseries',
            queries: [{ expr: `sum by (cluster, pod, state) (cnpg_backends_total{${of}})`, legend: '{{cluster}} {{pod}} {{state}}' }],
          },
          {
            title: 'Commits',
            type: 'timeseries',
            unit: 'ops',
            queries: [{ expr: `sum by (cluster, datname) (rate(cnpg_pg_stat_database_xact_commit{${of}}[5m]))`, legend: '{{cluster}} {{datname}}' }],
          },
          {
            title: 'Longest transaction',
            type: 'timeseries',
            unit: 's',
            queries: [{ expr: `max by (cluster, pod) (cnpg_backends_max_tx_duration_seconds{${of}})`, legend: '{{cluster}} {{pod}}' }],
          },
          {
            title: 'Size of databases',
            type: 'timeseries',
            unit: 'bytes',
            queries: [{ expr: `max by (cluster, datname) (cnpg_pg_database_size_bytes{${of}})`, legend: '{{cluster}} {{datname}}' }],
          },
          {
            title: 'Room on volumes',
            type: 'timeseries',
            unit: 'percentunit',
            queries: [
              {
                expr: `kubelet_volume_stats_available_bytes{cluster=~"$cluster", namespace="${namespace}", persistentvolumeclaim=~"${name}-.*"} / kubelet_volume_stats_capacity_bytes{cluster=~"$cluster", namespace="${namespace}", persistentvolumeclaim=~"${name}-.*"}`,
                legend: '{{cluster}} {{persistentvolumeclaim}}',
              },
            ],
          },
        ],
      },
    ],
  };
}
