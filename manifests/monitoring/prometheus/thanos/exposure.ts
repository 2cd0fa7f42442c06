/** The way from the cloud layer's load balancer to the querier that other clusters ask. */
import type { Chart } from 'cdk8s';
import { TargetGroupBinding } from '../../../../imports/elbv2.k8s.aws';
import { Service } from '../../../../imports/k8s';
import type { AwsCluster, AzureCluster } from '../../../../lib/model';
import { awsSubnets, azureIngress, azureMetricsPeerAddress, ingressPorts, ingressSources, loadBalancerSources, metricsPeer } from '../../../../lib/names';
import type { Context } from '../../../context';
import { parts } from '../parts';

const { name, pods } = parts.peerQuery;

export function exposure(chart: Chart, context: Context): void {
  const { cluster } = context;
  if (cluster.provider === 'aws') targets(chart, context, cluster);
  else loadBalancer(chart, context, cluster);
}

/** Registers the pods in the target group; the cloud layer decides who reaches its listener. */
function targets(chart: Chart, { names }: Context, cluster: AwsCluster): void {
  new TargetGroupBinding(chart, 'targets', {
    metadata: { name },
    spec: {
      targetGroupName: names.targetGroup(metricsPeer.port),
      targetType: 'ip',
      ipAddressType: 'ipv4',
      serviceRef: { name, port: metricsPeer.port },
      networking: {
        ingress: [
          {
            from: awsSubnets(cluster).public.map((cidr) => ({ ipBlock: { cidr } })),
            ports: [metricsPeer.port, metricsPeer.statusPort].map((port) => ({ port, protocol: 'TCP' as const })),
          },
        ],
      },
    },
  });
}

/** Behind the firewall an internal address of its own; without it a port of the cluster's public address, for the peers' addresses only. */
function loadBalancer(chart: Chart, context: Context, cluster: AzureCluster): void {
  const annotation = (key: string) => `service.beta.kubernetes.io/azure-${key}`;
  const internal = {
    [annotation('load-balancer-internal')]: 'true',
    [annotation('load-balancer-internal-subnet')]: azureIngress.subnet,
    [annotation('load-balancer-ipv4')]: azureMetricsPeerAddress(cluster),
  };
  const shared = {
    [annotation('pip-name')]: azureIngress.publicAddress(cluster),
    [annotation('load-balancer-resource-group')]: context.names.resourceGroup('network'),
  };
  new Service(chart, 'load-balancer', {
    metadata: {
      name: `${name}-load-balancer`,
      annotations: { [annotation('load-balancer-tcp-idle-timeout')]: '15', ...(cluster.network.egress === 'firewall' ? internal : shared) },
    },
    spec: {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      selector: pods,
      ports: [{ name: 'grpc', port: metricsPeer.port, targetPort: metricsPeer.port, protocol: 'TCP' }],
      loadBalancerSourceRanges: [...(loadBalancerSources(cluster) ?? peerAddresses(context))],
    },
  });
}

/** An empty list would open the port to everybody: before the lock file knows the peers, nobody (the loopback range) may connect. */
function peerAddresses({ platform, lock, cluster }: Context): readonly string[] {
  const known = ingressPorts(platform)
    .filter(({ from }) => from === 'peers')
    .flatMap((port) => ingressSources(platform, lock, cluster, port).flatMap(({ cidrs }) => cidrs));
  return known.length > 0 ? known : ['127.0.0.1/32'];
}
