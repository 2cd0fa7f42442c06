/**
 * Metrics of programs that tell their state as JSON only (Logstash, Beats): a sidecar of each pod asks it and answers
 * Prometheus. Which names there are is decided here.
 * @see https://github.com/prometheus-community/json_exporter
 */
import type { Container } from '../../../imports/k8s';
import type { Intents } from '../../../lib/components';
import { resources, restrictedContainer } from '../../../lib/constructs/pods';
import type { Context } from '../../context';
import { jsonExporterPort } from './names';

/** A family of metrics: `<name>_<key of values>`. */
export interface JsonMetric {
  readonly name: string;
  readonly help: string;
  /** Where its values are, as JSONPath. */
  readonly path: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly kind: 'counter' | 'gauge';
  /** Last part of the name -> path below `path`. */
  readonly values: Readonly<Record<string, string>>;
}

const state = 'state';
const port = 'metrics';
export const exporterConfigKey = 'json-exporter.yml';

export const exporterConfig = (metrics: readonly JsonMetric[]): object => ({
  modules: {
    [state]: {
      metrics: metrics.map(({ name, help, path, labels, kind, values }) => ({
        name,
        help,
        type: 'object',
        valuetype: kind,
        path: `{ ${path} }`,
        ...(labels ? { labels } : {}),
        values: Object.fromEntries(Object.entries(values).map(([key, below]) => [key, `{ ${below} }`])),
      })),
    },
  },
});

/** @param config name of the volume with the file `exporterConfigKey` */
export const exporterContainer = ({ versions }: Pick<Context, 'versions'>, config: string): Container => ({
  name: 'json-exporter',
  image: versions.images.jsonExporter,
  args: [`--config.file=/etc/json-exporter/${exporterConfigKey}`, `--web.listen-address=:${jsonExporterPort}`],
  ports: [{ name: port, containerPort: jsonExporterPort, protocol: 'TCP' }],
  resources: resources('10m', '32Mi'),
  securityContext: { ...restrictedContainer, runAsUser: 65534, runAsGroup: 65534 },
  readinessProbe: { httpGet: { path: '/metrics', port }, periodSeconds: 15 },
  livenessProbe: { httpGet: { path: '/metrics', port }, periodSeconds: 30, failureThreshold: 4 },
  volumeMounts: [{ name: config, mountPath: `/etc/json-exporter/${exporterConfigKey}`, subPath: exporterConfigKey, readOnly: true }],
});

/** @param address where the program tells its state, as its sidecar reaches it */
export const jsonScrape = (name: string, namespace: string, selector: Readonly<Record<string, string>>, address: string): Intents['scrapes'] => ({
  name,
  namespace,
  kind: 'pods',
  selector,
  port,
  targetPort: jsonExporterPort,
  path: '/probe',
  params: { module: [state], target: [address] },
  sidecar: false,
});
