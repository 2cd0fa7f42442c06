import type { Intents } from '../../../../lib/components';

const gateway = 'reporter="source", source_workload="ingress", source_workload_namespace="istio-ingress"';

/** Alerts on logins as the gateway sees them. */
export const loginRules: Readonly<Intents['rules']> = {
  group: 'login-routes',
  alerts: [
    {
      alert: 'LoginCheckFailing',
      // UAEX: the external authorization itself failed. A redirect to the login has the flag too, but not the status.
      expr: `sum(rate(istio_requests_total{${gateway}, response_code="503", response_flags=~".*UAEX.*"}[5m])) > 0.1`,
      for: '5m',
      severity: 'critical',
      summary: 'The gateway cannot ask the login proxy: {{ $value | printf "%.1f" }} requests a second are refused',
      description: 'Every host with a login answers 503. Look at the pods of the login proxy and of its session store: kubectl -n login get pods.',
    },
    {
      alert: 'LoginTokensRefused',
      expr: `sum(rate(istio_requests_total{${gateway}, response_code="401"}[10m])) / sum(rate(istio_requests_total{${gateway}}[10m])) > 0.2 and sum(rate(istio_requests_total{${gateway}}[10m])) > 1`,
      for: '15m',
      severity: 'warning',
      summary: '{{ $value | humanizePercentage }} of requests at the gateway are answered 401',
      description:
        'If people cannot log in: the keys of the identity provider were changed or are missing (MeshKeysNotFetched), or clocks differ. status_details in the access log of the gateway names the reason.',
    },
  ],
};
