/** external-dns: records of tenants, below a name of their own. The platform's own records are in the cloud layer. */
import { namespaces } from '../../../../lib/names';
import type { Factory } from '../../../context';
import { api, tokenIn } from '../token';
import { dashboard, rules } from './rules';
import { metricsPort, podLabels, values } from './values';

const namespace = namespaces.dns;
const pods = { namespace, pods: podLabels };

export const externalDns: Factory = (context) => ({
  name: 'external-dns',
  summary: 'external-dns: DNS records of tenants at Cloudflare, from DNSEndpoint objects',
  namespace,
  needs: ['crds', 'namespaces', 'priority-classes', 'secrets'],
  provides: ['dns'],
  content: { kind: 'helm', chart: context.versions.charts.externalDns, values: () => values(context) },
  intents: {
    namespaces: [{ name: namespace, podSecurity: 'restricted', quota: { pods: 4, cpu: '500m', memory: '1Gi' } }],
    secrets: [tokenIn(namespace)],
    flows: [{ from: pods, to: { outside: 'api-server' }, ports: [{ port: 443 }], why: 'reads DNSEndpoints' }],
    egressHosts: [{ from: pods, hosts: [api], why: 'writes DNS records' }],
    scrapes: [{ name: 'external-dns', namespace, kind: 'pods', selector: podLabels, port: 'http', targetPort: metricsPort }],
    rules: [rules],
    dashboards: [dashboard],
  },
});
