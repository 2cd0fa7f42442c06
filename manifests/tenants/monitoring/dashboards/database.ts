import type { Dashboard, MetricsPanel } from '../../../../lib/components';
import { objective, unavailable } from '../objectives';
import { accepts } from '../state';
import { ratio } from '../volumes';

const one = 'cluster=~"$cluster", tenant=~"$tenant", database=~"$database"';
const name = '{{cluster}} {{tenant}}/{{database}}';

const stat = (title: string, expr: string, parts: Partial<MetricsPanel> = {}): MetricsPanel => ({
  title,
  type: 'stat',
  width: 6,
  ...parts,
  queries: [{ expr, legend: name }],
});
const graph = (title: string, queries: readonly (readonly [expr: string, legend: string])[], unit?: string): MetricsPanel => ({
  title,
  type: 'timeseries',
  ...(unit === undefined ? {} : { unit }),
  queries: queries.map(([expr, legend]) => ({ expr, legend })),
});
const rate = (metric: string, by: string): string => `sum by (cluster, tenant, database${by}) (rate(${metric}{${one}}[5m]))`;
const by = 'cluster, tenant, database';

export const database: Dashboard = {
  uid: 'tenants-database',
  title: 'A database',
  folder: 'Databases',
  description: 'State, backups, load and room of one database of a tenant, and of the pooler in front of it.',
  variables: [
    { name: 'tenant', label: 'Tenant', query: 'label_values(dbaas_database_info{cluster=~"$cluster", tenant!=""}, tenant)' },
    { name: 'database', label: 'Database', query: 'label_values(dbaas_database_info{cluster=~"$cluster", tenant=~"$tenant"}, database)' },
  ],
  rows: [
    {
      title: 'State',
      panels: [
        stat('Primary accepts connections', `max by (${by}) (${accepts}{${one}})`),
        stat('Instances up', `count by (${by}) (cnpg_collector_up{${one}} == 1) or count by (${by}) (mysql_up{${one}} == 1)`),
        stat(
          'Budget left of 30 days',
          `1 - avg_over_time(${unavailable('1d')}{${one}}[30d:1d]) / on (cluster, plan) group_left () (1 - ${objective}{cluster=~"$cluster"})`,
          {
            unit: 'percentunit',
            thresholds: { warning: 0.5, critical: 0 },
          },
        ),
        stat('Least room on a volume', `min by (${by}) (${ratio}{${one}})`, { unit: 'percentunit', thresholds: { warning: 0.2, critical: 0.1 } }),
        stat('Age of the newest base backup', `time() - max by (${by}) (barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{${one}})`, {
          unit: 's',
        }),
        stat('Seconds since the last WAL was archived', `min by (${by}) (cnpg_pg_stat_archiver_seconds_since_last_archival{${one}})`, { unit: 's' }),
        stat('WAL files that wait for the archive', `max by (${by}) (cnpg_collector_pg_wal_archive_status{${one}, value="ready"})`, {
          thresholds: { warning: 5, critical: 50 },
        }),
        stat('Recovery possible from', `min by (${by}) (barman_cloud_cloudnative_pg_io_first_recoverability_point{${one}}) * 1000`, {
          unit: 'dateTimeFromNow',
        }),
      ],
    },
    {
      title: 'Replication and load',
      panels: [
        graph(
          'Replication lag',
          [
            [`max by (${by}, pod) (cnpg_pg_replication_lag{${one}})`, '{{cluster}} {{pod}}'],
            [`max by (${by}, pod) (mysql_slave_status_seconds_behind_master{${one}})`, '{{cluster}} {{pod}}'],
          ],
          's',
        ),
        graph('Standbys that stream', [[`max by (${by}, pod) (cnpg_pg_replication_streaming_replicas{${one}})`, '{{cluster}} {{pod}}']]),
        graph('Connections', [
          [`sum by (${by}, pod, state) (cnpg_backends_total{${one}})`, '{{cluster}} {{pod}} {{state}}'],
          [`sum by (${by}, pod) (mysql_global_status_threads_connected{${one}})`, '{{cluster}} {{pod}}'],
        ]),
        graph('Sessions that wait for a lock', [[`max by (${by}, pod) (cnpg_backends_waiting_total{${one}})`, '{{cluster}} {{pod}}']]),
        graph(
          'Commits, rollbacks, queries',
          [
            [rate('cnpg_pg_stat_database_xact_commit', ', datname'), '{{database}} {{datname}} commits'],
            [rate('cnpg_pg_stat_database_xact_rollback', ', datname'), '{{database}} {{datname}} rollbacks'],
            [rate('mysql_global_status_queries', ''), '{{database}} queries'],
            [rate('mysql_global_status_slow_queries', ''), '{{database}} slow queries'],
          ],
          'ops',
        ),
        graph('Longest transaction', [[`max by (${by}, pod) (cnpg_backends_max_tx_duration_seconds{${one}})`, '{{cluster}} {{pod}}']], 's'),
        graph(
          'Blocks found in memory',
          [
            [
              `${rate('cnpg_pg_stat_database_blks_hit', '')} / (${rate('cnpg_pg_stat_database_blks_hit', '')} + ${rate('cnpg_pg_stat_database_blks_read', '')} > 0)`,
              name,
            ],
          ],
          'percentunit',
        ),
        graph('Deadlocks', [[rate('cnpg_pg_stat_database_deadlocks', ', datname'), '{{database}} {{datname}}']], 'ops'),
        graph('Temporary files', [[rate('cnpg_pg_stat_database_temp_bytes', ', datname'), '{{database}} {{datname}}']], 'Bps'),
        graph('Transactions since the last freeze', [[`max by (${by}, datname) (cnpg_pg_database_xid_age{${one}})`, '{{database}} {{datname}}']]),
        graph('Size of databases', [[`max by (${by}, datname) (cnpg_pg_database_size_bytes{${one}})`, '{{database}} {{datname}}']], 'bytes'),
        graph('Room on volumes', [[`${ratio}{${one}}`, '{{cluster}} {{persistentvolumeclaim}}']], 'percentunit'),
      ],
    },
    {
      title: 'Pooler',
      panels: [
        graph('Clients', [
          [`sum by (${by}) (cnpg_pgbouncer_pools_cl_active{${one}})`, '{{database}} active'],
          [`sum by (${by}) (cnpg_pgbouncer_pools_cl_waiting{${one}})`, '{{database}} waiting'],
        ]),
        graph('Longest wait for a connection', [[`max by (${by}, user) (cnpg_pgbouncer_pools_maxwait{${one}})`, '{{database}} {{user}}']], 's'),
        graph('Connections to the server', [
          [`sum by (${by}) (cnpg_pgbouncer_pools_sv_active{${one}})`, '{{database}} active'],
          [`sum by (${by}) (cnpg_pgbouncer_pools_sv_idle{${one}})`, '{{database}} idle'],
        ]),
        graph('Pods of PgBouncer that answer', [[`sum by (${by}) (cnpg_pgbouncer_up{${one}})`, name]]),
      ],
    },
  ],
};
