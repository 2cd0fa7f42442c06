/** The way from outside the cluster to the instance that takes writes. */
import type { Chart } from 'cdk8s';
import { TargetGroupBinding } from '../../imports/elbv2.k8s.aws';
import { awsSubnets, databaseAddress, databasePublicAddress, databaseSubnet, databaseTargetGroup, shardOf, tenantsStack } from '../../lib/names';
import { databaseLabels, type DatabaseContext } from './context';

/** On AWS the cloud layer owns the load balancer; on AKS a Service of the engine's operator asks the cloud for one (`loadBalancer`). */
export function bindEndpoint(chart: Chart, context: DatabaseContext, serviceRef: { readonly name: string; readonly port: number }): void {
  const { database, cluster, tenant } = context;
  if (database.endpoint.kind === 'in-cluster' || cluster.provider !== 'aws') return;
  new TargetGroupBinding(chart, `${database.name}-binding`, {
    metadata: { name: `${database.name}-${database.endpoint.kind}`, labels: databaseLabels(context) },
    spec: {
      targetGroupName: databaseTargetGroup(cluster, tenant.name, database.name),
      targetType: 'ip',
      ipAddressType: 'ipv4',
      serviceRef,
      networking: {
        ingress: [{ from: awsSubnets(cluster).public.map((cidr) => ({ ipBlock: { cidr } })), ports: [{ port: serviceRef.port, protocol: 'TCP' }] }],
      },
    },
  });
}

export interface LoadBalancer {
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: { readonly type: 'LoadBalancer'; readonly externalTrafficPolicy: 'Local'; readonly loadBalancerSourceRanges: readonly string[] };
}

/** Service of an endpoint on AKS. Both addresses are known before: the cloud layer leads the names of the database there. */
export function loadBalancer({ database: { name, endpoint }, tenant, cluster, names }: DatabaseContext): LoadBalancer | undefined {
  if (endpoint.kind === 'in-cluster' || cluster.provider !== 'azure') return undefined;
  const annotation = (key: string) => `service.beta.kubernetes.io/azure-${key}`;
  return {
    annotations:
      endpoint.kind === 'private'
        ? {
            [annotation('load-balancer-internal')]: 'true',
            [annotation('load-balancer-internal-subnet')]: databaseSubnet,
            [annotation('load-balancer-ipv4')]: databaseAddress(cluster, tenant.name, { name, endpoint }),
          }
        : {
            [annotation('pip-name')]: databasePublicAddress(tenant.name, name),
            [annotation('load-balancer-resource-group')]: names.resourceGroup(tenantsStack(shardOf(tenant.name))),
          },
    spec: {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local', // clients keep their address: the allow list is checked once more, by the network policy
      loadBalancerSourceRanges: endpoint.allow,
    },
  };
}
