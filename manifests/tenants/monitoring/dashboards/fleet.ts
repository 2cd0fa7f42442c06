import type { Dashboard } from '../../../../lib/components';
import { ids } from '../metrics';
import { objective, unavailable } from '../objectives';
import { accepts, expected } from '../state';
import { ratio } from '../volumes';

const tenants = 'cluster=~"$cluster", tenant=~"$tenant", plan=~"$plan"';
const barman = (metric: string): string => `barman_cloud_cloudnative_pg_io_${metric}{${tenants}}`;
const by = `cluster, tenant, database, plan`;

export const fleet: Dashboard = {
  uid: 'tenants-databases',
  title: 'Databases of tenants',
  folder: 'Databases',
  description: 'Every database of every tenant: state, backups, room, and what is left of the budget of its plan.',
  variables: [
    { name: 'tenant', label: 'Tenant', query: 'label_values(dbaas_database_info{cluster=~"$cluster", tenant!=""}, tenant)' },
    { name: 'plan', label: 'Plan', query: 'label_values(dbaas_database_info{cluster=~"$cluster", tenant!=""}, plan)' },
  ],
  rows: [
    {
      title: 'State',
      panels: [
        {
          title: 'Databases that should run',
          type: 'stat',
          width: 6,
          queries: [{ expr: `count by (cluster) (${expected}{${tenants}})`, legend: '{{cluster}}' }],
        },
        {
          title: 'Without a primary',
          type: 'stat',
          width: 6,
          thresholds: { critical: 1 },
          queries: [{ expr: `count by (cluster) (${accepts}{${tenants}} == 0) or 0 * count by (cluster) (${accepts}{${tenants}})`, legend: '{{cluster}}' }],
        },
        {
          title: 'Oldest base backup',
          type: 'stat',
          width: 6,
          unit: 's',
          queries: [{ expr: `time() - min by (cluster) (max by (${by}) (${barman('last_available_backup_timestamp')}))`, legend: '{{cluster}}' }],
        },
        {
          title: 'Least room on a volume',
          type: 'stat',
          width: 6,
          unit: 'percentunit',
          thresholds: { warning: 0.2, critical: 0.1 },
          queries: [{ expr: `min by (cluster) (${ratio}{${tenants}})`, legend: '{{cluster}}' }],
        },
        {
          title: 'Alerts',
          type: 'table',
          width: 24,
          queries: [
            {
              expr: `count by (alertname, severity, cluster, tenant, database, owner) (ALERTS{alertstate="firing", alertname=~"Database.+|Pooler.+", ${tenants}})`,
            },
          ],
        },
        {
          title: 'Databases',
          type: 'table',
          width: 24,
          queries: [{ expr: `max by (cluster, ${ids}, role, phase) (dbaas_database_info{${tenants}})` }],
        },
      ],
    },
    {
      title: 'Worst twenty',
      panels: [
        {
          title: 'Budget left of 30 days',
          description: '1: untouched; 0: the objective of the plan is missed.',
          type: 'table',
          queries: [
            {
              expr: `bottomk(20, 1 - avg_over_time(${unavailable('1d')}{${tenants}}[30d:1d]) / on (cluster, plan) group_left () (1 - ${objective}{cluster=~"$cluster"}))`,
            },
          ],
        },
        {
          title: 'Room on volumes',
          type: 'table',
          unit: 'percentunit',
          queries: [{ expr: `bottomk(20, ${ratio}{${tenants}})` }],
        },
        {
          title: 'Age of the newest base backup',
          type: 'table',
          unit: 's',
          queries: [{ expr: `topk(20, time() - max by (${by}) (${barman('last_available_backup_timestamp')}))` }],
        },
        {
          title: 'Replication lag',
          type: 'table',
          unit: 's',
          queries: [{ expr: `topk(20, max by (${by}, pod) (cnpg_pg_replication_lag{${tenants}}))` }],
        },
      ],
    },
    {
      title: 'By plan',
      panels: [
        {
          title: 'Databases',
          type: 'timeseries',
          queries: [{ expr: `count by (cluster, plan) (dbaas_database_info{${tenants}})`, legend: '{{cluster}} {{plan}}' }],
        },
        {
          title: 'Unavailable over a day',
          type: 'timeseries',
          unit: 'percentunit',
          queries: [{ expr: `avg by (cluster, plan) (${unavailable('1d')}{${tenants}})`, legend: '{{cluster}} {{plan}}' }],
        },
      ],
    },
  ],
};
