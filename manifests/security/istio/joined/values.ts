import { internalLoadBalancer } from '../../../../lib/constructs/peer-exposure';
import { eastWestGateway, ingressPort, priorityClasses, privateSources } from '../../../../lib/names';
import type { Context } from '../../../context';
import { meshNetwork } from '../istiod/mesh-config';

/** Where services of this cluster answer the other one: inside the private link between both, never on the internet. */
export const eastWestValues = (context: Context): object => ({
  networkGateway: meshNetwork(context.cluster),
  service: service(context),
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
      labelSelector: { matchLabels: eastWestGateway.pods },
      matchLabelKeys: ['pod-template-hash'],
    },
  ],
  priorityClassName: priorityClasses.platform,
  global: { networkPolicy: { enabled: false } },
});

/** On AWS the pods are bound to the cloud layer's load balancer; on Azure the cluster makes one, at the address that the other cluster knows. */
const service = ({ platform, cluster }: Context): object =>
  cluster.provider === 'aws'
    ? { type: 'ClusterIP' }
    : {
        type: 'LoadBalancer',
        annotations: internalLoadBalancer(cluster, ingressPort(platform, 'mesh')),
        loadBalancerSourceRanges: [...privateSources(platform, cluster)],
        externalTrafficPolicy: 'Local',
        // A node port would be a second way in, and the quota of the namespace refuses it.
        allocateLoadBalancerNodePorts: false,
      };
