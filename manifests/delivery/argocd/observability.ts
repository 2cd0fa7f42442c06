/** What Argo CD tells about itself: metrics, alerts, a dashboard. */
import type { ComponentIntents } from '../../../lib/components';
import { namespaces } from '../../../lib/names';

const scrape = (part: string, service: string, port: string, targetPort: number): NonNullable<ComponentIntents['scrapes']>[number] => ({
  name: part,
  namespace: namespaces.argocd,
  kind: 'service',
  selector: { 'app.kubernetes.io/name': service },
  port,
  targetPort,
});

const gitRequests = 'sum(increase(argocd_git_request_total{request_type="ls-remote"}[15m]))';
const gitFailures = 'sum(increase(argocd_git_lsremote_fail_total[15m]))';

export const observability: ComponentIntents = {
  scrapes: [
    scrape('argocd-application-controller', 'argocd-metrics', 'metrics', 8082),
    scrape('argocd-server', 'argocd-server-metrics', 'metrics', 8083),
    scrape('argocd-repo-server', 'argocd-repo-server', 'metrics', 8084),
    scrape('argocd-applicationset-controller', 'argocd-applicationset-controller', 'metrics', 8080),
  ],
  rules: [
    {
      group: 'delivery',
      alerts: [
        {
          alert: 'ApplicationOutOfSync',
          // By name: state and operation are labels as well, and each change of one would start the time anew.
          expr: 'max by (name) (argocd_app_info{sync_status!="Synced"}) == 1',
          for: '30m',
          severity: 'warning',
          summary: '{{ $labels.name }} has differed from git for 30 minutes',
          description:
            'Open the Application and read its diff and last sync result. Either the commit cannot be applied (see conditions) or something else writes the same fields.',
        },
        {
          alert: 'ApplicationDegraded',
          expr: 'max by (name, health_status) (argocd_app_info{health_status=~"Degraded|Missing"}) == 1',
          for: '15m',
          severity: 'warning',
          summary: '{{ $labels.name }} is {{ $labels.health_status }}',
          description: 'One of its objects reports a failure. If it began with a commit: git revert that commit.',
        },
        {
          alert: 'ApplicationSyncFailing',
          expr: 'sum by (name) (increase(argocd_app_sync_total{phase=~"Error|Failed"}[30m])) > 3',
          for: '10m',
          severity: 'warning',
          summary: 'Syncs of {{ $labels.name }} keep failing',
          description: 'Read the message of the last operation. Admission policies and immutable fields are the usual reasons.',
        },
        {
          alert: 'ApplicationSyncStuck',
          expr: 'max by (name) (argocd_app_info{operation="sync"}) == 1',
          for: '1h',
          severity: 'warning',
          summary: 'The sync of {{ $labels.name }} has been running for an hour',
          description:
            'It waits for something that does not become healthy, or for a deletion that a person must approve. New commits wait behind it: repair what it waits for, or end it with argocd app terminate-op {{ $labels.name }}.',
        },
        {
          alert: 'DeliveryStopped',
          expr: 'absent(argocd_app_info) == 1',
          for: '15m',
          severity: 'critical',
          summary: 'Argo CD reports no Application',
          description: 'Commits no longer reach this cluster; what runs keeps running. Look at the application controller and its cache (argocd-redis-ha).',
        },
        {
          alert: 'DeliveryClusterUnreachable',
          expr: 'argocd_cluster_connection_status == 0',
          for: '10m',
          severity: 'critical',
          summary: 'Argo CD cannot reach the API of {{ $labels.server }}',
          description: 'Check the network policy of the namespace argocd and the API server.',
        },
        {
          alert: 'GitUnreachable',
          // Failed requests are counted as well: what tells is whether any of them succeeded.
          expr: `(${gitRequests} - (${gitFailures} or 0 * ${gitRequests})) < 1 or absent(argocd_git_request_total)`,
          for: '30m',
          severity: 'warning',
          summary: 'Argo CD has not reached git for 30 minutes',
          description:
            'New commits do not arrive; what runs keeps running. The repo-server is down, the way out is closed, or its credentials were revoked: the log of argocd-repo-server says which, the Secret is "repository".',
        },
      ],
    },
  ],
  dashboards: [
    {
      uid: 'delivery-argocd',
      title: 'Delivery: Argo CD',
      folder: 'Platform',
      description: 'What is in sync, what is not, and how busy the controllers are.',
      rows: [
        {
          title: 'Applications',
          panels: [
            {
              title: 'Out of sync',
              type: 'stat',
              width: 6,
              queries: [{ expr: 'count(argocd_app_info{cluster=~"$cluster", sync_status!="Synced"}) or vector(0)' }],
              thresholds: { warning: 1 },
            },
            {
              title: 'Not healthy',
              type: 'stat',
              width: 6,
              queries: [{ expr: 'count(argocd_app_info{cluster=~"$cluster", health_status!="Healthy"}) or vector(0)' }],
              thresholds: { warning: 1 },
            },
            {
              title: 'Syncs',
              type: 'timeseries',
              width: 12,
              queries: [{ expr: 'sum by (phase) (rate(argocd_app_sync_total{cluster=~"$cluster"}[5m]))', legend: '{{phase}}' }],
              unit: 'ops',
            },
            {
              title: 'Applications',
              type: 'table',
              width: 24,
              queries: [{ expr: 'sum by (cluster, name, sync_status, health_status) (argocd_app_info{cluster=~"$cluster"})' }],
            },
          ],
        },
        {
          title: 'Controllers',
          panels: [
            {
              title: 'Reconciliation, 95th percentile',
              type: 'timeseries',
              queries: [
                { expr: 'histogram_quantile(0.95, sum by (le, cluster) (rate(argocd_app_reconcile_bucket{cluster=~"$cluster"}[5m])))', legend: '{{cluster}}' },
              ],
              unit: 's',
            },
            {
              title: 'Requests to git',
              type: 'timeseries',
              queries: [{ expr: 'sum by (request_type) (rate(argocd_git_request_total{cluster=~"$cluster"}[5m]))', legend: '{{request_type}}' }],
              unit: 'reqps',
            },
            {
              title: 'Failed cache requests',
              type: 'timeseries',
              queries: [{ expr: 'sum by (cluster) (rate(argocd_redis_request_total{cluster=~"$cluster", failed="true"}[5m]))', legend: '{{cluster}}' }],
              unit: 'reqps',
            },
            {
              title: 'Age of the cluster cache',
              type: 'timeseries',
              queries: [{ expr: 'max by (cluster) (argocd_cluster_cache_age_seconds{cluster=~"$cluster"})', legend: '{{cluster}}' }],
              unit: 's',
            },
          ],
        },
      ],
    },
  ],
};
