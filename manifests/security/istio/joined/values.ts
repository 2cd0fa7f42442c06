import type { Cluster } from '../../../../lib/model';
import { priorityClasses } from '../../../../lib/names';
import type { Context } from '../../../context';
import { meshNetwork } from '../istiod/mesh-config';

/** Name of the release, the Service and the service account. */
export const eastWest = {
  name: 'istio-eastwestgateway',
  selector: { app: 'istio-eastwestgateway', istio: 'eastwestgateway' },
  tlsPort: 15443,
  statusPort: 15021,
} as const;

/** Where services of this cluster answer the other one: inside the private link between both, never on the internet. */
export const eastWestValues = ({ cluster, peers }: Context): object => ({
  networkGateway: meshNetwork(cluster),
  service: {
    type: 'LoadBalancer',
    annotations: internalLoadBalancer[cluster.provider],
    loadBalancerSourceRanges: peers.map(({ network }) => network.cidr),
    externalTrafficPolicy: 'Local',
    // A node port would be a second way in, and the quota of the namespace refuses it.
    allocateLoadBalancerNodePorts: false,
  },
  securityContext: { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }], seccompProfile: { type: 'RuntimeDefault' } },
  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '1', memory: '512Mi' } },
  autoscaling: { enabled: true, minReplicas: 2, maxReplicas: 5, targetCPUUtilizationPercentage: 70 },
  podDisruptionBudget: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'topology.kubernetes.io/zone',
      whenUnsatisfiable: 'DoNotSchedule',
      nodeTaintsPolicy: 'Honor',
      labelSelector: { matchLabels: eastWest.selector },
      matchLabelKeys: ['pod-template-hash'],
    },
  ],
  priorityClassName: priorityClasses.platform,
  global: { networkPolicy: { enabled: false } },
});

const internalLoadBalancer: Record<Cluster['provider'], Readonly<Record<string, string>>> = {
  aws: {
    'service.beta.kubernetes.io/aws-load-balancer-type': 'external',
    'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal',
    'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type': 'ip',
    'service.beta.kubernetes.io/aws-load-balancer-healthcheck-protocol': 'http',
    'service.beta.kubernetes.io/aws-load-balancer-healthcheck-port': '15021',
    'service.beta.kubernetes.io/aws-load-balancer-healthcheck-path': '/healthz/ready',
  },
  azure: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' },
};
