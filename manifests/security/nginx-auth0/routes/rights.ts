import type { Chart } from 'cdk8s';
import { ClusterRole } from '../../../../imports/k8s';
import { nginx } from '../names';

const read = ['get', 'list', 'watch'];
const kinds = ['globalconfigurations', 'policies', 'transportservers', 'virtualserverroutes', 'virtualservers'];

/**
 * What the controller reads in the whole cluster, under the name to which its chart binds it: the chart's own role reads
 * every Secret and changes every Service. Secrets it reads in its own namespace only.
 */
export const controllerRights = (chart: Chart): ClusterRole =>
  new ClusterRole(chart, 'rights', {
    metadata: { name: nginx.fullName },
    rules: [
      { apiGroups: [''], resources: ['namespaces', 'pods', 'services'], verbs: read },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: read },
      { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'ingressclasses'], verbs: read },
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['list', 'watch'] },
      { apiGroups: ['k8s.nginx.org'], resources: kinds, verbs: read },
      { apiGroups: ['k8s.nginx.org'], resources: kinds.filter((kind) => kind !== 'globalconfigurations').map((kind) => `${kind}/status`), verbs: ['update'] },
    ],
  });
