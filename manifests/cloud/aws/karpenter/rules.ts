/** Alerts and dashboard of node autoscaling. */
import type { Dashboard, Intents } from '../../../../lib/components';

export const rules: Intents['rules'] = {
  group: 'karpenter',
  alerts: [
    {
      alert: 'NodePoolNearLimit',
      expr: 'max by (nodepool, resource_type) (karpenter_nodepools_usage / (karpenter_nodepools_limit > 0)) > 0.9',
      for: '15m',
      severity: 'warning',
      summary: 'Node pool {{ $labels.nodepool }} uses {{ $value | humanizePercentage }} of its {{ $labels.resource_type }} limit',
      description: 'At the limit no node is added and pods stay pending. Raise nodePools.workload in platform.yaml, or find out what grows.',
    },
    {
      alert: 'NodesNotLaunched',
      expr: 'sum by (error) (increase(karpenter_cloudprovider_errors_total{error!="NodeClaimNotFoundError"}[15m])) > 5',
      for: '15m',
      severity: 'warning',
      summary: 'EC2 refuses to launch or to end nodes{{ with $labels.error }}: {{ . }}{{ end }}',
      description:
        'No capacity of the wanted types, a quota of the account, or a missing right of the role `karpenter`. See the log of karpenter and `kubectl get nodeclaims`.',
    },
    {
      alert: 'NodeDrainStuck',
      expr: 'max by (node) (kube_node_spec_taint{key="karpenter.sh/disrupted"}) == 1',
      for: '2h',
      severity: 'warning',
      summary: 'Node {{ $labels.node }} has been draining for two hours',
      description:
        'A disruption budget of its pods does not let them go: usually a database with one instance too few. `kubectl get pdb -A` shows budgets with no allowed disruption.',
    },
    {
      alert: 'KarpenterAbsent',
      expr: 'absent(karpenter_build_info)',
      for: '15m',
      severity: 'critical',
      summary: 'Karpenter is not running',
      description:
        'No node is added for pending pods, and interrupted nodes are not drained. It runs on the system node group only: kubectl -n karpenter get pods -o wide.',
    },
  ],
};

export const dashboard: Dashboard = {
  uid: 'platform-nodes-karpenter',
  title: 'Node autoscaling',
  folder: 'Platform',
  description: 'Nodes that Karpenter runs, their pools and limits.',
  rows: [
    {
      title: 'Capacity',
      panels: [
        {
          title: 'Use of the limits',
          type: 'timeseries',
          unit: 'percentunit',
          thresholds: { warning: 0.8, critical: 0.9 },
          queries: [
            {
              expr: 'max by (nodepool, resource_type) (karpenter_nodepools_usage{cluster=~"$cluster"} / (karpenter_nodepools_limit{cluster=~"$cluster"} > 0))',
              legend: '{{nodepool}} {{resource_type}}',
            },
          ],
        },
        {
          title: 'Nodes by type',
          type: 'timeseries',
          queries: [
            {
              expr: 'count by (instance_type, zone) (karpenter_nodes_allocatable{cluster=~"$cluster",resource_type="cpu"})',
              legend: '{{instance_type}} {{zone}}',
            },
          ],
        },
      ],
    },
    {
      title: 'Changes',
      panels: [
        {
          title: 'Node claims made and ended',
          type: 'timeseries',
          queries: [
            { expr: 'sum by (nodepool) (increase(karpenter_nodeclaims_created_total{cluster=~"$cluster"}[15m]))', legend: 'made {{nodepool}}' },
            { expr: 'sum by (nodepool) (increase(karpenter_nodeclaims_terminated_total{cluster=~"$cluster"}[15m]))', legend: 'ended {{nodepool}}' },
          ],
        },
        {
          title: 'Disruptions',
          type: 'timeseries',
          queries: [{ expr: 'sum by (reason) (increase(karpenter_nodeclaims_disrupted_total{cluster=~"$cluster"}[15m]))', legend: '{{reason}}' }],
        },
        {
          title: 'Seconds until pods start',
          type: 'timeseries',
          unit: 's',
          queries: [
            { expr: 'max by (cluster) (karpenter_pods_startup_duration_seconds{cluster=~"$cluster", quantile="0.9"})', legend: 'nine of ten {{cluster}}' },
          ],
        },
      ],
    },
  ],
};
