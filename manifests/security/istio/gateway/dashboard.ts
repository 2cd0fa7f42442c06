import type { Dashboard, Panel } from '../../../../lib/components';
import { istioGateway as gateway } from '../../../../lib/names';

const from = 'cluster=~"$cluster", reporter="source", source_workload="ingress", source_workload_namespace="istio-ingress"';
const requests = (more = '') => `istio_requests_total{${from}${more}}`;
const quantile = (q: number) =>
  `histogram_quantile(${q}, sum by (le, destination_service_name) (rate(istio_request_duration_milliseconds_bucket{${from}}[5m])))`;
const pods = 'cluster=~"$cluster", namespace="istio-ingress", pod=~"ingress-.*"';

const line = (title: string, unit: string, ...queries: readonly (readonly [string, string])[]): Panel => ({
  title,
  type: 'timeseries',
  unit,
  queries: queries.map(([expr, legend]) => ({ expr, legend })),
});

/** Golden signals of everything that comes from outside. */
export const gatewayDashboard: Dashboard = {
  uid: 'gateway',
  title: 'Gateway',
  folder: 'Platform',
  description: 'Requests from outside: how many, how slow, how many fail, and how full the gateway is.',
  rows: [
    {
      title: 'Now',
      panels: [
        { title: 'Requests', type: 'stat', unit: 'reqps', width: 6, queries: [{ expr: `sum(rate(${requests()}[5m]))` }] },
        {
          title: 'Server errors',
          type: 'stat',
          unit: 'percentunit',
          width: 6,
          thresholds: { warning: 0.001, critical: 0.01 },
          queries: [{ expr: `sum(rate(${requests(', response_code=~"5.."')}[5m])) / sum(rate(${requests()}[5m]))` }],
        },
        {
          title: '99th percentile',
          type: 'stat',
          unit: 'ms',
          width: 6,
          thresholds: { warning: 1000, critical: 2000 },
          queries: [{ expr: `histogram_quantile(0.99, sum by (le) (rate(istio_request_duration_milliseconds_bucket{${from}}[5m])))` }],
        },
        {
          title: 'Certificate ends in',
          type: 'stat',
          unit: 's',
          width: 6,
          queries: [
            {
              expr: 'min(certmanager_certificate_expiration_timestamp_seconds{cluster=~"$cluster", namespace="istio-ingress"}) - time()',
            },
          ],
        },
      ],
    },
    {
      title: 'Requests',
      panels: [
        line('By service', 'reqps', [`sum by (destination_service_name) (rate(${requests()}[5m]))`, '{{destination_service_name}}']),
        line('By status', 'reqps', [`sum by (response_code) (rate(${requests()}[5m]))`, '{{response_code}}']),
        line('Share of server errors', 'percentunit', [
          `sum by (destination_service_name) (rate(${requests(', response_code=~"5.."')}[5m])) / sum by (destination_service_name) (rate(${requests()}[5m]))`,
          '{{destination_service_name}}',
        ]),
        line('Refused: no login, no role, no permission', 'reqps', [
          `sum by (response_code, destination_service_name) (rate(${requests(', response_code=~"401|403"')}[5m]))`,
          '{{response_code}} {{destination_service_name}}',
        ]),
        line('Median', 'ms', [quantile(0.5), '{{destination_service_name}}']),
        line('99th percentile', 'ms', [quantile(0.99), '{{destination_service_name}}']),
      ],
    },
    {
      title: 'Saturation',
      panels: [
        line('CPU of each pod, share of its limit', 'percentunit', [
          `sum by (pod) (rate(container_cpu_usage_seconds_total{${pods}, container="istio-proxy"}[5m])) / sum by (pod) (kube_pod_container_resource_limits{${pods}, container="istio-proxy", resource="cpu"})`,
          '{{pod}}',
        ]),
        line('Memory of each pod, share of its limit', 'percentunit', [
          `sum by (pod) (container_memory_working_set_bytes{${pods}, container="istio-proxy"}) / sum by (pod) (kube_pod_container_resource_limits{${pods}, container="istio-proxy", resource="memory"})`,
          '{{pod}}',
        ]),
      ],
    },
    {
      title: 'Access log',
      panels: [
        {
          title: 'Server errors',
          type: 'logs',
          width: 24,
          search: { namespace: gateway.namespace, field: { name: 'status', atLeast: 500 } },
        },
      ],
    },
  ],
};
