/** Where metrics come from: what each exporter really exports, read from its source at the version that is deployed. */

/** Labels that Prometheus puts on each series of a target. */
export const targetLabels = {
  pod: ['job', 'instance', 'namespace', 'pod', 'container', 'endpoint', 'node'],
  /** Databases of tenants: with the labels of the tenant and of the database. */
  database: ['job', 'instance', 'namespace', 'pod', 'container', 'endpoint', 'node', 'tenant', 'database', 'plan', 'owner', 'engine'],
  service: ['job', 'instance', 'namespace', 'service', 'endpoint', 'pod', 'container', 'node'],
  node: ['job', 'instance', 'endpoint', 'node', 'metrics_path'],
  /** Exporters that speak about others: where they run themselves is left out (honorLabels). */
  others: ['job', 'instance'],
} as const;

/** Labels that exist outside Prometheus only: in Thanos, and with Alertmanager. */
export const externalLabels = ['cluster', 'region', 'cloud', 'prometheus_replica'] as const;

export interface MetricSource {
  readonly exporter: string;
  /** Scrapes (label `job`) that have it. */
  readonly jobs: readonly string[];
  readonly target: keyof typeof targetLabels;
  /** What is deployed, and where the names were read: both change together. */
  readonly deployed: string;
  readonly readAt: string;
  /** Repository and file, or page. */
  readonly read: string;
  /** Name, as it is exported (histograms by `_bucket`) -> its own labels. */
  readonly metrics: Readonly<Record<string, readonly string[]>>;
}
