import type { Intents } from '../../../../lib/components';

const requests = 'istio_requests_total{reporter="source", source_workload="ingress", source_workload_namespace="istio-ingress"';
const ratio = (window: string) => `sum(rate(${requests}, response_code=~"5.."}[${window}])) / sum(rate(${requests}}[${window}]))`;
const windows = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'] as const;
const recorded = (window: (typeof windows)[number]) => `gateway:error_ratio:rate${window}`;

/** Three nines of requests answered without a server error, over 30 days. */
const budget = 0.001;
const burns = (factor: number, long: (typeof windows)[number], short: (typeof windows)[number]) =>
  `(${recorded(long)} > ${burnRate(factor)} and ${recorded(short)} > ${burnRate(factor)})`;
const burnRate = (factor: number) => Number((factor * budget).toFixed(4));

/** What users see at the gateway: errors, slowness, and whether the gateway itself is in danger. */
export const gatewayRules: Readonly<Intents['rules']> = {
  group: 'gateway',
  recordings: windows.map((window) => ({ record: recorded(window), expr: ratio(window) })),
  alerts: [
    {
      alert: 'GatewayErrorBudgetBurnsFast',
      expr: `${burns(14.4, '1h', '5m')} or ${burns(6, '6h', '30m')}`,
      for: '2m',
      severity: 'critical',
      summary: '{{ $value | humanizePercentage }} of requests at the gateway end in a server error',
      description:
        'At this rate the error budget of 30 days (99.9 %) is gone within days. The dashboard of the gateway shows which host and which service; the access log of the gateway has flags and the reason of each failure.',
    },
    {
      alert: 'GatewayErrorBudgetBurns',
      expr: `${burns(3, '1d', '2h')} or ${burns(1, '3d', '6h')}`,
      for: '15m',
      severity: 'warning',
      summary: '{{ $value | humanizePercentage }} of requests at the gateway end in a server error',
      description: 'The error budget of 30 days (99.9 %) will not last. The dashboard of the gateway shows which host and which service.',
    },
    {
      alert: 'GatewaySlow',
      expr: `histogram_quantile(0.99, sum by (le, destination_service_name) (rate(istio_request_duration_milliseconds_bucket{reporter="source", source_workload="ingress", source_workload_namespace="istio-ingress"}[10m]))) > 2000 and on (destination_service_name) sum by (destination_service_name) (rate(${requests}}[10m])) > 0.5`,
      for: '15m',
      severity: 'warning',
      summary: 'One in a hundred requests to {{ $labels.destination_service_name }} takes longer than {{ $value }} ms',
      description: 'Compare with the latency that the service itself reports: if that is low, look at the CPU of gateway and sidecar.',
    },
    {
      alert: 'GatewayPodsMissing',
      expr: 'kube_deployment_status_replicas_available{namespace="istio-ingress", deployment="ingress"} < 2',
      for: '5m',
      severity: 'critical',
      summary: 'Only {{ $value }} gateway pods of this cluster serve',
      description:
        'The cluster is about to be unreachable; the edge moves traffic to the other one when none is left. Look at kubectl -n istio-ingress get pods and at MeshControlPlaneDown.',
    },
    {
      alert: 'GatewayAtMaximum',
      expr: 'kube_horizontalpodautoscaler_status_current_replicas{namespace="istio-ingress", horizontalpodautoscaler="ingress"} >= kube_horizontalpodautoscaler_spec_max_replicas{namespace="istio-ingress", horizontalpodautoscaler="ingress"}',
      for: '15m',
      severity: 'warning',
      summary: 'The gateway runs with its largest number of pods',
      description: 'More load makes it slow. Look for one client or one host with many requests before raising the limit.',
    },
    {
      alert: 'GatewayCertificateExpiring',
      expr: 'min by (name) (certmanager_certificate_expiration_timestamp_seconds{exported_namespace="istio-ingress"} or certmanager_certificate_expiration_timestamp_seconds{namespace="istio-ingress"}) - time() < 10 * 86400',
      for: '1h',
      severity: 'critical',
      summary: 'Certificate {{ $labels.name }} of the gateway ends in {{ $value | humanizeDuration }}',
      description:
        'It should have been renewed 30 days before its end. When it ends the edge refuses this cluster. Look at kubectl -n istio-ingress describe certificate, and at the challenges below it.',
    },
  ],
};
