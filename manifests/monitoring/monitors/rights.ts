/** What Prometheus may read in the cluster: targets in every namespace, metrics of kubelets and of the API server. */
import type { Chart } from 'cdk8s';
import { ClusterRole, ClusterRoleBinding } from '../../../imports/k8s';
import { namespaces } from '../../../lib/names';

const read = ['get', 'list', 'watch'];

export function rights(chart: Chart, serviceAccount: string): void {
  const name = 'prometheus';
  new ClusterRole(chart, 'role', {
    metadata: { name },
    rules: [
      { apiGroups: [''], resources: ['services', 'pods'], verbs: read },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: read },
      { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
      { nonResourceURLs: ['/metrics'], verbs: ['get'] },
    ],
  });
  new ClusterRoleBinding(chart, 'role-binding', {
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name: serviceAccount, namespace: namespaces.observability }],
  });
}
