import type { Intents } from '../../../../lib/components';
import { autoscalerAtMaximum, podsAvailable } from '../../../../lib/constructs/kube-state';
import { endpointMetrics, nginxGateway as gateway } from '../../../../lib/names';
import { nginx } from '../names';
import { answers, byService, durations } from './metrics';

const { namespace } = gateway;

/** What users see at the gateway, as recordings for the objectives of endpoints; slowness, and whether the gateway itself is in danger. */
export const gatewayRules: Readonly<Intents['rules']> = {
  group: 'gateway',
  // The objectives of endpoints count ten errors over this interval.
  interval: '30s',
  recordings: [
    { record: endpointMetrics.requests, expr: byService(`rate(${answers()}[5m])`) },
    { record: endpointMetrics.errors, expr: byService(`rate(${answers(', code=~"5.."')}[5m])`) },
    { record: endpointMetrics.durations, expr: byService(`rate(${durations()}[5m])`, ', le') },
  ],
  alerts: [
    {
      alert: 'GatewaySlow',
      expr: `histogram_quantile(0.99, sum by (le, service) (rate(${durations()}[10m]))) > 2000 and on (service) sum by (service) (rate(${answers()}[10m])) > 0.5`,
      for: '15m',
      severity: 'warning',
      summary: 'One in a hundred requests to {{ $labels.service }} takes longer than {{ $value | printf "%.0f" }} ms',
      description: 'Compare with the latency that the service itself reports: if that is low, look at the CPU of the gateway.',
    },
    {
      alert: 'GatewayConfigurationRefused',
      expr: `nginx_ingress_controller_nginx_last_reload_status{namespace="${namespace}"} == 0`,
      for: '5m',
      severity: 'critical',
      summary: '{{ $labels.pod }} cannot load its configuration',
      description: `It serves the one before, and a restart would serve none. kubectl -n ${namespace} logs {{ $labels.pod }} names the line; then revert the commit that brought it.`,
    },
    {
      alert: 'GatewayPodsMissing',
      expr: `${podsAvailable(namespace, nginx.deployment)} < 2`,
      for: '5m',
      severity: 'critical',
      summary: 'Only {{ $value }} of at least 2 gateway pods serve in this cluster',
      description: `The cluster is about to be unreachable; the edge moves traffic to the other one when none is left. kubectl -n ${namespace} get pods.`,
    },
    {
      alert: 'GatewayAtMaximum',
      expr: autoscalerAtMaximum(namespace, nginx.deployment),
      for: '15m',
      severity: 'warning',
      summary: 'The gateway runs with its largest number of pods',
      description: 'More load makes it slow. Look for one client or one host with many requests before raising the limit.',
    },
  ],
};
