/** Values of charts cloudnative-pg and plugin-barman-cloud. */
import { resources, spread } from '../../../lib/constructs/pods';
import { onSystemNodes, priorityClasses } from '../../../lib/names';
import type { Context } from '../../context';

export const operatorLabels = { 'app.kubernetes.io/name': 'cloudnative-pg' } as const;

export const operatorValues = ({ cluster }: Context): object => ({
  fullnameOverride: 'cloudnative-pg',
  // One works, the other waits for its lease; both answer webhooks, without which no Cluster can be changed.
  replicaCount: 2,
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
  crds: { create: false },
  config: {
    clusterWide: true,
    // A new operator restarts every database: one cluster after the other, one instance after the other, in seconds.
    data: { CLUSTERS_ROLLOUT_DELAY: '120', INSTANCES_ROLLOUT_DELAY: '30' },
    maxConcurrentReconciles: 10,
  },
  priorityClassName: priorityClasses.platform,
  resources: resources('100m', '256Mi'),
  containerSecurityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsUser: 10001,
    runAsGroup: 10001,
    seccompProfile: { type: 'RuntimeDefault' },
    capabilities: { drop: ['ALL'] },
  },
  topologySpreadConstraints: spread(operatorLabels),
  ...onSystemNodes(cluster),
  // Scrapes come from the monitoring option.
  monitoring: { podMonitorEnabled: false, grafanaDashboard: { create: false } },
});

/** The plugin takes part in every change of a cluster, so it is as important as the operator. */
export const pluginValues = ({ cluster, versions }: Context): object => ({
  fullnameOverride: 'barman-cloud',
  // One: the chart knows no rolling update, the plugin no second replica. Archiving does not go through it.
  replicaCount: 1,
  image: { pullPolicy: 'IfNotPresent', ...imageParts(versions.images.barmanCloudPlugin) },
  sidecarImage: imageParts(versions.images.barmanCloudSidecar),
  crds: { create: false },
  // The last one counts: the chart itself asks for debug.
  additionalArgs: ['--log-level=info'],
  priorityClassName: priorityClasses.platform,
  resources: resources('50m', '128Mi'),
  ...onSystemNodes(cluster),
});

function imageParts(image: string): { readonly registry: string; readonly repository: string; readonly tag: string } {
  const [, registry = '', repository = '', tag = ''] = /^([^/]+)\/(.+):([^:]+)$/.exec(image) ?? [];
  return { registry, repository, tag };
}
