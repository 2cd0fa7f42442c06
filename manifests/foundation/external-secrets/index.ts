/** External Secrets: copies secrets from the cluster's own store into the namespaces that declared them. */
import type { Intents, PodPeer } from '../../../lib/components';
import { namespaces } from '../../../lib/names';
import type { Factory } from '../../context';
import { dashboard, rules } from './rules';
import { metricsPort, podLabels, values, webhookPort } from './values';

const namespace = namespaces.secrets;
const pods = (labels: Readonly<Record<string, string>>): PodPeer => ({ namespace, pods: labels });
const apiServer = { outside: 'api-server' } as const;

export const externalSecrets: Factory = (context) => ({
  name: 'external-secrets',
  summary: 'External Secrets operator: reads the secret store with its own cloud identity',
  namespace,
  needs: ['crds', 'namespaces', 'priority-classes'],
  provides: ['secret-controller'],
  content: { kind: 'helm', chart: context.versions.charts.externalSecrets, values: () => values(context) },
  intents: {
    namespaces: [{ name: namespace, podSecurity: 'restricted', quota: { pods: 20, cpu: '2', memory: '4Gi' } }],
    flows: flows(),
    ...(context.cluster.provider === 'azure' ? { egressHosts: [tokens] } : {}),
    scrapes: Object.entries({ ...podLabels }).map(([part, selector]) => ({
      name: `external-secrets-${part.toLowerCase()}`,
      namespace,
      kind: 'pods',
      selector,
      port: 'metrics',
      targetPort: metricsPort,
      honorLabels: true,
    })),
    rules: [rules],
    dashboards: [dashboard],
  },
});

const flows = (): readonly Intents['flows'][] => [
  { from: pods(podLabels.controller), to: apiServer, ports: [{ port: 443 }], why: 'reads ExternalSecrets, writes Secrets' },
  { from: pods(podLabels.controller), to: { outside: 'private-endpoints' }, ports: [{ port: 443 }], why: 'secret store' },
  { from: pods(podLabels.webhook), to: apiServer, ports: [{ port: 443 }], why: 'watches its certificate' },
  { from: pods(podLabels.certController), to: apiServer, ports: [{ port: 443 }], why: 'renews the certificate of the webhook' },
  { from: apiServer, to: pods(podLabels.webhook), ports: [{ port: webhookPort }], why: 'validates ExternalSecrets and stores' },
];

const tokens: Intents['egressHosts'] = {
  from: pods(podLabels.controller),
  hosts: ['login.microsoftonline.com'],
  why: 'exchanges its service account token for one of Microsoft Entra',
};
