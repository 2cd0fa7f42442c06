import type { Dashboard, Panel } from '../../../../lib/components';

const line = (title: string, expr: string, unit: string, legend?: string): Panel => ({
  title,
  type: 'timeseries',
  unit,
  queries: [{ expr, ...(legend ? { legend } : {}) }],
});
const istiod = 'cluster=~"$cluster", namespace="istio-system"';

/** Control plane, certificates and what runs between the pods of the mesh. */
export const meshDashboard: Dashboard = {
  uid: 'mesh',
  title: 'Mesh',
  folder: 'Platform',
  description: 'Istio: control plane, certificates, and requests between the pods of the mesh.',
  rows: [
    {
      title: 'Control plane',
      panels: [
        { title: 'Connected proxies', type: 'stat', width: 6, queries: [{ expr: `sum(pilot_xds{${istiod}})` }] },
        {
          title: 'Mesh authority ends in',
          type: 'stat',
          unit: 's',
          width: 6,
          queries: [{ expr: `min(citadel_server_cert_chain_expiry_timestamp{${istiod}}) - time()` }],
        },
        {
          title: 'Rejected configuration',
          type: 'stat',
          width: 6,
          thresholds: { warning: 1 },
          queries: [{ expr: `sum(increase(pilot_total_xds_rejects{${istiod}}[1h]))` }],
        },
        {
          title: 'Refused objects',
          description: 'Istio objects that the admission webhook refused.',
          type: 'stat',
          width: 6,
          thresholds: { warning: 1 },
          queries: [{ expr: `sum(increase(galley_validation_failed{${istiod}}[1h]))` }],
        },
        line(
          'Time until proxies have a change, 99th percentile',
          `histogram_quantile(0.99, sum by (le) (rate(pilot_proxy_convergence_time_bucket{${istiod}}[5m])))`,
          's',
        ),
        line('Pushes', `sum by (type) (rate(pilot_xds_pushes{${istiod}}[5m]))`, 'ops', '{{type}}'),
      ],
    },
    {
      title: 'Between pods',
      panels: [
        line(
          'Requests',
          'sum by (destination_service_name) (rate(istio_requests_total{cluster=~"$cluster", reporter="destination"}[5m]))',
          'reqps',
          '{{destination_service_name}}',
        ),
        line(
          'Share of errors',
          'sum by (destination_service_name) (rate(istio_requests_total{cluster=~"$cluster", reporter="destination", response_code=~"5.."}[5m])) / sum by (destination_service_name) (rate(istio_requests_total{cluster=~"$cluster", reporter="destination"}[5m]))',
          'percentunit',
          '{{destination_service_name}}',
        ),
        line(
          'Refused by policy',
          'sum by (destination_service_name, source_workload) (rate(istio_requests_total{cluster=~"$cluster", reporter="destination", response_code="403"}[5m]))',
          'reqps',
          '{{source_workload}} to {{destination_service_name}}',
        ),
        line(
          'Requests without mutual TLS',
          'sum by (destination_service_name, source_workload) (rate(istio_requests_total{cluster=~"$cluster", reporter="destination", connection_security_policy="none"}[5m]))',
          'reqps',
          '{{source_workload}} to {{destination_service_name}}',
        ),
      ],
    },
  ],
};
