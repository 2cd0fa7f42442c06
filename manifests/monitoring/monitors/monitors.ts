/** What components want scraped, as ServiceMonitor and PodMonitor. */
import type { Chart } from 'cdk8s';
import { PodMonitor, ServiceMonitor, type PodMonitorProps, type ServiceMonitorProps } from '../../../imports/monitoring.coreos.com';
import type { Intents } from '../../../lib/components';

type Scrape = Readonly<Intents['scrapes']>;
type ServiceEndpoint = NonNullable<ServiceMonitorProps['spec']['endpoints']>[number];
type PodEndpoint = NonNullable<PodMonitorProps['spec']['podMetricsEndpoints']>[number];

export const tokenFile = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/**
 * Targets that one monitor may have: above it nothing of it is scraped. That of all tenants has one for each instance of
 * each of their databases.
 */
export const targetLimit = (scrapes: readonly Scrape[]): number => (scrapes.some(({ namespace }) => typeof namespace !== 'string') ? 20_000 : 2000);

export function monitors(chart: Chart, scrapes: readonly Scrape[]): void {
  for (const scrape of scrapes) {
    const metadata = { name: scrape.name };
    const target = { ...place(scrape), selector: { matchLabels: scrape.selector } };
    if (scrape.kind === 'service')
      new ServiceMonitor(chart, `service-monitor-${scrape.name}`, { metadata, spec: { ...target, endpoints: [serviceEndpoint(scrape)] } });
    else new PodMonitor(chart, `pod-monitor-${scrape.name}`, { metadata, spec: { ...target, podMetricsEndpoints: [podEndpoint(scrape)] } });
  }
}

/** Where all namespaces are looked through, the API server is asked for the selected pods only: thousands of others would pass by. */
const place = ({ namespace }: Scrape) =>
  typeof namespace === 'string'
    ? { namespaceSelector: { matchNames: [namespace] } }
    : { namespaceSelector: { any: true }, selectorMechanism: 'RoleSelector' as const };

const serviceEndpoint = (scrape: Scrape): ServiceEndpoint => ({
  ...endpoint(scrape),
  ...(typeof scrape.port === 'string' ? { port: scrape.port } : { targetPort: scrape.port }),
  ...(scrape.serviceAccountToken ? { bearerTokenFile: tokenFile } : {}),
});

const podEndpoint = (scrape: Scrape): PodEndpoint => ({
  ...endpoint(scrape),
  ...(typeof scrape.port === 'string' ? { port: scrape.port } : { portNumber: scrape.port }),
});

const endpoint = (scrape: Scrape) => ({
  path: scrape.path ?? '/metrics',
  scheme: scrape.scheme ?? ('http' as const),
  honorLabels: scrape.honorLabels ?? false,
  relabelings: [...(scrape.honorLabels ? aboutOthers(scrape.name) : identity(scrape.name)), ...copiedLabels(scrape), ...exporter(scrape)],
  ...(scrape.scheme === 'https' && scrape.insecureTls ? { tlsConfig: { insecureSkipVerify: true } } : {}),
  ...(scrape.params ? { params: Object.fromEntries(Object.entries(scrape.params).map(([name, values]) => [name, [...values]])) } : {}),
  ...metricRelabelings(scrape),
});

function metricRelabelings({ dropLabels, dropMetrics, keepMetrics }: Scrape) {
  const all = [
    ...(keepMetrics ? [{ sourceLabels: ['__name__'], regex: keepMetrics.join('|'), action: 'keep' as const }] : []),
    ...(dropMetrics ? [{ sourceLabels: ['__name__'], regex: dropMetrics, action: 'drop' as const }] : []),
    ...(dropLabels ? [{ regex: dropLabels, action: 'labeldrop' as const }] : []),
  ];
  return all.length > 0 ? { metricRelabelings: all } : {};
}

/** As the API server's labels are called in the discovery of targets. */
const podLabel = (label: string): string => `__meta_kubernetes_pod_label_${label.replace(/[^A-Za-z0-9_]/g, '_')}`;

const copiedLabels = ({ podLabels = {} }: Scrape) =>
  Object.entries(podLabels).map(([targetLabel, label]) => ({ sourceLabels: [podLabel(label)], targetLabel }));

/** The target stays the pod, with its labels; only the request goes elsewhere and says whom it is about. */
const exporter = ({ askedAt }: Scrape) => {
  if (!askedAt) return [];
  const pod = {
    sourceLabels: ['__meta_kubernetes_pod_name', '__meta_kubernetes_namespace', podLabel('app.kubernetes.io/instance')],
    regex: '(?P<pod>.+);(?P<namespace>.+);(?P<instance>.+)',
  };
  return [
    { ...pod, targetLabel: '__param_target', replacement: askedAt.target },
    { ...pod, targetLabel: '__address__', replacement: askedAt.address },
  ];
};

/** The label `job` is the name that the component chose, whatever its Service is called; `node` says where the pod runs. */
export const identity = (job: string) => [
  { targetLabel: 'job', replacement: job },
  { sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'node' },
];

/** An exporter that speaks about other objects: where it runs itself would only be taken for theirs. */
const aboutOthers = (job: string) => [
  { targetLabel: 'job', replacement: job },
  { action: 'labeldrop' as const, regex: '(namespace|pod|container|node|service|endpoint)' },
];
