/** Who hears of what. No secret stands here: keys and addresses of receivers are files that the secret store fills. */
import { prometheusSettings, type Platform, type PrometheusSettings } from '../../../../lib/model';
import { inhibitionsOf } from '../../../../lib/monitoring/inhibitions';

type Receiver = PrometheusSettings['alerts']['critical'];

/** Secret with this file and the files that it names; the operator mounts it as it is. */
export const secretName = 'alertmanager-routing';
export const templates = 'alertmanager-templates';
const file = (key: string) => `/etc/alertmanager/secrets/${secretName}/${key}`;

interface Kind<T> {
  /** Property of the receiver's secret in the name contract. */
  readonly property: string;
  /** Hosts that it is sent to, where they are known. */
  readonly hosts: readonly string[];
  /** Rings a phone: what can wait is held back until a working day. */
  readonly rings: boolean;
  config(receiver: T, keyFile: string, severity: 'critical' | 'warning'): object;
}

const kinds: { readonly [K in Receiver['type']]: Kind<Extract<Receiver, { type: K }>> } = {
  pagerduty: {
    property: 'routing-key',
    hosts: ['events.pagerduty.com'],
    rings: true,
    config: (_, keyFile, severity) => ({ pagerduty_configs: [{ routing_key_file: keyFile, severity, send_resolved: true }] }),
  },
  slack: {
    property: 'url',
    hosts: ['hooks.slack.com'],
    rings: false,
    config: ({ channel }, keyFile) => ({ slack_configs: [{ api_url_file: keyFile, channel, send_resolved: true }] }),
  },
  webhook: { property: 'url', hosts: [], rings: false, config: (_, keyFile) => ({ webhook_configs: [{ url_file: keyFile, send_resolved: true }] }) },
};

// A receiver and the entry of its own type always match; TypeScript cannot relate the two.
export const kindOf = (receiver: Receiver): Kind<Receiver> => kinds[receiver.type];

/** @see https://prometheus.io/docs/alerting/latest/configuration/ */
export function alertmanagerConfig(platform: Platform): object {
  const { critical, warning } = prometheusSettings(platform).alerts;
  return {
    global: { resolve_timeout: '5m' },
    templates: [`/etc/alertmanager/configmaps/${templates}/*.tmpl`],
    route: {
      receiver: 'warning',
      group_by: ['cluster', 'alertname', 'namespace'],
      group_wait: '30s',
      group_interval: '5m',
      repeat_interval: '12h',
      routes: [
        // The service behind it pages when it has heard nothing for some minutes.
        { receiver: 'heartbeat', matchers: ['alertname="Watchdog"'], group_by: ['alertname'], group_wait: '0s', group_interval: '1m', repeat_interval: '50s' },
        { receiver: 'nobody', matchers: ['severity="none"'] },
        { receiver: 'critical', matchers: ['severity="critical"'], repeat_interval: '4h' },
        { receiver: 'warning', matchers: ['severity="warning"'], ...(kindOf(warning).rings ? { active_time_intervals: ['working-days'] } : {}) },
      ],
    },
    ...(kindOf(warning).rings ? { time_intervals: [workingDays] } : {}),
    inhibit_rules: inhibitionsOf(platform),
    receivers: [
      { name: 'critical', ...kindOf(critical).config(critical, file('critical'), 'critical') },
      { name: 'warning', ...kindOf(warning).config(warning, file('warning'), 'warning') },
      { name: 'heartbeat', webhook_configs: [{ url_file: file('heartbeat'), send_resolved: false, max_alerts: 1 }] },
      { name: 'nobody' },
    ],
  };
}

const workingDays = {
  name: 'working-days',
  time_intervals: [{ weekdays: ['monday:friday'], times: [{ start_time: '07:00', end_time: '17:00' }], location: 'UTC' }],
};
