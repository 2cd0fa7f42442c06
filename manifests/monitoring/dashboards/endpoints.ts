import type { Dashboard } from '../../../lib/components';
import { endpointMetrics } from '../../../lib/names';
import { errorRatio, objective } from '../../../lib/monitoring/objectives';

const { requests, errors, durations } = endpointMetrics;
const of = 'cluster=~"$cluster", namespace=~"$namespace", service=~"$service"';
const quantile = (q: number) => ({
  expr: `histogram_quantile(${q}, sum by (le, namespace, service) (${durations}{${of}}))`,
  legend: `{{service}} ${q * 100} %`,
});

export const endpoints: Dashboard = {
  uid: 'platform-endpoints',
  title: 'Platform: endpoints',
  folder: 'Platform',
  description: 'Traffic, errors, latency and error budget of everything that is reached from outside.',
  variables: [
    { name: 'namespace', label: 'Namespace', query: `label_values(${objective}{cluster=~"$cluster"}, namespace)` },
    { name: 'service', label: 'Service', query: `label_values(${objective}{cluster=~"$cluster", namespace=~"$namespace"}, service)` },
  ],
  rows: [
    {
      title: 'Objective',
      panels: [
        {
          title: 'Availability over three days',
          type: 'stat',
          width: 8,
          queries: [{ expr: `1 - ${errorRatio('3d')}{${of}}`, legend: '{{service}} {{cluster}}' }],
          unit: 'percentunit',
          thresholds: { warning: 0.999, critical: 0.99 },
        },
        {
          title: 'Burn rate over an hour',
          description: '1 spends the budget in exactly 30 days; 14.4 pages.',
          type: 'timeseries',
          width: 8,
          queries: [{ expr: `${errorRatio('1h')}{${of}} / on (cluster, namespace, service) (1 - ${objective}{${of}})`, legend: '{{service}} {{cluster}}' }],
          thresholds: { warning: 3, critical: 14.4 },
        },
        {
          title: 'Burn rate over six hours',
          type: 'timeseries',
          width: 8,
          queries: [{ expr: `${errorRatio('6h')}{${of}} / on (cluster, namespace, service) (1 - ${objective}{${of}})`, legend: '{{service}} {{cluster}}' }],
          thresholds: { warning: 1, critical: 6 },
        },
      ],
    },
    {
      title: 'Golden signals',
      panels: [
        {
          title: 'Traffic',
          type: 'timeseries',
          queries: [{ expr: `sum by (namespace, service, cluster) (${requests}{${of}})`, legend: '{{service}} {{cluster}}' }],
          unit: 'reqps',
        },
        {
          title: 'Errors',
          type: 'timeseries',
          queries: [{ expr: `sum by (namespace, service, cluster) (${errors}{${of}})`, legend: '{{service}} {{cluster}}' }],
          unit: 'reqps',
        },
        { title: 'Latency, median and 95th percentile', type: 'timeseries', queries: [quantile(0.5), quantile(0.95)], unit: 'ms' },
        { title: 'Latency, 99th percentile', type: 'timeseries', queries: [quantile(0.99)], unit: 'ms' },
      ],
    },
  ],
};
