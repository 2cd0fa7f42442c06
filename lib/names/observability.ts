/** Where metrics, alerts and dashboards live, for those who offer something to them or let them in. */
import { choose, isUnset, locked, type CloudLock, type Cluster, type Platform } from '../model';
import { namespaces } from './namespaces';

/** Pods that scrape metrics, by option. */
export const metricsCollectors = {
  prometheus: { namespace: namespaces.observability, pods: { 'app.kubernetes.io/name': 'prometheus' } },
  'cloud-native': { namespace: namespaces.observability, pods: { 'app.kubernetes.io/name': 'prometheus-agent' } },
} as const satisfies Record<Platform['monitoring']['use'], object>;
/** Pods that draw dashboards and ask data sources. */
export const dashboardViewer = { namespace: namespaces.observability, pods: { 'app.kubernetes.io/name': 'grafana' } } as const;
/** Pods that route alerts, and the Service that takes them (Alertmanager API v2). */
export const alertRouter = {
  namespace: namespaces.observability,
  pods: { 'app.kubernetes.io/name': 'alertmanager' },
  service: 'alertmanager',
  port: 9093,
} as const;

export interface AlertRouter {
  readonly namespace: string;
  readonly pods: Readonly<Record<string, string>>;
  readonly service: string;
  readonly port: number;
}
/** Undefined where alerts are routed outside of the clusters. */
export const alertRouterOf = ({ monitoring }: Pick<Platform, 'monitoring'>): AlertRouter | undefined =>
  choose<Platform['monitoring'], AlertRouter | undefined>(monitoring, {
    prometheus: () => alertRouter,
    'cloud-native': () => undefined,
  });

/** Stable ids of data sources: dashboards name them, so they never change. `cloud`: the metrics that the cloud itself keeps. */
export const dataSources = { metrics: 'metrics', logs: 'logs', alerts: 'alerts', cloud: 'cloud' } as const;

/** Keys of cloud.lock.yaml: the managed Prometheus of a cluster, as its agent writes to it and as Grafana asks it. */
export const managedMetricsKeys = { ingestionUrl: 'metrics.ingestionUrl', queryUrl: 'metrics.queryUrl' } as const;
export const metricsIngestionUrl = (lock: CloudLock, cluster: Pick<Cluster, 'name'>): string => lockedUrl(lock, cluster, managedMetricsKeys.ingestionUrl);
export const metricsQueryUrl = (lock: CloudLock, cluster: Pick<Cluster, 'name'>): string => lockedUrl(lock, cluster, managedMetricsKeys.queryUrl);

/** What takes an address refuses a placeholder without a scheme. */
function lockedUrl(lock: CloudLock, { name }: Pick<Cluster, 'name'>, key: string): string {
  const value = locked(lock, name, key);
  return isUnset(value) ? `https://${value}` : value;
}

/**
 * Recordings that whoever brings the gateway makes of the requests that pass it, labels `namespace` and `service` = the
 * Service behind. Objectives and dashboards stand on them, whatever the gateway calls its own metrics.
 */
export const endpointMetrics = {
  /** Requests a second. */
  requests: 'endpoint:requests:rate5m',
  /** Requests a second that the service or the gateway failed (5xx). */
  errors: 'endpoint:errors:rate5m',
  /** Requests a second by duration: cumulative buckets, label `le` in milliseconds. */
  durations: 'endpoint:duration_milliseconds_bucket:rate5m',
} as const;

/**
 * How one cluster reads the metrics of another: mutual TLS of its own, straight through the network load balancer,
 * admitted only from the addresses by which the other clusters leave their networks.
 */
export const metricsPeer = {
  /** Port of the load balancer and of the pods. */
  port: 10901,
  /** Port and path of the pods that answer the load balancer's health checks (HTTP). */
  statusPort: 10902,
  statusPath: '/-/ready',
  /** Pods behind it. */
  pods: { 'app.kubernetes.io/name': 'thanos-peer-query' },
  /** Id of the secret with the cluster's intermediate authority below the metrics root. */
  secretId: 'metrics-ca',
} as const;
