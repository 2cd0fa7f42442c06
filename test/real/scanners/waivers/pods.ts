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

/** Of options: workloads of platforms in examples/, whose names differ. */
export const optionWorkloads = 'Deployment/ledger/ledger';
export const filebeat = 'DaemonSet/observability-agents/filebeat';
/** Of options, and not in `allPods`. */
export const optionPods = [filebeat, 'CronJob/elastic/elasticsearch-lifecycle', 'Job/elastic/elasticsearch-lifecycle-*'];
export const logstash = 'StatefulSet/elastic/logstash';

export const noCpuLimit =
  'A CPU limit throttles while the node is idle: probes and leases fail. Requests and the quota of every namespace share the CPU; memory, which cannot be shared, has limits.';
export const sharesIdle = 'The kernel shares idle CPU with limited pods.';
export const pulledOnce =
  'Images have pinned tags and nodes of their own accounts: pulling again gives the same image, and a pod that moves while its registry is down would not start. All pods on the nodes belong to the platform, so that none uses an image that another has pulled with its credentials.';
export const sharedNodes = 'Pods of tenants with private images share the nodes.';
export const noDigest =
  'Synthesis asks no registry, so that a digest cannot be known here: versions and platform.yaml pin tags, an admission policy refuses pods without a tag or digest, and platform.yaml takes digests.';
export const digests = 'The update bot writes digests beside the tags in manifests/versions.ts.';
export const registries =
  "The list of trusted registries is an example of the check's own. Images come from the registries of their projects, which manifests/versions.ts names, and from those that platform.yaml names for workloads.";
export const ownList = 'The check takes a list, or all images come through a mirror.';
export const userSetting = 'A setting of platform.yaml says as whom a workload runs.';
export const ownersImage =
  'The image is made for the user 1000, to whom the program and what it reads belong; the namespace enforces Pod Security restricted, which refuses root.';
export const anyUser = "Elastic's image of Logstash runs as any user.";
export const imageSaysWho =
  'The image says as whom it runs, and its files belong to that user; the namespace enforces Pod Security restricted, which refuses root, whatever the image says.';
export const nodeLogs =
  "The agent reads the journal and the log files of its node, with the node's own journalctl: files of root behind modes that only root or DAC_READ_SEARCH passes, and a chroot. All other capabilities are dropped, its root is read-only, and so are its mounts of the node but for its own queue.";
export const collectorWithoutJournal = 'The collector reads the journal without the programs of the node.';
