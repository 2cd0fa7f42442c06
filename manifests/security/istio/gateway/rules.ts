import type { Intents } from '../../../../lib/components';
import { autoscalerAtMaximum, podsAvailable } from '../../../../lib/constructs/kube-state';
import { endpointMetrics } from '../../../../lib/names';

const requests = 'istio_requests_total{reporter="source", source_workload="ingress", source_workload_namespace="istio-ingress"';
const durations = requests.replace('requests_total', 'request_duration_milliseconds_bucket');

/** Per service, under the label names that every part of the monitoring uses. */
const byService = (expr: string, further = '') =>
  `sum by (namespace, service${further}) (label_replace(label_replace(${expr}, "namespace", "$1", "destination_service_namespace", "(.+)"), "service", "$1", "destination_service_name", "(.+)"))`;

/** What users see at the gateway, as recordings for the objectives of endpoints; slowness, and whether the gateway itself is in danger. */
export const gatewayRules: Readonly<Intents['rules']> = {
  group: 'gateway',
  // The objectives of endpoints count ten errors over this interval.
  interval: '30s',
  recordings: [
    { record: endpointMetrics.requests, expr: byService(`rate(${requests}}[5m])`) },
    { record: endpointMetrics.errors, expr: byService(`rate(${requests}, response_code=~"5.."}[5m])`) },
    { record: endpointMetrics.durations, expr: byService(`rate(${durations}}[5m])`, ', le') },
  ],
  alerts: [
    {
      alert: 'GatewaySlow',
      expr: `histogram_quantile(0.99, sum by (le, destination_service_name) (rate(istio_request_duration_milliseconds_bucket{reporter="source", source_workload="ingress", source_workload_namespace="istio-ingress"}[10m]))) > 2000 and on (destination_service_name) sum by (destination_service_name) (rate(${requests}}[10m])) > 0.5`,
      for: '15m',
      severity: 'warning',
      summary: 'One in a hundred requests to {{ $labels.destination_service_name }} takes longer than {{ $value | printf "%.0f" }} ms',
      description: 'Compare with the latency that the service itself reports: if that is low, look at the CPU of gateway and sidecar.',
    },
    {
      alert: 'GatewayPodsMissing',
      expr: `${podsAvailable('istio-ingress', 'ingress')} < 2`,
      for: '5m',
      severity: 'critical',
      summary: 'Only {{ $value }} of at least 2 gateway pods serve in this cluster',
      description:
        'The cluster is about to be unreachable; the edge moves traffic to the other one when none is left. Look at kubectl -n istio-ingress get pods and at MeshControlPlaneDown.',
    },
    {
      alert: 'GatewayAtMaximum',
      expr: autoscalerAtMaximum('istio-ingress', 'ingress'),
      for: '15m',
      severity: 'warning',
      summary: 'The gateway runs with its largest number of pods',
      description: 'More load makes it slow. Look for one client or one host with many requests before raising the limit.',
    },
  ],
};
