import type { Intents } from '../../../../lib/components';
import { deploymentDown } from '../../../../lib/constructs/kube-state';
import { tokenProxy } from '../names';

const { namespace, service } = tokenProxy;
const checks = `oauth2_proxy_requests_total{namespace="${namespace}", pod=~"${service}-.*"`;

/** Alerts on checks of tokens. */
export const tokenProxyRules: Readonly<Intents['rules']> = {
  group: 'token-proxy',
  alerts: [
    {
      alert: 'TokenProxyDown',
      expr: deploymentDown(namespace, service),
      for: '2m',
      severity: 'critical',
      summary: 'Every host that takes tokens answers 500',
      description: `The gateway lets nobody through whom it cannot check. kubectl -n ${namespace} get pods -l app.kubernetes.io/name=${service}.`,
    },
    {
      alert: 'TokensRefused',
      expr: `sum(rate(${checks}, code="401"}[10m])) / sum(rate(${checks}}[10m])) > 0.5 and sum(rate(${checks}}[10m])) > 1`,
      for: '15m',
      severity: 'warning',
      summary: '{{ $value | humanizePercentage }} of checked tokens are refused',
      description: `One client with a token that has ended, or all of them: then the keys of the identity provider cannot be fetched (the log of the proxy says so), or clocks differ. kubectl -n ${namespace} logs -l app.kubernetes.io/name=${service}.`,
    },
  ],
};
