/** Binds the gateway's pods to the target group of the network load balancer that the cloud layer owns. */
import { awsSubnets, edgeTargets, gatewayOf } from '../../../../lib/names';
import type { Factory } from '../../../context';
import { targetGroupBinding } from './target-group-binding';

export const ingressBinding: Factory = ({ platform, cluster, names }) => {
  if (cluster.provider !== 'aws') return undefined;
  const targets = edgeTargets(platform);
  const { public: sources } = awsSubnets(cluster);
  return {
    name: 'ingress-binding',
    summary: 'Registers the gateway in the target group of the cloud layer',
    namespace: gatewayOf(platform).namespace,
    // Not the gateway itself: pods that start after their binding get a readiness gate, also on the first day.
    needs: ['crds', 'namespaces', 'load-balancer-targets'],
    provides: ['load-balancer-targets'],
    // Unbound, the cluster serves nobody.
    keep: true,
    content: {
      kind: 'manifests',
      build(chart) {
        for (const target of targets) targetGroupBinding(chart, target, sources, names);
      },
    },
    intents: {
      flows: targets.map(({ namespace, pods, targetPort, status, id }) => ({
        from: { outside: 'load-balancer' },
        to: { namespace, pods },
        ports: [{ port: targetPort }, { port: status.port }],
        why: `load balancer and its health checks (${id})`,
      })),
    },
  };
};
