/** Names that the parts of the option share: Services that the operator makes, ports, labels, users. */
import type { PodPeer } from '../../../lib/components';
import { namespaces } from '../../../lib/names';

const namespace = namespaces.elastic;

/** The store. Names end as the operator of Elastic ends them. */
export const store = {
  name: 'elasticsearch',
  namespace,
  /** Group of equal nodes: the StatefulSet is `elasticsearch-es-data`. */
  nodeSet: 'data',
  service: 'elasticsearch-es-http',
  host: `elasticsearch-es-http.${namespace}.svc`,
  port: 9200,
  /** Between nodes, with certificates of the operator's own authority. */
  transportPort: 9300,
  url: `https://elasticsearch-es-http.${namespace}.svc:9200`,
  /** Secret with the certificate of port 9200, below the platform's internal authority. */
  tlsSecret: 'elasticsearch-tls',
  labels: { 'app.kubernetes.io/name': 'elasticsearch' },
} as const;

export const kibana = {
  name: 'kibana',
  namespace,
  service: 'kibana-kb-http',
  port: 5601,
  labels: { 'app.kubernetes.io/name': 'kibana' },
} as const;

export const logstash = {
  name: 'logstash',
  namespace,
  /** Beats protocol, mutual TLS. */
  port: 5044,
  replicas: 2,
  labels: { 'app.kubernetes.io/name': 'logstash' },
} as const;
/** Each replica by name: who sends spreads over them, and a certificate names them. */
export const logstashHosts: readonly string[] = Array.from(
  { length: logstash.replicas },
  (_, index) => `${logstash.name}-${index}.${logstash.name}.${namespace}.svc`,
);

/** Port of the JSON exporter in all of its pods. */
export const jsonExporterPort = 7979;

/** Pods beside the mesh: they encrypt and authenticate by themselves. */
export const outside = (labels: Readonly<Record<string, string>>, serviceAccount: string) => ({
  namespace,
  pods: labels,
  serviceAccount,
  sidecar: false as const,
});
export const storePods = outside(store.labels, store.name);
export const logstashPods = outside(logstash.labels, logstash.name);
/** Whoever asks the store. */
export const asks = (from: PodPeer, why: string) => ({ from, to: storePods, ports: [{ port: store.port }], why });

/** Streams of lines: what wrote them, and whose they are. `logs-<dataset>-<tenant>` is the data stream. */
export const datasets = { pods: 'kubernetes', node: 'node', events: 'kubernetes.events' } as const;
/** Repository of snapshots, by its name in Elasticsearch. */
export const repository = 'logs';
/** Policy that makes snapshots. */
export const snapshotPolicy = 'nightly';
