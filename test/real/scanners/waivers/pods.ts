/** Pods of ours, and reasons that two scanners ask for under two ids. */

/** Everything of ours that runs. */
export const allPods = [
  'Deployment/*/*',
  'StatefulSet/*/*',
  'DaemonSet/observability-agents/otel-agent',
  'CronJob/keycloak/keycloak-realm-sync',
  'Job/keycloak/keycloak-realm-*',
];

/** Workloads of platform.yaml: other people's images. */
export const workloads = ['Deployment/api/api', 'Deployment/console/console', 'Deployment/status/status'];

export const agent = 'DaemonSet/observability-agents/otel-agent';

export const noCpuLimit =
  'A CPU limit throttles while the node is idle: probes and leases fail. Requests and the quota of every namespace share the CPU; memory, which cannot be shared, has limits.';
export const imageSaysWho =
  'The image says as whom it runs, and its files belong to that user; the namespace enforces Pod Security restricted, which refuses root, whatever the image says.';
export const nodeLogs =
  "The agent reads the journal and the log files of its node, with the node's own journalctl: files of root behind modes that only root or DAC_READ_SEARCH passes, and a chroot. All other capabilities are dropped, its root is read-only, and so are its mounts of the node but for its own queue.";
export const collectorWithoutJournal = 'The collector reads the journal without the programs of the node.';
