import type { Dashboard, LogField, Panel } from '../../../../lib/components';
import { nginxGateway } from '../../../../lib/names';
import { answers, durations } from './metrics';

const { namespace } = nginxGateway;
const cluster = ', cluster=~"$cluster"';
const here = `cluster=~"$cluster", namespace="${namespace}"`;
const quantile = (q: number, by = '') => `histogram_quantile(${q}, sum by (le${by}) (rate(${durations(cluster)}[5m])))`;
const share = (by: string) => `sum${by} (rate(${answers(`${cluster}, code=~"5.."`)}[5m])) / sum${by} (rate(${answers(cluster)}[5m]))`;
const ofLimit = (used: string, resource: string) =>
  `sum by (pod) (${used}) / sum by (pod) (kube_pod_container_resource_limits{${here}, container="nginx-ingress", resource="${resource}"})`;

const line = (title: string, unit: string, ...queries: readonly (readonly [string, string])[]): Panel => ({
  title,
  type: 'timeseries',
  unit,
  queries: queries.map(([expr, legend]) => ({ expr, legend })),
});
const log = (title: string, field: LogField): Panel => ({ title, type: 'logs', width: 24, search: { namespace, field } });

/** Golden signals of everything that comes from outside. */
export const gatewayDashboard: Dashboard = {
  uid: 'gateway',
  title: 'Gateway',
  folder: 'Platform',
  description: 'Answers of what is behind the gateway: how many, how slow, how many fail, and how full the gateway is.',
  rows: [
    {
      title: 'Now',
      panels: [
        { title: 'Answers', type: 'stat', unit: 'reqps', width: 6, queries: [{ expr: `sum(rate(${answers(cluster)}[5m]))` }] },
        {
          title: 'Server errors',
          type: 'stat',
          unit: 'percentunit',
          width: 6,
          thresholds: { warning: 0.001, critical: 0.01 },
          queries: [{ expr: share('') }],
        },
        { title: '99th percentile', type: 'stat', unit: 'ms', width: 6, thresholds: { warning: 1000, critical: 2000 }, queries: [{ expr: quantile(0.99) }] },
        {
          title: 'Certificate ends in',
          type: 'stat',
          unit: 's',
          width: 6,
          queries: [
            {
              expr: `min(certmanager_certificate_expiration_timestamp_seconds{cluster=~"$cluster", namespace="${namespace}"}) - time()`,
            },
          ],
        },
      ],
    },
    {
      title: 'Answers',
      panels: [
        line('By service', 'reqps', [`sum by (service) (rate(${answers(cluster)}[5m]))`, '{{service}}']),
        line('By status', 'reqps', [`sum by (code) (rate(${answers(cluster)}[5m]))`, '{{code}}']),
        line('Share of server errors', 'percentunit', [share(' by (service)'), '{{service}}']),
        line('Requests that arrived', 'reqps', [`sum by (pod) (rate(nginx_ingress_nginx_http_requests_total{${here}}[5m]))`, '{{pod}}']),
        line('Median', 'ms', [quantile(0.5, ', service'), '{{service}}']),
        line('99th percentile', 'ms', [quantile(0.99, ', service'), '{{service}}']),
      ],
    },
    {
      title: 'Saturation',
      panels: [
        line('CPU of each pod, share of its limit', 'percentunit', [
          ofLimit(`rate(container_cpu_usage_seconds_total{${here}, container="nginx-ingress"}[5m])`, 'cpu'),
          '{{pod}}',
        ]),
        line('Memory of each pod, share of its limit', 'percentunit', [
          ofLimit(`container_memory_working_set_bytes{${here}, container="nginx-ingress"}`, 'memory'),
          '{{pod}}',
        ]),
        line('Connections of each pod', 'short', [`sum by (pod) (nginx_ingress_nginx_connections_active{${here}})`, '{{pod}}']),
        line(
          'Loads of the configuration',
          'short',
          [`sum by (pod) (increase(nginx_ingress_controller_nginx_reloads_total{${here}}[1h]))`, '{{pod}}'],
          [`sum by (pod) (increase(nginx_ingress_controller_nginx_reload_errors_total{${here}}[1h]))`, '{{pod}} refused'],
        ),
      ],
    },
    {
      title: 'Access log',
      panels: [
        log('Server errors', { name: 'status', atLeast: 500 }),
        log('Refused: no login, no role, no permission', { name: 'status', oneOf: ['401', '403'] }),
      ],
    },
  ],
};
