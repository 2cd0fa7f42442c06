/** The way of metrics about itself. The cloud judges these rules too, so that they hold when the cluster is gone. */
import type { ComponentIntents } from '../../../../lib/components';
import type { Cluster } from '../../../../lib/model';
import { replicas } from './agent';

type Rules = NonNullable<ComponentIntents['rules']>;
type Alert = NonNullable<Rules[number]['alerts']>[number];

export const agentRules = (cluster: Cluster): Rules => [
  {
    group: 'watchdog',
    alerts: [
      {
        alert: 'Watchdog',
        expr: 'count(up{job="metrics-agent"} == 1) > 0',
        severity: 'none',
        summary: 'Metrics arrive, rules are judged, messages leave',
        description: 'Always firing. An alarm of the cloud rings when it is heard no more.',
      },
    ],
  },
  { group: 'targets', alerts: targets },
  { group: 'metrics-agent', alerts: [...sending, ...(replicas(cluster) > 1 ? [replicaMissing] : [])] },
];

const targets: readonly Alert[] = [
  {
    alert: 'TargetsDown',
    expr: 'count by (job, namespace) (up == 0) / count by (job, namespace) (up) > 0.1',
    for: '15m',
    severity: 'warning',
    summary: '{{ $value | humanizePercentage }} of the targets of {{ $labels.job }} do not answer',
    description:
      'The agent shows the error: `kubectl -n observability port-forward prom-agent-platform-0 9090`, Status, Targets. Refused: the pod is down; timeout: a network policy; 401 or certificate: rights.',
  },
  {
    alert: 'TargetTooLarge',
    expr: 'increase(prometheus_target_scrapes_exceeded_sample_limit_total[15m]) > 0',
    for: '15m',
    severity: 'warning',
    summary: 'A target offers more samples than it may',
    description: 'Its metrics are dropped as a whole. Find it on the page Status, Targets of the agent; one of its labels has too many values.',
  },
];

const sending: readonly Alert[] = [
  {
    alert: 'MetricsStopped',
    expr: 'absent(up{job="metrics-agent"} == 1)',
    for: '10m',
    severity: 'critical',
    summary: 'No metrics of the cluster have arrived for 10 minutes',
    description:
      'Until they come back every other alert is blind. If the console of the cloud still shows the cluster, look at the pods prom-agent-platform in the namespace observability and at their log: 403 is the identity metrics-agent, a timeout the way to the store.',
  },
  {
    alert: 'MetricsLost',
    expr: 'sum by (pod) (rate(prometheus_remote_storage_samples_failed_total[5m]) + rate(prometheus_remote_storage_samples_dropped_total[5m])) / (sum by (pod) (rate(prometheus_remote_storage_samples_total[5m])) > 0) > 0.01',
    for: '15m',
    severity: 'critical',
    summary: '{{ $labels.pod }} loses {{ $value | humanizePercentage }} of its samples',
    description:
      'The store refuses them for good. The log of the pod has its answer: a limit of the workspace, labels that are too long, samples that are too old.',
  },
  {
    alert: 'MetricsLate',
    expr: 'max by (pod) (prometheus_remote_storage_queue_highest_timestamp_seconds) - max by (pod) (prometheus_remote_storage_queue_highest_sent_timestamp_seconds) > 120',
    for: '15m',
    severity: 'warning',
    summary: '{{ $labels.pod }} sends its samples {{ $value | humanizeDuration }} late',
    description: 'Alerts come late by as much. The store throttles (429 in its log), or the pod needs more CPU than it gets.',
  },
  {
    alert: 'MetricsAgentConfigRefused',
    expr: 'max_over_time(prometheus_config_last_reload_successful{job="metrics-agent"}[5m]) == 0',
    for: '10m',
    severity: 'warning',
    summary: '{{ $labels.pod }} could not load its configuration',
    description: 'It keeps the old one. Its log names the monitor that is wrong.',
  },
];

const replicaMissing: Alert = {
  alert: 'MetricsAgentReplicaMissing',
  expr: 'count(up{job="metrics-agent"} == 1) < 2',
  for: '30m',
  severity: 'warning',
  summary: 'A replica of the metrics agent is missing',
  description: 'One more failure and nothing is measured. Look at its pod and its volume.',
};
