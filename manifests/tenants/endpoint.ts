/** The way from outside the cluster to the instance that takes writes. */
import type { Chart } from 'cdk8s';
import { TargetGroupBinding } from '../../imports/elbv2.k8s.aws';
import { awsSubnets, databaseTargetGroup } from '../../lib/names';
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

/** Service of an endpoint on AKS. */
export function loadBalancer({ database: { name, endpoint }, tenant, cluster }: DatabaseContext): LoadBalancer | undefined {
  if (endpoint.kind === 'in-cluster' || cluster.provider !== 'azure') return undefined;
  return {
    annotations:
      endpoint.kind === 'private'
        ? { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' }
        : { 'service.beta.kubernetes.io/azure-pip-name': `pip-${tenant.name}-${name}` },
    spec: {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local', // clients keep their address: the allow list is checked once more, by the network policy
      loadBalancerSourceRanges: endpoint.allow,
    },
  };
}
