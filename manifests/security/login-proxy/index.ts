/** oauth2-proxy: starts the login of browsers and knows who is logged in. The gateway asks it about every request with a login. */
import type { Chart } from 'cdk8s';
import { ConfigMap, Deployment, PodDisruptionBudget, Service, ServiceAccount } from '../../../imports/k8s';
import type { ComponentIntents, PodPeer } from '../../../lib/components';
import { loginProxy } from '../../../lib/names';
import type { Context, Factory } from '../../context';
import { serviceCertificate } from './certificate';
import { metricsPort, proxyFiles } from './config';
import { proxyDashboard, proxyRules } from './observability';
import type { LoginProxyOption } from './option';
import { proxySecret, proxySpec } from './workload';

const { namespace, pods: labels, service } = loginProxy;
const pods: PodPeer = { namespace, pods: labels, serviceAccount: loginProxy.serviceAccount };

export const loginProxyComponent =
  (option: LoginProxyOption): Factory =>
  (context) => ({
    name: 'login-proxy',
    summary: `oauth2-proxy: logs browsers in at ${option.identityTitle} and answers the gateway who they are`,
    namespace,
    needs: ['namespaces', 'priority-classes', 'secrets', ...option.needs],
    after: ['node-autoscaling'],
    provides: ['login-proxy'],
    content: { kind: 'manifests', build: (chart) => build(chart, context, option) },
    intents: intents(context, option),
  });

function build(chart: Chart, context: Context, option: LoginProxyOption): void {
  const { tls } = option;
  new ServiceAccount(chart, 'account', { metadata: { name: loginProxy.serviceAccount, labels }, automountServiceAccountToken: false });
  new ConfigMap(chart, 'config', { metadata: { name: service, labels }, data: proxyFiles(context, option) });
  if (tls) serviceCertificate(chart, tls.secret, service, namespace, labels);
  new Service(chart, 'service', {
    metadata: { name: service, labels },
    spec: {
      type: 'ClusterIP',
      selector: labels,
      ports: [
        tls
          ? { name: 'https', port: tls.port, targetPort: 'https', protocol: 'TCP' }
          : { name: 'http', port: loginProxy.port, targetPort: 'http', protocol: 'TCP' },
      ],
    },
  });
  new Deployment(chart, 'proxy', { metadata: { name: service, labels }, spec: proxySpec(context, option) });
  new PodDisruptionBudget(chart, 'budget', { metadata: { name: service, labels }, spec: { maxUnavailable: 1, selector: { matchLabels: labels } } });
}

function intents({ names }: Context, { gateway, identityTitle, namespaces, store, tls }: LoginProxyOption): ComponentIntents {
  return {
    ...(namespaces ? { namespaces } : {}),
    flows: [
      {
        from: { namespace: gateway.namespace, pods: gateway.selector, serviceAccount: gateway.serviceAccount },
        to: pods,
        ports: [{ port: tls?.targetPort ?? loginProxy.targetPort }],
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
    rules: proxyRules(identityTitle, store.ports.length > 0),
    dashboards: [proxyDashboard],
  };
}

export type { LoginProxyOption, ProxyTls, SessionStore, Settings, TomlValue } from './option';
export { cookieStore, valkeyStore } from './stores';
