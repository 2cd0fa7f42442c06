/** Checks the tokens of programs for NGINX, which cannot by itself. docs/adr/0020-nginx-gateway.md */
import type { Chart } from 'cdk8s';
import { ConfigMap, Deployment, PodDisruptionBudget, Service, ServiceAccount } from '../../../../imports/k8s';
import type { ComponentIntents, PodPeer } from '../../../../lib/components';
import { nginxGateway as gateway, workloadsOn } from '../../../../lib/names';
import type { Context, Factory } from '../../../context';
import { serviceCertificate } from '../../login-proxy/certificate';
import { configFile, metricsPort, toml } from '../../login-proxy/config';
import { proxyTls, tokenProxy } from '../names';
import { tokenProxyConfig } from './config';
import { tokenProxyRules } from './rules';
import { tokenProxySpec, unusedSecret } from './workload';

const { namespace, pods: labels, service } = tokenProxy;
const pods: PodPeer = { namespace, pods: labels, serviceAccount: tokenProxy.serviceAccount };
const generated = { from: 'generated', length: 32, alphabet: 'alphanumeric' } as const;

/** Where no host takes tokens there is nothing to check. */
export const tokenProxyComponent: Factory = (context) =>
  workloadsOn(context.platform, context.cluster).some(({ access }) => access.kind === 'token')
    ? {
        name: 'token-proxy',
        summary: 'oauth2-proxy: checks the bearer tokens of programs and their permissions for the gateway',
        namespace,
        needs: ['namespaces', 'priority-classes', 'secrets', 'internal-certificates'],
        after: ['node-autoscaling'],
        provides: [],
        content: { kind: 'manifests', build: (chart) => build(chart, context) },
        intents: intents(context),
      }
    : undefined;

function build(chart: Chart, context: Context): void {
  new ServiceAccount(chart, 'account', { metadata: { name: tokenProxy.serviceAccount, labels }, automountServiceAccountToken: false });
  new ConfigMap(chart, 'config', { metadata: { name: service, labels }, data: { [configFile]: toml(tokenProxyConfig(context)) } });
  serviceCertificate(chart, tokenProxy.tlsSecret, service, namespace, labels);
  new Service(chart, 'service', {
    metadata: { name: service, labels },
    spec: { type: 'ClusterIP', selector: labels, ports: [{ name: 'https', port: proxyTls.port, targetPort: 'https', protocol: 'TCP' }] },
  });
  new Deployment(chart, 'proxy', { metadata: { name: service, labels }, spec: tokenProxySpec(context) });
  new PodDisruptionBudget(chart, 'budget', { metadata: { name: service, labels }, spec: { maxUnavailable: 1, selector: { matchLabels: labels } } });
}

const intents = ({ names }: Context): ComponentIntents => ({
  flows: [
    {
      from: { namespace: gateway.namespace, pods: gateway.selector, serviceAccount: gateway.serviceAccount },
      to: pods,
      ports: [{ port: proxyTls.targetPort }],
      why: 'whether a token is good, and what it opens',
    },
  ],
  egressHosts: [{ from: pods, hosts: [names.identityHost()], why: 'keys that tokens are signed with' }],
  secrets: [{ namespace, name: unusedSecret, keys: { 'client-secret': generated, 'cookie-secret': generated } }],
  scrapes: [{ name: service, namespace, kind: 'pods', selector: labels, port: 'metrics', targetPort: metricsPort }],
  rules: [tokenProxyRules],
});
