import type { Chart } from 'cdk8s';
import { Role, RoleBinding } from '../../../imports/k8s';
import { namespaces } from '../../../lib/names';

/** cert-manager may ask for tokens of its own service account, and of no other. */
export function tokenRights(chart: Chart): void {
  const metadata = { name: 'cert-manager-own-tokens', namespace: namespaces.certificates };
  new Role(chart, 'own-tokens', {
    metadata,
    rules: [{ apiGroups: [''], resources: ['serviceaccounts/token'], resourceNames: ['cert-manager'], verbs: ['create'] }],
  });
  new RoleBinding(chart, 'own-tokens-binding', {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name },
    subjects: [{ kind: 'ServiceAccount', name: 'cert-manager', namespace: namespaces.certificates }],
  });
}
