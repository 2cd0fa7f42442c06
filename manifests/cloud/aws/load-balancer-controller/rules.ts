/** Alerts of the load balancer controller. */
import type { Intents } from '../../../../lib/components';
import { deploymentDown } from '../../../../lib/constructs/kube-state';
import { namespaces } from '../../../../lib/names';

export const rules: Intents['rules'] = {
  group: 'aws-load-balancer-controller',
  alerts: [
    {
      alert: 'TargetGroupBindingErrors',
      expr: 'sum by (controller) (increase(controller_runtime_reconcile_errors_total{controller="targetGroupBinding"}[15m])) > 3',
      for: '15m',
      severity: 'critical',
      summary: 'Gateway pods cannot be registered in the load balancer',
      description:
        'New gateway pods stay unready and a rollout stops; running ones keep serving. Usual causes: rights of the role `load-balancer`, a target group that the cloud layer renamed, throttling. See the log of aws-load-balancer-controller in kube-system.',
    },
    {
      alert: 'LoadBalancerControllerAbsent',
      expr: deploymentDown(namespaces.system, 'aws-load-balancer-controller'),
      for: '10m',
      severity: 'critical',
      summary: 'AWS Load Balancer Controller is not running',
      description:
        'Addresses of gateway pods that move or die stay in the target group; health checks take them out of use, but no new ones come in. kubectl -n kube-system describe deployment aws-load-balancer-controller.',
    },
  ],
};
