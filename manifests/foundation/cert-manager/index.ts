/** cert-manager: issues and renews certificates; whose authority signs is said by issuers of others. */
import type { Intents, PodPeer } from '../../../lib/components';
import { namespaces } from '../../../lib/names';
import type { Factory } from '../../context';
import { dashboard, rules } from './rules';
import { instance, metricsPort, podLabels, resolverHost, values, webhookPort } from './values';

const namespace = namespaces.certificates;
const pods = (labels: Readonly<Record<string, string>>): PodPeer => ({ namespace, pods: labels });
const apiServer = { outside: 'api-server' } as const;

export const certManager: Factory = (context) => ({
  name: 'cert-manager',
  summary: 'cert-manager: controller, webhook and CA injector',
  namespace,
  needs: ['crds', 'namespaces', 'priority-classes'],
  provides: ['certificate-controller'],
  content: { kind: 'helm', chart: context.versions.charts.certManager, releaseName: instance, values: () => values(context) },
  intents: {
    namespaces: [{ name: namespace, podSecurity: 'restricted', quota: { pods: 20, cpu: '2', memory: '6Gi' } }],
    flows,
    egressHosts: [{ from: pods(podLabels.controller), hosts: [resolverHost], why: 'whether the proof of a name is visible yet' }],
    scrapes: Object.entries(podLabels).map(([part, selector]) => ({
      name: `cert-manager-${part}`,
      namespace,
      kind: 'pods' as const,
      selector,
      port: 'http-metrics',
      targetPort: metricsPort,
      honorLabels: true,
    })),
    rules: [rules],
    dashboards: [dashboard],
  },
});

const flows: readonly Intents['flows'][] = [
  { from: pods(podLabels.controller), to: apiServer, ports: [{ port: 443 }], why: 'reads Certificates, writes Secrets' },
  { from: pods(podLabels.webhook), to: apiServer, ports: [{ port: 443 }], why: 'keeps its own certificate' },
  { from: pods(podLabels.cainjector), to: apiServer, ports: [{ port: 443 }], why: 'writes authorities into webhooks' },
  { from: apiServer, to: pods(podLabels.webhook), ports: [{ port: webhookPort }], why: 'validates Certificates and issuers' },
];
