/** oauth2-proxy: starts the login of browsers and knows who is logged in. The gateway asks it about every request with a login. */
import type { Chart } from 'cdk8s';
import { ConfigMap, Deployment, PodDisruptionBudget, Service, ServiceAccount } from '../../../../../imports/k8s';
import type { ComponentIntents, PodPeer } from '../../../../../lib/components';
import { gateway, loginProxy } from '../../../../../lib/names';
import type { Context, Factory } from '../../../../context';
import { proxyFiles } from './config';
import { metricsPort, proxySecret, proxySpec } from './workload';

const { namespace, pods: labels, service } = loginProxy;
const pods: PodPeer = { namespace, pods: labels, serviceAccount: loginProxy.serviceAccount };

export const loginProxyComponent: Factory = (context) => ({
  name: 'login-proxy',
  summary: 'oauth2-proxy: logs browsers in at Keycloak and answers the gateway who they are',
  namespace,
  needs: ['namespaces', 'priority-classes', 'secrets', 'mesh-network', 'identity', 'sessions'],
  provides: ['login-proxy'],
  content: { kind: 'manifests', build: (chart) => build(chart, context) },
  intents: intents(context),
});

function build(chart: Chart, context: Context): void {
  new ServiceAccount(chart, 'account', { metadata: { name: loginProxy.serviceAccount, labels }, automountServiceAccountToken: false });
  new ConfigMap(chart, 'config', { metadata: { name: service, labels }, data: proxyFiles(context) });
  new Service(chart, 'service', {
    metadata: { name: service, labels },
    spec: { type: 'ClusterIP', selector: labels, ports: [{ name: 'http', port: loginProxy.port, targetPort: 'http', protocol: 'TCP' }] },
  });
  new Deployment(chart, 'proxy', { metadata: { name: service, labels }, spec: proxySpec(context) });
  new PodDisruptionBudget(chart, 'budget', { metadata: { name: service, labels }, spec: { maxUnavailable: 1, selector: { matchLabels: labels } } });
}

const intents = ({ names }: Context): ComponentIntents => ({
  flows: [
    {
      from: { namespace: gateway.namespace, pods: gateway.selector, serviceAccount: gateway.serviceAccount },
      to: pods,
      ports: [{ port: loginProxy.targetPort }],
      why: 'who is logged in; login, callback and logout',
    },
  ],
  egressHosts: [{ from: pods, hosts: [names.identityHost()], why: 'tokens and keys of the identity provider, wherever it is active' }],
  secrets: [
    {
      namespace,
      name: proxySecret,
      keys: {
        'client-secret': { from: 'store', id: 'login-proxy', property: 'client-secret' },
        'cookie-secret': { from: 'store', id: 'login-proxy', property: 'cookie-secret' },
      },
    },
  ],
  scrapes: [{ name: service, namespace, kind: 'pods', selector: labels, port: 'metrics', targetPort: metricsPort }],
  rules: [
    {
      group: 'login-proxy',
      alerts: [
        {
          alert: 'LoginProxyDown',
          expr: `kube_deployment_status_replicas_available{namespace="${namespace}", deployment="${service}"} == 0 or absent(kube_deployment_status_replicas_available{namespace="${namespace}", deployment="${service}"}) and on () count(kube_deployment_status_replicas_available) > 0`,
          for: '2m',
          severity: 'critical',
          summary: 'Every host with a login answers 503',
          description: `The gateway lets nobody through whom it cannot check. kubectl -n ${namespace} get pods: proxies that run but are not ready cannot reach the session store.`,
        },
        {
          alert: 'LoginProxyErrors',
          expr: `sum(rate(oauth2_proxy_requests_total{namespace="${namespace}", code=~"5.."}[5m])) / sum(rate(oauth2_proxy_requests_total{namespace="${namespace}"}[5m])) > 0.05`,
          for: '10m',
          severity: 'critical',
          summary: '{{ $value | humanizePercentage }} of login checks fail',
          description:
            'If logins fail at the callback, Keycloak refuses the client (secret, redirect URI) or cannot be reached at its public name; otherwise the session store does not answer. The log of the proxy says which.',
        },
      ],
    },
  ],
  dashboards: [
    {
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
    },
  ],
});
