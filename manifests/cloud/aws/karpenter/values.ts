/** Values of chart karpenter. Its affinity keeps it off the nodes that it makes itself. */
import { resources, spread } from '../../../../lib/constructs/pods';
import { interruptionQueue, onSystemNodes } from '../../../../lib/names';
import type { Context } from '../../../context';

export const podLabels = { 'app.kubernetes.io/name': 'karpenter' } as const;
export const metricsPort = 8080;

export const values = ({ cluster, names }: Context): object => ({
  replicas: 2,
  serviceAccount: { create: true, name: names.identity('karpenter').serviceAccount },
  settings: {
    clusterName: names.cluster(),
    eksControlPlane: true,
    // Spot interruptions, health events and planned maintenance, so that nodes are drained before they go.
    interruptionQueue: interruptionQueue(names.prefix()),
    // No new nodes in a zone that AWS has shifted traffic away from.
    enableZonalShift: true,
  },
  // Said here, since the metadata service does not answer pods (one hop).
  controller: { env: [{ name: 'AWS_REGION', value: cluster.region }], resources: resources('500m', '1Gi') },
  topologySpreadConstraints: spread(podLabels).slice(0, 1),
  logLevel: 'info',
  serviceMonitor: { enabled: false },
  ...onSystemNodes(cluster),
});
