/** The way from the cloud layer's load balancer to the querier that other clusters ask. */
import type { Chart } from 'cdk8s';
import { Service } from '../../../../imports/k8s';
import { bindTargets, internalLoadBalancer } from '../../../../lib/constructs/peer-exposure';
import type { AzureCluster } from '../../../../lib/model';
import { azureIngress, ingressPort, ingressSources, loadBalancerSources, privateSources, type IngressPort } from '../../../../lib/names';
import type { Context } from '../../../context';
import { parts } from '../parts';

const { name, pods } = parts.peerQuery;

export function exposure(chart: Chart, context: Context): void {
  const { platform, cluster, names } = context;
  const port = ingressPort(platform, 'metrics');
  if (cluster.provider === 'aws') bindTargets(chart, 'targets', names, cluster, { name }, port);
  else loadBalancer(chart, context, cluster, port);
}

/**
 * In the private network between the clusters, and behind the firewall, an internal address of its own; without either a
 * port of the cluster's public address, for the peers' addresses only.
 */
function loadBalancer(chart: Chart, context: Context, cluster: AzureCluster, port: IngressPort): void {
  const annotation = (key: string) => `service.beta.kubernetes.io/azure-${key}`;
  const shared = {
    [annotation('pip-name')]: azureIngress.publicAddress(cluster),
    [annotation('load-balancer-resource-group')]: context.names.resourceGroup('network'),
  };
  const isInternal = port.way === 'private' || cluster.network.egress === 'firewall';
  new Service(chart, 'load-balancer', {
    metadata: {
      name: `${name}-load-balancer`,
      annotations: { [annotation('load-balancer-tcp-idle-timeout')]: '15', ...(isInternal ? internalLoadBalancer(cluster, port) : shared) },
    },
    spec: {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      selector: pods,
      ports: [{ name: 'grpc', port: port.port, targetPort: port.targetPort, protocol: 'TCP' }],
      loadBalancerSourceRanges: [...sources(context, cluster, port)],
    },
  });
}

/** An empty list would open the port to everybody: before the lock file knows the peers, nobody (the loopback range) may connect. */
function sources({ platform, lock }: Context, cluster: AzureCluster, port: IngressPort): readonly string[] {
  if (port.way === 'private') return privateSources(platform, cluster);
  const known = ingressSources(platform, lock, cluster, port).flatMap(({ cidrs }) => cidrs);
  return loadBalancerSources(cluster) ?? (known.length > 0 ? known : ['127.0.0.1/32']);
}
