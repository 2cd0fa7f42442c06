/** Values of chart aws-load-balancer-controller, reduced to binding target groups: load balancers belong to the cloud layer. */
import { resources, restrictedContainer, spread } from '../../../../lib/constructs/pods';
import { onSystemNodes, vpcName } from '../../../../lib/names';
import type { Context } from '../../../context';

export const podLabels = { 'app.kubernetes.io/name': 'aws-load-balancer-controller' } as const;
export const webhookPort = 9443;
export const metricsPort = 8080;

const { seccompProfile, ...container } = restrictedContainer;

export const values = ({ cluster, names }: Context): object => ({
  clusterName: names.cluster(),
  region: cluster.region,
  // Instead of the metadata service, which pods do not reach (one hop).
  vpcTags: { Name: vpcName(names.prefix()) },
  replicaCount: 2,
  serviceAccount: { create: true, name: names.identity('load-balancer').serviceAccount },
  podSecurityContext: { fsGroup: 65534, seccompProfile },
  securityContext: container,
  resources: resources('50m', '256Mi'),
  topologySpreadConstraints: spread(podLabels),
  podDisruptionBudget: { maxUnavailable: 1 },
  ...onSystemNodes(cluster),
  // Certificates of the webhook by cert-manager: the chart would make new ones at every rendering.
  enableCertManager: true,
  webhookBindPort: webhookPort,
  metricsBindAddr: `:${metricsPort}`,
  defaultTargetType: 'ip',
  // Nothing here makes a load balancer: no Ingress class, no Service of type LoadBalancer, no Gateway API.
  createIngressClassResource: false,
  ingressClassParams: { create: false },
  enableServiceMutatorWebhook: false,
  enableBackendSecurityGroup: false,
  enableShield: false,
  enableWaf: false,
  enableWafv2: false,
  controllerConfig: { featureGates: { EnableServiceController: false, NLBGatewayAPI: false, ALBGatewayAPI: false, GatewayListenerSet: false } },
  serviceMonitor: { enabled: false },
});
