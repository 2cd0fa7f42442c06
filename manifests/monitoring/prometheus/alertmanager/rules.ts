import type { ComponentIntents } from '../../../../lib/components';

export const alertmanagerRules: NonNullable<ComponentIntents['rules']> = [
  {
    group: 'alertmanager',
    alerts: [
      {
        alert: 'AlertmanagerConfigRefused',
        expr: 'max_over_time(alertmanager_config_last_reload_successful[5m]) == 0',
        for: '10m',
        severity: 'critical',
        summary: '{{ $labels.pod }} could not load its configuration',
        description: 'It keeps the old one until it restarts. Its log names the line; a receiver file that the secret store did not fill is the usual reason.',
      },
      {
        alert: 'AlertmanagerPeersMissing',
        expr: 'min(max_over_time(alertmanager_cluster_members[5m])) < 3',
        for: '15m',
        severity: 'warning',
        summary: 'The Alertmanagers see only {{ $value }} of 3 peers',
        description: 'People may be told twice. Port 9094 between them must be open for TCP and UDP; look at the pod that is missing.',
      },
      {
        alert: 'AlertmanagerNotificationsFailing',
        expr: 'sum by (integration) (rate(alertmanager_notifications_failed_total[15m])) / (sum by (integration) (rate(alertmanager_notifications_total[15m])) > 0) > 0.01',
        for: '10m',
        severity: 'critical',
        summary: '{{ $value | humanizePercentage }} of the messages by {{ $labels.integration }} fail',
        description:
          'The log of Alertmanager has the answer of the receiver: 401 or 403 is a wrong key in the secret store, a timeout a closed way out of the cluster.',
      },
      {
        alert: 'AlertmanagerConfigsDiffer',
        expr: 'count(count_values("hash", alertmanager_config_hash)) > 1',
        for: '20m',
        severity: 'warning',
        summary: 'The Alertmanagers run with different configurations',
        description: 'One did not reload. Delete the pod whose log shows no reload.',
      },
    ],
  },
];
