/** Alerts of a workload. */
import type { ComponentIntents } from '../../lib/components';
import type { Workload } from '../../lib/model';

const available = (name: string): string => `kube_deployment_status_replicas_available{namespace="${name}", deployment="${name}"}`;

/** Alerts that every workload gets. Availability of its endpoint is watched where endpoints are. */
export const workloadRules = ({ name, replicas }: Workload): ComponentIntents => ({
  rules: [
    {
      group: `workload-${name}`,
      alerts: [
        {
          alert: 'WorkloadReplicasMissing',
          expr: `${available(name)} < ${replicas.min}`,
          for: '15m',
          severity: 'warning',
          summary: `${name} has {{ $value }} of at least ${replicas.min} pods`,
          description: `kubectl -n ${name} get pods; look at the events of those that are not Running. After a commit: revert it.`,
          labels: { workload: name },
        },
        {
          alert: 'WorkloadDown',
          // Also when it is gone altogether, but not while nothing is known of any Deployment: that has an alert of its own.
          expr: `${available(name)} == 0 or absent(${available(name)}) and on () count(kube_deployment_status_replicas_available) > 0`,
          for: '5m',
          severity: 'critical',
          summary: `${name} has no pod that can serve`,
          description: 'The edge sends its traffic to the other cluster if the workload runs there. Look at the last rollout and at the nodes.',
          labels: { workload: name },
        },
        ...(replicas.max > replicas.min
          ? [
              {
                alert: 'WorkloadAtMaximum',
                expr: `kube_horizontalpodautoscaler_status_current_replicas{namespace="${name}"} >= kube_horizontalpodautoscaler_spec_max_replicas{namespace="${name}"}`,
                for: '30m',
                severity: 'warning' as const,
                summary: `${name} runs at its largest number of pods`,
                description: `Raise workloads[${name}].replicas.max in platform.yaml, or find out what loads it.`,
                labels: { workload: name },
              },
            ]
          : []),
      ],
    },
  ],
});
