/** Alerts of a workload. */
import type { ComponentIntents } from '../../lib/components';
import { autoscalerAtMaximum, deploymentDown, podsAvailable } from '../../lib/constructs/kube-state';
import type { Workload } from '../../lib/model';

/** Alerts that every workload gets. Availability of its endpoint is watched where endpoints are. */
export const workloadRules = ({ name, replicas }: Workload): ComponentIntents => ({
  rules: [
    {
      group: `workload-${name}`,
      alerts: [
        {
          alert: 'WorkloadReplicasMissing',
          expr: `${podsAvailable(name, name)} < ${replicas.min}`,
          for: '15m',
          severity: 'warning',
          summary: `${name} has {{ $value }} of at least ${replicas.min} pods`,
          description: `kubectl -n ${name} get pods; look at the events of those that are not Running. After a commit: revert it.`,
          labels: { workload: name },
        },
        {
          alert: 'WorkloadDown',
          expr: deploymentDown(name, name),
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
                expr: autoscalerAtMaximum(name, name),
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
