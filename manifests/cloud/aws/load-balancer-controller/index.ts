/** AWS Load Balancer Controller, only for TargetGroupBindings: keeps the addresses of pods in the cloud layer's target groups. */
import { namespaces } from '../../../../lib/names';
import type { Factory } from '../../../context';
import { rules } from './rules';
import { metricsPort, podLabels, values } from './values';

const namespace = namespaces.system;

export const loadBalancerController: Factory = (context) => {
  if (context.cluster.provider !== 'aws') return undefined;
  return {
    name: 'aws-load-balancer-controller',
    summary: 'AWS Load Balancer Controller, reduced to binding target groups of the cloud layer',
    namespace,
    needs: ['crds', 'namespaces', 'certificate-controller'],
    provides: ['load-balancer-targets'],
    content: { kind: 'helm', chart: context.versions.charts.awsLoadBalancerController, values: () => values(context) },
    intents: {
      // No flows: kube-system has no network policies (see the owner of namespaces).
      scrapes: [{ name: 'aws-load-balancer-controller', namespace, kind: 'pods', selector: podLabels, port: 'metrics-server', targetPort: metricsPort }],
      rules: [rules],
    },
  };
};
