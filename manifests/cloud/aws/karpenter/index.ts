/** Karpenter: adds EC2 nodes for pending pods and takes them away again. */
import { namespaces, pricingHost } from '../../../../lib/names';
import type { Factory } from '../../../context';
import { dashboard, rules } from './rules';
import { metricsPort, podLabels, values } from './values';

const namespace = namespaces.autoscaling;
const pods = { namespace, pods: podLabels };

export const karpenter: Factory = (context) => {
  const { cluster } = context;
  if (cluster.provider !== 'aws') return undefined;
  return {
    name: 'karpenter',
    summary: 'Karpenter: node autoscaling on EC2',
    namespace,
    needs: ['crds', 'namespaces'],
    provides: ['node-autoscaling'],
    content: { kind: 'helm', chart: context.versions.charts.karpenter, values: () => values(context) },
    intents: {
      namespaces: [{ name: namespace, podSecurity: 'restricted', quota: { pods: 6, cpu: '2', memory: '4Gi' } }],
      flows: [
        { from: pods, to: { outside: 'api-server' }, ports: [{ port: 443 }], why: 'watches pods, makes nodes' },
        { from: pods, to: { outside: 'private-endpoints' }, ports: [{ port: 443 }], why: 'ec2, eks, sqs, ssm, sts' },
      ],
      egressHosts: [
        // Neither has an endpoint in the VPC.
        { from: pods, hosts: ['iam.amazonaws.com'], why: 'instance profile of the nodes' },
        { from: pods, hosts: [pricingHost(cluster)], why: 'prices, to choose the cheapest type that fits' },
      ],
      scrapes: [{ name: 'karpenter', namespace, kind: 'pods', selector: podLabels, port: 'http-metrics', targetPort: metricsPort }],
      rules: [rules],
      dashboards: [dashboard],
    },
  };
};
