/** The way from the cloud layer's address to the gateway's pods: a load balancer at an address that the cloud layer knows beforehand. */
import { ingressSources, loadBalancerSources, edgeTargets, gatewayOf } from '../../../../lib/names';
import type { Factory } from '../../../context';
import { loadBalancer } from './service';

export const ingressBinding: Factory = ({ platform, cluster, names, lock }) => {
  if (cluster.provider !== 'azure') return undefined;
  const targets = edgeTargets(platform).map((target) => ({
    target,
    sources: loadBalancerSources(cluster) ?? ingressSources(platform, lock, cluster, target).flatMap(({ cidrs }) => cidrs),
  }));
  return {
    name: 'ingress-binding',
    summary: 'Load balancer in front of the gateway, at the address that the cloud layer sends traffic to',
    namespace: gatewayOf(platform).namespace,
    // Not the gateway itself: the load balancer stands before there are pods behind it.
    needs: ['namespaces'],
    provides: ['load-balancer-targets'],
    // A deleted load balancer comes back at the same address, but not before minutes have passed.
    keep: true,
    content: {
      kind: 'manifests',
      build(chart) {
        for (const { target, sources } of targets) loadBalancer(chart, target, sources, cluster, names);
      },
    },
    intents: {
      flows: targets.map(({ target: { namespace, pods, targetPort, id } }) => ({
        from: { outside: 'load-balancer' },
        to: { namespace, pods },
        ports: [{ port: targetPort }],
        why: `load balancer (${id})`,
      })),
    },
  };
};
