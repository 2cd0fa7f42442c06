import type { Dashboard } from '../../../../../lib/components';
import { namespaces } from '../../../../../lib/names';

const of = `cluster=~"$cluster", namespace="${namespaces.identity}"`;

export const keycloakDashboard: Dashboard = {
  uid: 'keycloak',
  title: 'Keycloak',
  folder: 'Security',
  description: 'Logins, errors, latency, and what holds servers back.',
  rows: [
    {
      title: 'Logins',
      panels: [
        {
          title: 'Servers ready',
          type: 'stat',
          width: 6,
          queries: [{ expr: `kube_statefulset_status_replicas_ready{${of}, statefulset="keycloak"}`, legend: '{{cluster}}' }],
        },
        {
          title: 'User events',
          type: 'timeseries',
          width: 24,
          unit: 'ops',
          queries: [{ expr: `sum by (event, error) (rate(keycloak_user_events_total{${of}}[5m]))`, legend: '{{event}} {{error}}' }],
        },
      ],
    },
    {
      title: 'Requests',
      panels: [
        {
          title: 'Requests by outcome',
          type: 'timeseries',
          unit: 'reqps',
          queries: [{ expr: `sum by (outcome) (rate(http_server_requests_seconds_count{${of}}[5m]))`, legend: '{{outcome}}' }],
        },
        {
          title: 'Share of requests under 500 ms',
          type: 'timeseries',
          unit: 'percentunit',
          queries: [
            {
              expr: `sum by (cluster) (rate(http_server_requests_seconds_bucket{${of}, le="0.5"}[5m])) / sum by (cluster) (rate(http_server_requests_seconds_count{${of}}[5m]))`,
              legend: '{{cluster}}',
            },
          ],
        },
        {
          title: 'Password checks',
          type: 'timeseries',
          unit: 'ops',
          queries: [{ expr: `sum by (outcome) (rate(keycloak_credentials_password_hashing_validations_total{${of}}[5m]))`, legend: '{{outcome}}' }],
        },
      ],
    },
    {
      title: 'Servers',
      panels: [
        {
          title: 'Database connections',
          type: 'timeseries',
          queries: [
            { expr: `agroal_active_count{${of}}`, legend: '{{pod}} in use' },
            { expr: `agroal_awaiting_count{${of}}`, legend: '{{pod}} waiting' },
          ],
        },
        {
          title: 'Heap',
          type: 'timeseries',
          unit: 'bytes',
          queries: [{ expr: `sum by (pod) (jvm_memory_used_bytes{${of}, area="heap"})`, legend: '{{pod}}' }],
        },
        { title: 'Servers that see each other', type: 'timeseries', queries: [{ expr: `vendor_cluster_size{${of}}`, legend: '{{pod}}' }] },
      ],
    },
  ],
};
