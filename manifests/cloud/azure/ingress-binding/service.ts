/** A load balancer of AKS at an address that is known beforehand. */
import type { Chart } from 'cdk8s';
import { Service } from '../../../../imports/k8s';
import type { AzureCluster } from '../../../../lib/model';
import { azureIngress, azureIngressAddress, type EdgeTarget, type Names } from '../../../../lib/names';

/** Minutes. Longer than the four that Azure takes by default, so that streams and gRPC stay open. */
const idleTimeout = '15';

/**
 * Local: a node without such a pod fails the load balancer's check, so nothing takes a second hop. Who may connect is
 * also said here, since a Service without ranges is open to the whole network.
 */
export function loadBalancer(chart: Chart, target: EdgeTarget, sources: readonly string[], cluster: AzureCluster, names: Names): void {
  const { service: name, namespace, pods, port, targetPort } = target;
  new Service(chart, name, {
    metadata: { name, namespace, annotations: annotationsOf(cluster, names) },
    spec: {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      loadBalancerSourceRanges: [...sources],
      selector: pods,
      ports: [{ name: 'tls', port, targetPort, protocol: 'TCP', appProtocol: 'tls' }],
    },
  });
}

/** Behind the firewall an internal address of the subnet `ingress`; else the public address of the network stack. */
function annotationsOf(cluster: AzureCluster, names: Names): Readonly<Record<string, string>> {
  const annotation = (name: string) => `service.beta.kubernetes.io/azure-${name}`;
  const common = { [annotation('load-balancer-tcp-idle-timeout')]: idleTimeout };
  if (cluster.network.egress === 'firewall')
    return {
      ...common,
      [annotation('load-balancer-internal')]: 'true',
      [annotation('load-balancer-internal-subnet')]: azureIngress.subnet,
      [annotation('load-balancer-ipv4')]: azureIngressAddress(cluster),
    };
  return {
    ...common,
    [annotation('pip-name')]: azureIngress.publicAddress(cluster),
    [annotation('load-balancer-resource-group')]: names.resourceGroup('network'),
  };
}
