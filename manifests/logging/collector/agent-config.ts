/** Configuration of the agents: they read the files of pods and the journal of their node, and keep what is not stored yet. */
import { logTenants as tenants } from '../../../lib/names';
import type { Context } from '../../context';
import { batches, gatewayHost, health, mebibyte, memoryLimiter, otlpAgents, telemetry, tls, type Tenancy } from './config';

const queueFolder = '/var/lib/otelcol';

const metadata = [
  'k8s.namespace.name',
  'k8s.pod.name',
  'k8s.pod.uid',
  'k8s.node.name',
  'k8s.deployment.name',
  'k8s.statefulset.name',
  'k8s.daemonset.name',
  'k8s.cronjob.name',
  'k8s.job.name',
  'k8s.container.name',
  'service.name',
];

/** Log files of pods: the name of a folder starts with the namespace and an underscore, which no namespace has. Without any a pattern that nothing matches. */
const filesOf = (namespaces: readonly string[]): readonly string[] =>
  namespaces.length > 0 ? namespaces.map((name) => `/var/log/pods/${name}_*/*/*.log`) : ['/var/log/pods/none/*.log'];
const ownFiles = '/var/log/pods/observability-agents_otel-agent-*/*/*.log';

const podFiles = (include: readonly string[], exclude: readonly string[]): object => ({
  include,
  exclude,
  // Files that are not known yet are new pods', or this node is: nothing of them has been read.
  start_at: 'beginning',
  include_file_path: true,
  include_file_name: false,
  retry_on_failure: { enabled: true },
  storage: 'file_storage',
  // A line is closed by the piece that exceeds the size; pieces have 16 KiB, and stores take 256 KiB.
  operators: [{ id: 'container', type: 'container', max_log_size: 240_000 }],
});

/** Nothing of a tenant waits for another one: each has its receiver, its queue and its requests. */
export function agentConfig({ cluster }: Context, { audit, workloads }: Tenancy): object {
  const files: Readonly<Record<string, object>> = {
    [tenants.platform]: podFiles(['/var/log/pods/*/*/*.log'], [ownFiles, ...filesOf(audit), ...filesOf(workloads)]),
    [tenants.workloads]: podFiles(filesOf(workloads), []),
    [tenants.audit]: podFiles(filesOf(audit), []),
  };
  const each = (entry: (tenant: string) => readonly [string, unknown]): object => Object.fromEntries(Object.keys(files).map(entry));
  const podProcessors = ['memory_limiter', 'k8s_attributes', 'resource/cluster'];
  return {
    extensions: { health_check: health, file_storage: storage },
    receivers: { ...each((tenant) => [`file_log/${tenant}`, files[tenant]]), 'journald/node': nodeJournal },
    processors: {
      memory_limiter: memoryLimiter,
      k8s_attributes: podNames,
      'resource/cluster': { attributes: [{ key: 'k8s.cluster.name', value: cluster.name, action: 'upsert' }] },
      'resource/node': { attributes: nodeNames.map(([key, value]) => ({ key, value, action: 'upsert' })) },
    },
    exporters: each((tenant) => [`otlp_grpc/${tenant}`, gatewayExporter]),
    service: {
      extensions: ['health_check', 'file_storage'],
      telemetry,
      pipelines: {
        ...each((tenant) => [`logs/${tenant}`, { receivers: [`file_log/${tenant}`], processors: podProcessors, exporters: [`otlp_grpc/${tenant}`] }]),
        'logs/node': {
          receivers: ['journald/node'],
          processors: ['memory_limiter', 'resource/cluster', 'resource/node'],
          exporters: [`otlp_grpc/${tenants.platform}`],
        },
      },
    },
  };
}

const storage = {
  directory: queueFolder,
  // A node that loses power leaves a queue that can be read; a broken one would keep the agent from starting.
  fsync: true,
  // Gives the disk back after an outage.
  compaction: { on_start: true, on_rebound: true, directory: queueFolder, cleanup_on_start: true },
};

const podNames = {
  auth_type: 'serviceAccount',
  filter: { node_from_env_var: 'K8S_NODE_NAME' },
  extract: { metadata },
  pod_association: [{ sources: [{ from: 'resource_attribute', name: 'k8s.pod.uid' }] }],
  // Or the first lines after each start would be stored without the names of their owners. Shorter than the patience of the liveness probe.
  wait_for_metadata: true,
  wait_for_metadata_timeout: '45s',
};

const nodeNames = [
  ['k8s.node.name', '${env:K8S_NODE_NAME}'],
  ['service.name', 'node'],
  ['k8s.namespace.name', 'kube-system'],
] as const;

/** Reads the node's own journal with the node's own journalctl: the collector's image holds no shell and no systemd. */
const nodeJournal = {
  root_path: '/host',
  journalctl_path: '/usr/bin/journalctl',
  directory: '/var/log/journal',
  units: ['kubelet.service', 'containerd.service'],
  priority: 'info',
  // How a node came to join, or did not, is what its journal is read for.
  start_at: 'beginning',
  retry_on_failure: { enabled: true },
  storage: 'file_storage',
};

const gatewayExporter = {
  // Asked of DNS, and by every connection anew (see `connections`), so that each agent spreads over all gateways.
  endpoint: `dns:///${gatewayHost}:${otlpAgents}`,
  balancer_name: 'round_robin',
  tls,
  // The gateway answers when the store has the lines, however long that takes; a peer that is gone is noticed by its silence.
  timeout: '0s',
  keepalive: { time: '30s', timeout: '10s', permit_without_stream: true },
  retry_on_failure: { enabled: true, max_elapsed_time: '0s' },
  // On the node's disk, until the store has it: a gateway or a store that is away for hours loses nothing.
  sending_queue: {
    enabled: true,
    storage: 'file_storage',
    sizer: 'bytes',
    queue_size: 256 * mebibyte,
    num_consumers: 4,
    block_on_overflow: true,
    batch: batches,
  },
};
