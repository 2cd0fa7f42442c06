/** Alerts and dashboard of certificates. */
import type { Dashboard, Intents } from '../../../lib/components';

export const rules: Intents['rules'] = {
  group: 'certificates',
  alerts: [
    {
      alert: 'CertificateExpiresSoon',
      expr: 'min by (namespace, name) (certmanager_certificate_expiration_timestamp_seconds) - time() < 7 * 86400 and min by (namespace, name) (certmanager_certificate_expiration_timestamp_seconds) > 0',
      for: '15m',
      severity: 'critical',
      summary: 'Certificate {{ $labels.namespace }}/{{ $labels.name }} expires in {{ $value | humanizeDuration }}',
      description:
        'It should have been renewed weeks ago. `kubectl -n {{ $labels.namespace }} describe certificate {{ $labels.name }}` leads to the request, the order and the challenge that is stuck.',
    },
    {
      alert: 'CertificateRenewalLate',
      expr: 'time() - max by (namespace, name) (certmanager_certificate_renewal_timestamp_seconds) > 86400 and max by (namespace, name) (certmanager_certificate_renewal_timestamp_seconds) > 0',
      for: '1h',
      severity: 'warning',
      summary: 'Certificate {{ $labels.namespace }}/{{ $labels.name }} should have been renewed a day ago',
      description: 'There are weeks left to repair it: the token of the DNS zone, the reachability of the authority, its rate limits.',
    },
    {
      alert: 'CertificateNotReady',
      expr: 'max by (namespace, name, condition) (certmanager_certificate_ready_status{condition!="True"}) == 1',
      for: '30m',
      severity: 'warning',
      summary: 'Certificate {{ $labels.namespace }}/{{ $labels.name }} is not ready',
      description: 'A first certificate that does not arrive, or one whose names changed. The old one, if there is one, is still served.',
    },
    {
      alert: 'CertificateAuthorityErrors',
      expr: 'sum by (host, status) (increase(certmanager_http_acme_client_request_count{status=~"4..|5.."}[1h])) > 10',
      for: '30m',
      severity: 'warning',
      summary: 'Certificate authority {{ $labels.host }} answers {{ $labels.status }}',
      description: 'Many 429 mean its rate limits: stop what asks again and again before they last for days. Renewals have weeks of room.',
    },
    {
      alert: 'CertificateControllerAbsent',
      expr: 'absent(certmanager_controller_sync_call_count)',
      for: '15m',
      severity: 'critical',
      summary: 'cert-manager is not running',
      description:
        'Nothing is renewed. Internal certificates last 90 days, so this is urgent only together with one that expires. kubectl -n cert-manager get pods.',
    },
  ],
};

export const dashboard: Dashboard = {
  uid: 'platform-certificates',
  title: 'Certificates',
  folder: 'Platform',
  description: 'Validity and renewal of every certificate that cert-manager keeps.',
  rows: [
    {
      title: 'State',
      panels: [
        {
          title: 'Days until the next one expires',
          type: 'stat',
          width: 6,
          queries: [{ expr: '(min(certmanager_certificate_expiration_timestamp_seconds{cluster=~"$cluster"} > 0) - time()) / 86400' }],
        },
        {
          title: 'Not ready',
          type: 'stat',
          width: 6,
          thresholds: { warning: 1 },
          queries: [{ expr: 'sum(certmanager_certificate_ready_status{cluster=~"$cluster",condition!="True"})' }],
        },
        {
          title: 'Remaining validity',
          type: 'table',
          unit: 's',
          width: 24,
          queries: [{ expr: 'sort(min by (namespace, name) (certmanager_certificate_expiration_timestamp_seconds{cluster=~"$cluster"}) - time())' }],
        },
      ],
    },
    {
      title: 'Authority',
      panels: [
        {
          title: 'Requests',
          type: 'timeseries',
          unit: 'reqps',
          queries: [
            { expr: 'sum by (host, status) (rate(certmanager_http_acme_client_request_count{cluster=~"$cluster"}[5m]))', legend: '{{host}} {{status}}' },
          ],
        },
        {
          title: 'Syncs',
          type: 'timeseries',
          unit: 'ops',
          queries: [{ expr: 'sum by (controller) (rate(certmanager_controller_sync_call_count{cluster=~"$cluster"}[5m]))', legend: '{{controller}}' }],
        },
      ],
    },
  ],
};
