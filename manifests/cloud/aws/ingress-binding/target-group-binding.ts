/** Registers pods in a target group that the cloud layer owns. */
import type { Chart } from 'cdk8s';
import { TargetGroupBinding } from '../../../../imports/elbv2.k8s.aws';
import { Service } from '../../../../imports/k8s';
import type { EdgeTarget, Names } from '../../../../lib/names';

export function targetGroupBinding(chart: Chart, target: EdgeTarget, sources: readonly string[], names: Names): void {
  const { service: name, namespace, pods, port, targetPort, status } = target;
  // Only names the pods: nobody connects to it.
  new Service(chart, name, {
    metadata: { name, namespace },
    spec: { type: 'ClusterIP', selector: pods, ports: [{ name: 'tls', port, targetPort, protocol: 'TCP', appProtocol: 'tls' }] },
  });
  new TargetGroupBinding(chart, `${name}-binding`, {
    metadata: { name, namespace },
    spec: {
      // By name: the ARN has a random part, the name is the contract.
      targetGroupName: names.targetGroup(port),
      targetType: 'ip',
      ipAddressType: 'ipv4',
      serviceRef: { name, port },
      // Rules of the nodes' security group: traffic and health checks come from the load balancer's own addresses.
      networking: {
        ingress: [
          {
            from: sources.map((cidr) => ({ ipBlock: { cidr } })),
            ports: [...new Set([targetPort, status.port])].map((open) => ({ port: open, protocol: 'TCP' as const })),
          },
        ],
      },
    },
  });
}
