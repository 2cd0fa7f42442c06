/** Which nodes Karpenter may run, how many, and when it may touch running ones. */
import type { Chart } from 'cdk8s';
import { NodePool, type NodePoolProps } from '../../../../imports/karpenter.sh';
import type { AwsCluster } from '../../../../lib/model';
import { awsZones, labels, nodes } from '../../../../lib/names';

type Spec = NodePoolProps['spec'];

export function nodePool(chart: Chart, cluster: AwsCluster, owner: string): void {
  const { cpuLimit, memoryLimitGiB } = cluster.nodePools.workload;
  new NodePool(chart, 'pool', {
    metadata: { name: nodes.workloadPool },
    spec: {
      template: {
        metadata: { labels: { [nodes.poolLabel]: nodes.workloadPool, [labels.owner]: owner } },
        spec: {
          nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: nodes.workloadPool },
          requirements: requirements(cluster),
          // Never by age: expiry ignores the budgets below. Nodes are renewed by drift, when the pinned image changes.
          expireAfter: 'Never',
        },
      },
      limits: { cpu: String(cpuLimit), memory: `${memoryLimitGiB}Gi` },
      disruption,
    },
  });
}

/** On demand only: a database that loses its node with two minutes' notice fails over for a discount. */
const requirements = (cluster: AwsCluster): Spec['template']['spec']['requirements'] => [
  { key: 'karpenter.k8s.aws/instance-family', operator: 'In', values: [...cluster.nodePools.workload.families] },
  // Small nodes spend too much on daemons, large ones take too much with them.
  { key: 'karpenter.k8s.aws/instance-cpu', operator: 'Gt', values: ['3'] },
  { key: 'karpenter.k8s.aws/instance-cpu', operator: 'Lt', values: ['33'] },
  { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['on-demand'] },
  { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64'] },
  { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] },
  { key: 'topology.kubernetes.io/zone', operator: 'In', values: awsZones.map((zone) => `${cluster.region}${zone}`) },
];

/**
 * Every move of a database is a failover. Empty nodes go at any time; nodes with pods are renewed (drift) or merged
 * (underutilized) one at a time and only at night; PodDisruptionBudgets hold on top of that. Schedules are in UTC.
 */
const disruption: NonNullable<Spec['disruption']> = {
  consolidationPolicy: 'WhenEmptyOrUnderutilized',
  consolidateAfter: '15m',
  budgets: [
    { nodes: '1', reasons: ['Drifted', 'Underutilized'] },
    { nodes: '0', reasons: ['Drifted', 'Underutilized'], schedule: '0 4 * * *', duration: '18h' },
    { nodes: '20%', reasons: ['Empty'] },
  ],
};
