/** Values of the Loki chart: three equal replicas over one bucket, written so that Loki 4 takes them too. */
import { settingsOf } from '../../../lib/model';
import { clientId, logTenants, onZones, priorityClasses, storageClasses } from '../../../lib/names';
import type { Context } from '../../context';

/** First day of the schema; never changes, or old chunks cannot be found. */
const schemaFrom = '2026-01-01';

export const podLabels = { 'app.kubernetes.io/name': 'loki', 'app.kubernetes.io/component': 'single-binary' };

/**
 * What makes a stream. The node does, since Loki takes nothing that is an hour older than the newest line of its stream:
 * after an outage agents bring what they have kept, one node hours behind another.
 */
const streamLabels = ['k8s.cluster.name', 'k8s.namespace.name', 'k8s.container.name', 'service.name', 'k8s.node.name'];

export function lokiValues(context: Context): object {
  const { platform, names, cluster } = context;
  const { retentionDays, auditRetentionDays, storageGiB, ingestionMBPerSecond } = settingsOf(platform.logging, 'loki');
  return {
    deploymentMode: 'Monolithic',
    fullnameOverride: 'loki',
    loki: {
      auth_enabled: true,
      analytics: { reporting_enabled: false },
      commonConfig: { path_prefix: '/var/loki', replication_factor: 3 },
      compactor: {
        working_directory: '/var/loki/compactor',
        retention_enabled: true,
        retention_delete_delay: '2h',
        delete_request_store: objectStore(context).type,
      },
      ingester: { chunk_encoding: 'snappy', wal: { flush_on_shutdown: true, replay_memory_ceiling: '1GB' } },
      limits_config: {
        retention_period: `${retentionDays * 24}h`,
        ingestion_rate_mb: ingestionMBPerSecond,
        ingestion_burst_size_mb: ingestionMBPerSecond * 2,
        max_global_streams_per_user: 10000,
        max_line_size: '256KB',
        reject_old_samples: true,
        reject_old_samples_max_age: '168h',
        allow_structured_metadata: true,
        deletion_mode: 'filter-and-delete',
        otlp_config: {
          resource_attributes: {
            ignore_defaults: true,
            attributes_config: [{ action: 'index_label', attributes: streamLabels }],
          },
        },
      },
      querier: { multi_tenant_queries_enabled: true },
      runtimeConfig: { overrides: { [logTenants.audit]: { retention_period: `${auditRetentionDays * 24}h` } } },
      schemaConfig: {
        configs: [{ from: schemaFrom, store: 'tsdb', object_store: objectStore(context).type, schema: 'v13', index: { prefix: 'loki_index_', period: '24h' } }],
      },
      server: { log_format: 'json', grpc_server_max_recv_msg_size: 16777216, grpc_server_max_send_msg_size: 16777216 },
      storage: storage(context),
      // The chart's default still names the index store that Loki 4 no longer has.
      storage_config: { boltdb_shipper: null },
    },
    singleBinary: {
      replicas: 3,
      sidecar: false,
      priorityClassName: priorityClasses.services,
      podLabels: cluster.provider === 'azure' ? { 'azure.workload.identity/use': 'true' } : {},
      podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
      resources: { requests: { cpu: '1', memory: '2Gi' }, limits: { memory: '4Gi' } },
      topologySpreadConstraints: [onZones(podLabels)],
      terminationGracePeriodSeconds: 300,
      persistence: {
        enabled: true,
        size: `${storageGiB}Gi`,
        storageClass: storageClasses.standard,
        enableStatefulSetAutoDeletePVC: true,
        whenDeleted: 'Retain',
        whenScaled: 'Retain',
      },
    },
    serviceAccount: {
      create: true,
      automountServiceAccountToken: false,
      name: names.identity('loki').serviceAccount,
      annotations: serviceAccountAnnotations(context),
    },
    ...switchedOff,
  };
}

const serviceAccountAnnotations = ({ cluster, lock, names }: Context): Readonly<Record<string, string>> =>
  cluster.provider === 'azure' ? { 'azure.workload.identity/client-id': clientId(lock, cluster, names, 'loki') } : {};

/** Keyless on both clouds: Pod Identity on AWS, workload identity on Azure (which an explicit identity id would bypass). */
function objectStore({ cluster, names }: Context) {
  return cluster.provider === 'aws'
    ? ({ type: 's3', s3: { endpoint: names.bucketEndpoint('logs'), region: cluster.region, native_aws_auth_enabled: true } } as const)
    : ({ type: 'azure', azure: { account_name: names.bucket('logs') } } as const);
}

function storage(context: Context): object {
  const { cluster, names } = context;
  const store = objectStore(context);
  const bucket = cluster.provider === 'aws' ? names.bucket('logs') : names.container('logs');
  return { type: store.type, use_thanos_objstore: true, bucketNames: { chunks: bucket, ruler: bucket }, object_store: store };
}

/** Parts of the chart that three equal replicas do not need; without the rules sidecar Loki asks nothing of the Kubernetes API. */
const switchedOff = {
  rbac: { namespaced: true },
  sidecar: { rules: { enabled: false } },
  write: { replicas: 0 },
  read: { replicas: 0 },
  backend: { replicas: 0 },
  gateway: { enabled: false },
  chunksCache: { enabled: false },
  resultsCache: { enabled: false },
  memcached: { enabled: false },
  ruler: { enabled: false },
  lokiCanary: { enabled: false },
  test: { enabled: false },
  minio: { enabled: false },
  rollout_operator: { enabled: false },
  monitoring: { serviceMonitor: { enabled: false }, dashboards: { enabled: false }, rules: { enabled: false }, alerts: { enabled: false } },
};
