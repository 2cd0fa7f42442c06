/** Alerts and dashboard of External Secrets. */
import type { Dashboard, Intents } from '../../../lib/components';

export const rules: Intents['rules'] = {
  group: 'external-secrets',
  alerts: [
    {
      alert: 'SecretNotSynced',
      expr: 'max by (namespace, name) (externalsecret_status_condition{condition="Ready",status="False"}) == 1',
      for: '15m',
      severity: 'warning',
      summary: 'Secret {{ $labels.namespace }}/{{ $labels.name }} is not read from the store',
      description:
        'Pods keep the last value; a new one, or a first one, does not arrive. `kubectl -n {{ $labels.namespace }} describe externalsecret {{ $labels.name }}` says why: a value that nobody put into the store, a missing right, or a store that does not answer.',
    },
    {
      alert: 'SecretStoreNotReady',
      expr: 'max by (name) (clustersecretstore_status_condition{condition="Ready",status="False"}) == 1',
      for: '10m',
      severity: 'critical',
      summary: 'Secret store {{ $labels.name }} cannot be read',
      description:
        'No secret of the cluster can be renewed and no new component can start. Check the identity of external-secrets (association or client id), the private endpoint of the store, and the events of the ClusterSecretStore.',
    },
    {
      alert: 'SecretSyncErrors',
      expr: 'sum by (namespace, name) (increase(externalsecret_sync_calls_error[30m])) > 5',
      for: '15m',
      severity: 'warning',
      summary: 'Reading secret {{ $labels.namespace }}/{{ $labels.name }} keeps failing',
      description: 'It succeeds now and then, or the condition would say so: throttling by the store, or an identity that is only half there.',
    },
  ],
};

export const dashboard: Dashboard = {
  uid: 'platform-secrets',
  title: 'Secrets',
  folder: 'Platform',
  description: 'Whether every Secret is up to date with the store of its cluster.',
  rows: [
    {
      title: 'State',
      panels: [
        {
          title: 'Not synced',
          type: 'stat',
          width: 6,
          thresholds: { critical: 1 },
          queries: [{ expr: 'sum(externalsecret_status_condition{cluster=~"$cluster",condition="Ready",status="False"}) or vector(0)' }],
        },
        {
          title: 'Synced',
          type: 'stat',
          width: 6,
          queries: [{ expr: 'sum(externalsecret_status_condition{cluster=~"$cluster",condition="Ready",status="True"})' }],
        },
        {
          title: 'Stores not ready',
          type: 'stat',
          width: 6,
          thresholds: { critical: 1 },
          queries: [{ expr: 'sum(clustersecretstore_status_condition{cluster=~"$cluster",condition="Ready",status="False"}) or vector(0)' }],
        },
        {
          title: 'Which are not synced',
          type: 'table',
          width: 24,
          queries: [{ expr: 'externalsecret_status_condition{cluster=~"$cluster",condition="Ready",status="False"} == 1' }],
        },
      ],
    },
    {
      title: 'Calls',
      panels: [
        {
          title: 'Syncs',
          type: 'timeseries',
          unit: 'ops',
          queries: [{ expr: 'sum by (namespace) (rate(externalsecret_sync_calls_total{cluster=~"$cluster"}[5m]))', legend: '{{namespace}}' }],
        },
        {
          title: 'Errors',
          type: 'timeseries',
          unit: 'ops',
          queries: [{ expr: 'sum by (namespace, name) (rate(externalsecret_sync_calls_error{cluster=~"$cluster"}[5m]))', legend: '{{namespace}}/{{name}}' }],
        },
      ],
    },
  ],
};
