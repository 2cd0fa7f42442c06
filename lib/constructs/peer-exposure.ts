/** The way from a load balancer of the cloud layer to pods that other clusters reach. */
import type { Chart } from 'cdk8s';
import { TargetGroupBinding } from '../../imports/elbv2.k8s.aws';
import type { AwsCluster, AzureCluster } from '../model';
import { awsSubnets, azureAddresses, azureIngress, type IngressPort, type Names } from '../names';

/** Service that names the pods: its name is that of the binding. */
export interface ExposedService {
  readonly name: string;
  readonly namespace?: string;
}

/** Registers the pods of a Service in the target group of the port; the cloud layer decides who reaches its listener. */
export function bindTargets(chart: Chart, id: string, names: Names, cluster: AwsCluster, { name, namespace }: ExposedService, port: IngressPort): void {
  new TargetGroupBinding(chart, id, {
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    spec: {
      targetGroupName: names.targetGroup(port.port),
      targetType: 'ip',
      ipAddressType: 'ipv4',
      serviceRef: { name, port: port.port },
      networking: {
        ingress: [
          {
            // Balancers of the internet and of private networks both stand in the public subnets.
            from: awsSubnets(cluster).public.map((cidr) => ({ ipBlock: { cidr } })),
            ports: [port.targetPort, port.status.port].map((open) => ({ port: open, protocol: 'TCP' as const })),
          },
        ],
      },
    },
  });
}

/** Annotations of a Service: an internal load balancer of AKS at the address that other clusters know for the port. */
export const internalLoadBalancer = (cluster: AzureCluster, { id }: Pick<IngressPort, 'id'>): Readonly<Record<string, string>> => ({
  'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
  'service.beta.kubernetes.io/azure-load-balancer-internal-subnet': azureIngress.subnet,
  'service.beta.kubernetes.io/azure-load-balancer-ipv4': azureAddresses[id](cluster),
});
