/** Alerts and dashboard of the login proxy. */
import type { ComponentIntents, Dashboard } from '../../../lib/components';
import { deploymentDown } from '../../../lib/constructs/kube-state';
import { loginProxy } from '../../../lib/names';

const { namespace, service } = loginProxy;

/** Of the login proxy alone: behind NGINX another one checks tokens in the same namespace. */
const requests = (more = ''): string => `oauth2_proxy_requests_total{namespace="${namespace}", pod=~"${service}-.*"${more}}`;

export const proxyRules = (identityTitle: string, hasStore: boolean): NonNullable<ComponentIntents['rules']> => [
  {
    group: 'login-proxy',
    alerts: [
      {
        alert: 'LoginProxyDown',
        expr: deploymentDown(namespace, service),
        for: '2m',
        severity: 'critical',
        summary: 'Every host with a login answers 503',
        description: `The gateway lets nobody through whom it cannot check. kubectl -n ${namespace} get pods${hasStore ? ': proxies that run but are not ready cannot reach the session store' : ''}.`,
      },
      {
        alert: 'LoginProxyErrors',
        expr: `sum(rate(${requests(', code=~"5.."')}[5m])) / sum(rate(${requests()}[5m])) > 0.05`,
        for: '10m',
        severity: 'critical',
        summary: '{{ $value | humanizePercentage }} of login checks fail',
        description: `If logins fail at the callback, ${identityTitle} refuses the client (secret, redirect URI) or cannot be reached at its public name${hasStore ? '; otherwise the session store does not answer' : ''}. The log of the proxy says which.`,
      },
    ],
  },
];

export const proxyDashboard: Dashboard = {
  uid: 'login-proxy',
  title: 'Login proxy',
  folder: 'Security',
  description: 'Checks of the gateway and logins of browsers.',
  rows: [
    {
      title: 'Requests',
      panels: [
        {
          title: 'Answers by code',
          type: 'timeseries',
          unit: 'reqps',
          queries: [
            {
              expr: `sum by (cluster, code) (rate(oauth2_proxy_requests_total{cluster=~"$cluster", namespace="${namespace}"}[5m]))`,
              legend: '{{cluster}} {{code}}',
            },
          ],
        },
        {
          title: 'Requests in flight',
          type: 'timeseries',
          queries: [{ expr: `sum by (pod) (oauth2_proxy_requests_in_flight{cluster=~"$cluster", namespace="${namespace}"})`, legend: '{{pod}}' }],
        },
      ],
    },
  ],
};
