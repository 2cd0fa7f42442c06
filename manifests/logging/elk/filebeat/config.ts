/** filebeat.yml: files of pods, and the journal of the node. */
import type { Context } from '../../../context';
import { clusterName, ownState, toLogstash } from '../beats';

export const statePort = 5066;
export const dataFolder = '/var/lib/filebeat';

export const filebeatConfig = (context: Context): object => ({
  // The node, not the pod that reads on it.
  name: '${NODE_NAME}',
  filebeat: { inputs: [podFiles, nodeJournal], registry: { flush: '1s' } },
  'path.data': dataFolder,
  processors: [clusterName(context), podNames, { drop_fields: { fields: ['container.runtime', 'ecs', 'kubernetes.node.labels'], ignore_missing: true } }],
  // Small: files are the queue. What waits here is read again after a crash.
  queue: { mem: { events: 4096, flush: { min_events: 512, timeout: '1s' } } },
  output: { logstash: toLogstash },
  ...ownState(statePort),
});

const podFiles = {
  type: 'filestream',
  id: 'pods',
  // Links whose names tell namespace, pod and container.
  paths: ['/var/log/containers/*.log'],
  // What this very container says would never end.
  prospector: {
    scanner: {
      symlinks: true,
      exclude_files: ['/filebeat-[^/]*_observability-agents_.*\\.log$'],
      // A file is known by its beginning, not by a number that the next file may get. The first line has the time to the nanosecond:
      // 64 bytes tell files apart, and a pod that says no more than that is read as well.
      fingerprint: { enabled: true, offset: 0, length: 64 },
    },
  },
  file_identity: { fingerprint: null },
  parsers: [{ container: { stream: 'all', format: 'auto' } }],
  message_max_bytes: 262_144,
  close: { on_state_change: { inactive: '5m' } },
};

/** With the node's own journalctl, whose format of journals no other need know. */
const nodeJournal = {
  type: 'journald',
  id: 'node',
  chroot: '/host',
  journalctl_path: '/usr/bin/journalctl',
  units: ['kubelet.service', 'containerd.service'],
  // How a node came to join, or did not, is what its journal is read for.
  seek: 'head',
};

/** Names of the pods of this node; nothing else is asked of the API server. */
const podNames = {
  add_kubernetes_metadata: {
    node: '${NODE_NAME}',
    scope: 'node',
    add_resource_metadata: { namespace: { enabled: false }, node: { enabled: false }, deployment: false, cronjob: false },
    default_matchers: { enabled: false },
    matchers: [{ logs_path: { logs_path: '/var/log/containers/' } }],
  },
};
