import { daemonSetMissing } from '../../../../lib/constructs/kube-state';
import { namespaces } from '../../../../lib/names';
import type { Factory } from '../../../context';
import { cniValues } from './values';

const pods = { 'k8s-app': 'istio-cni-node' };

/** Redirects the traffic of pods into their sidecar from the node, so that no pod needs NET_ADMIN. */
export const cni: Factory = ({ versions }) => ({
  name: 'istio-cni',
  summary: 'Istio CNI agent on every node: pods join the mesh without privileges',
  namespace: namespaces.meshNetwork,
  needs: ['namespaces'],
  provides: ['mesh-network'],
  content: { kind: 'helm', chart: versions.charts.istioCni, values: cniValues },
  intents: {
    // One pod on each node: the quota follows the largest cluster that platform.yaml allows.
    namespaces: [{ name: namespaces.meshNetwork, podSecurity: 'privileged', quota: { pods: 500, cpu: '250', memory: '125Gi' } }],
    flows: [
      {
        from: { namespace: namespaces.meshNetwork, pods, serviceAccount: 'istio-cni' },
        to: { outside: 'api-server' },
        ports: [{ port: 443 }],
        why: 'reads pods of its node',
      },
    ],
    scrapes: [{ name: 'istio-cni', namespace: namespaces.meshNetwork, kind: 'pods', selector: pods, port: 'metrics', targetPort: 15014 }],
    rules: [
      {
        group: 'istio-cni',
        alerts: [
          {
            alert: 'MeshAgentMissing',
            expr: `${daemonSetMissing('ready', namespaces.meshNetwork, 'istio-cni-node')} > 0`,
            for: '15m',
            severity: 'warning',
            summary: 'Nodes without a ready mesh agent: {{ $value }}',
            description: 'New pods of the mesh do not start on these nodes. Look at the pods that are not ready: kubectl -n istio-cni get pods -o wide.',
          },
        ],
      },
    ],
  },
});
