/** Prometheus about itself, and the alert that must always ring. */
import type { ComponentIntents } from '../../../../lib/components';
import type { Platform } from '../../../../lib/model';
import { cloudsInWords } from '../../../../lib/names';

export const prometheusRules = (platform: Platform): NonNullable<ComponentIntents['rules']> => [
  {
    group: 'watchdog',
    alerts: [
      {
        alert: 'Watchdog',
        expr: 'vector(1)',
        severity: 'none',
        summary: 'The way from Prometheus to people works',
        description: `Always firing. It is sent every minute to a service outside ${cloudsInWords(platform)}, which pages when it stops.`,
      },
    ],
  },
  {
    group: 'targets',
    alerts: [
      {
        alert: 'TargetsDown',
        expr: 'count by (job, namespace) (up == 0) / count by (job, namespace) (up) > 0.1',
        for: '15m',
        severity: 'warning',
        summary: '{{ $value | humanizePercentage }} of the targets of {{ $labels.job }} do not answer',
        description: 'Prometheus, Status, Targets shows the error: refused (the pod is down), timeout (a network policy), 401 or certificate (rights).',
      },
      {
        alert: 'TargetTooLarge',
        expr: 'increase(prometheus_target_scrapes_exceeded_sample_limit_total[15m]) > 0',
        for: '15m',
        severity: 'warning',
        summary: 'A target offers more samples than it may',
        description: 'Its metrics are dropped as a whole. Find it under Status, Targets; one of its labels has too many values.',
      },
    ],
  },
  {
    group: 'prometheus',
    alerts: [
      {
        alert: 'PrometheusConfigRefused',
        expr: 'max_over_time(prometheus_config_last_reload_successful[5m]) == 0',
        for: '10m',
        severity: 'warning',
        summary: '{{ $labels.pod }} could not load its configuration',
        description: 'It keeps the old one. Its log names the monitor or rule that is wrong.',
      },
      {
        alert: 'PrometheusRulesFailing',
        expr: 'increase(prometheus_rule_evaluation_failures_total[5m]) > 0',
        for: '15m',
        severity: 'critical',
        summary: 'Rules of {{ reReplaceAll ".*;" "" $labels.rule_group }} fail on {{ $labels.pod }}',
        description: 'Alerts of this group cannot fire. Prometheus, Status, Rules shows the error; usually two series match where one is expected.',
      },
      {
        alert: 'PrometheusRulesLate',
        expr: 'increase(prometheus_rule_group_iterations_missed_total[5m]) > 0',
        for: '15m',
        severity: 'warning',
        summary: 'Rules of {{ reReplaceAll ".*;" "" $labels.rule_group }} are evaluated late on {{ $labels.pod }}',
        description: 'Prometheus is too busy or the group too expensive. Look at CPU and at the slowest groups on the dashboard "Observability: metrics".',
      },
      {
        alert: 'PrometheusStorageFailing',
        expr: 'increase(prometheus_tsdb_compactions_failed_total[3h]) > 0 or increase(prometheus_tsdb_reloads_failures_total[3h]) > 0',
        for: '1h',
        severity: 'warning',
        summary: '{{ $labels.pod }} cannot compact or read its blocks',
        description: 'Disk full or broken. The other replica has the data: delete the claim and the pod, they are made anew.',
      },
      {
        alert: 'PrometheusReplicaMissing',
        expr: 'count(up{job="prometheus"} == 1) < 2 or absent(up{job="prometheus"} == 1)',
        for: '30m',
        severity: 'warning',
        summary: 'A replica of Prometheus is missing',
        description: 'One more failure and nothing is measured. Look at its pod and its volume.',
      },
      {
        alert: 'AlertsNotDelivered',
        expr: 'rate(prometheus_notifications_errors_total[5m]) > 0.01',
        for: '15m',
        severity: 'critical',
        summary: '{{ $labels.pod }} cannot hand alerts to {{ $labels.alertmanager }}',
        description: 'Alerts fire and nobody hears them. Look at the pods of Alertmanager and at the network policy between the two.',
      },
      {
        alert: 'NoAlertmanager',
        expr: 'max by (pod) (prometheus_notifications_alertmanagers_discovered) < 1',
        for: '10m',
        severity: 'critical',
        summary: '{{ $labels.pod }} knows no Alertmanager',
        description: "This alert reaches nobody by itself: you read it here, or the dead man's switch paged you. Are the pods of Alertmanager ready?",
      },
    ],
  },
];
