import type { Workload } from '../../../lib/model';
import { workloadRules } from '../../../manifests/workloads/rules';
import { platformOf } from '../foundation/rendered';

const alerts = (workload: Workload) => workloadRules(workload).rules?.flatMap((group) => group.alerts ?? []) ?? [];

describe('alerts of a workload', () => {
  const [console] = platformOf().workloads;
  if (!console) throw new Error('the example has no workload');

  it('page when it has no pod or does not exist, but not when nothing is known of the cluster', () => {
    const down = alerts(console).find(({ alert }) => alert === 'WorkloadDown');
    const pods = 'kube_deployment_status_replicas_available{namespace="console", deployment="console"}';
    expect(down).toMatchObject({
      severity: 'critical',
      expr: `max by (namespace, deployment) (${pods}) == 0 or absent(${pods}) and on () count(kube_pod_info) > 0`,
    });
  });

  it('watch the largest number of pods only where it can change', () => {
    const names = (replicas: Workload['replicas']) => alerts({ ...console, replicas }).map(({ alert }) => alert);
    expect(names({ min: 2, max: 4 })).toContain('WorkloadAtMaximum');
    expect(names({ min: 2, max: 2 })).not.toContain('WorkloadAtMaximum');
  });
});
