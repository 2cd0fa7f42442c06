import { autoscalerAtMaximum, daemonSetMissing, deploymentDown, podsAvailable, statefulSetDown } from '../../../lib/constructs/kube-state';

describe('what kube-state-metrics says of an object', () => {
  it('is asked by the object, so that it does not matter which pod says it', () => {
    expect(podsAvailable('api', 'web')).toBe('max by (namespace, deployment) (kube_deployment_status_replicas_available{namespace="api", deployment="web"})');
    expect(daemonSetMissing('ready', 'a', 'b')).toBe(
      'max by (namespace, daemonset) (kube_daemonset_status_desired_number_scheduled{namespace="a", daemonset="b"}) - max by (namespace, daemonset) (kube_daemonset_status_number_ready{namespace="a", daemonset="b"})',
    );
    expect(autoscalerAtMaximum('api', 'web')).toMatch(/^max by .* >= max by /);
  });

  it('is down when it is gone, but not when nothing is known of any pod', () => {
    for (const down of [deploymentDown('api', 'web'), statefulSetDown('api', 'web')])
      expect(down).toMatch(/ == 0 or absent\(.*\) and on \(\) count\(kube_pod_info\) > 0$/);
  });
});
