/** The way from the load balancer of an endpoint to the instance that takes writes. */
import type { Chart } from 'cdk8s';
import { TargetGroupBinding } from '../../../imports/elbv2.k8s.aws';
import { awsSubnets, databaseTargetGroup } from '../../../lib/names';
import { databaseLabels } from '../context';
import type { PostgresqlContext } from '.';

/** On AWS the cloud layer owns the load balancer; on AKS a Service of the operator asks the cloud for one (cluster.ts). */
export function endpoint(chart: Chart, context: PostgresqlContext): void {
  const { database, cluster, tenant } = context;
  if (database.endpoint.kind === 'in-cluster' || cluster.provider !== 'aws') return;
  new TargetGroupBinding(chart, `${database.name}-binding`, {
    metadata: { name: `${database.name}-${database.endpoint.kind}`, labels: databaseLabels(context) },
    spec: {
      targetGroupName: databaseTargetGroup(cluster, tenant.name, database.name),
      targetType: 'ip',
      ipAddressType: 'ipv4',
      serviceRef: { name: `${database.name}-rw`, port: 5432 },
      networking: { ingress: [{ from: awsSubnets(cluster).public.map((cidr) => ({ ipBlock: { cidr } })), ports: [{ port: 5432, protocol: 'TCP' }] }] },
    },
  });
}
