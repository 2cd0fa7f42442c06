/** external-dns: records of tenants, below a name of their own. The platform's own records are in the cloud layer. */
import { namespaces } from '../../../lib/names';
import type { Factory } from '../../context';
import type { RecordsProvider } from './provider';
import { dashboard, rules } from './rules';
import { metricsPort, podLabels, values } from './values';

const namespace = namespaces.dns;
/** Its pods. */
export const dnsPods = { namespace, pods: podLabels };

export const externalDns =
  (provider: RecordsProvider): Factory =>
  (context) => ({
    name: 'external-dns',
    summary: `external-dns: DNS records of tenants at ${provider.title}, from DNSEndpoint objects`,
    namespace,
    needs: ['crds', 'namespaces', 'priority-classes', ...(provider.secrets ? (['secrets'] as const) : [])],
    provides: ['dns'],
    content: { kind: 'helm', chart: context.versions.charts.externalDns, values: () => values(context, provider) },
    intents: {
      namespaces: [{ name: namespace, podSecurity: 'restricted', quota: { pods: 4, cpu: '500m', memory: '1Gi' } }],
      ...(provider.secrets ? { secrets: provider.secrets } : {}),
      flows: [{ from: dnsPods, to: { outside: 'api-server' }, ports: [{ port: 443 }], why: 'reads DNSEndpoints' }],
      egressHosts: [{ from: dnsPods, hosts: provider.hosts(context), why: 'writes DNS records' }],
      scrapes: [{ name: 'external-dns', namespace, kind: 'pods', selector: podLabels, port: 'http', targetPort: metricsPort }],
      rules: [rules(provider)],
      dashboards: [dashboard(provider)],
    },
  });
