/**
 * Accounts of what is not the platform. The one of tenants may change the kinds that a tenant consists of, wherever they
 * are: RBAC knows no namespaces by label. The account of each workload may change what runs the workload, in its own namespace, and nothing else anywhere.
 * Kept when the workload goes: its Kustomization deletes what it applied as this account, and must find it.
 */
import type { Chart } from 'cdk8s';
import { Role, RoleBinding } from '../../../imports/k8s';
import type { Component } from '../../../lib/components';
import { workloadsOn } from '../../../lib/names';
import type { Context } from '../../context';
import { hasTenants, namespace, tenantsAccount, tenantsComponent, workloadAccount } from './names';
import { actedAs, bindCluster, clusterRole, read, rule, write } from './rights';

/** Everything that a workload consists of, by group. */
const resources = {
  '': ['services', 'serviceaccounts'],
  apps: ['deployments'],
  autoscaling: ['horizontalpodautoscalers'],
  policy: ['poddisruptionbudgets'],
} as const;

/** What health is read from besides: a rollout is judged by its pods. */
const judged = [
  { apiGroups: ['apps'], resources: ['replicasets'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
];

/** Everything that a tenant consists of, by group. */
const ofTenants = {
  '': ['limitranges', 'namespaces', 'resourcequotas', 'serviceaccounts'],
  'barmancloud.cnpg.io': ['objectstores'],
  'elbv2.k8s.aws': ['targetgroupbindings'],
  'external-secrets.io': ['externalsecrets', 'pushsecrets'],
  'generators.external-secrets.io': ['passwords'],
  'k8s.mariadb.com': ['databases', 'grants', 'mariadbs', 'physicalbackups', 'pointintimerecoveries', 'users'],
  'networking.k8s.io': ['networkpolicies'],
  policy: ['poddisruptionbudgets'],
  'postgresql.cnpg.io': ['clusters', 'databases', 'databaseroles', 'poolers', 'scheduledbackups'],
  'rbac.authorization.k8s.io': ['roles', 'rolebindings'],
} as const;

/** Nobody hands out a right that he lacks: what viewers of a tenant may read. */
const ofViewers = [rule('', ['events', 'pods', 'pods/log', 'persistentvolumeclaims', 'services'], read), rule('postgresql.cnpg.io', ['backups'], read)];

function tenantRights(chart: Chart): void {
  actedAs(chart, tenantsAccount);
  clusterRole(chart, tenantsAccount, [...Object.entries(ofTenants).map(([group, kinds]) => rule(group, kinds, write)), ...ofViewers]);
  bindCluster(chart, `flux-${tenantsAccount}`, `flux-${tenantsAccount}`, [tenantsAccount]);
}

export const tenants = (context: Context): Component | undefined => {
  const workloads = workloadsOn(context.platform, context.cluster);
  const databases = hasTenants(context.platform);
  if (workloads.length === 0 && !databases) return undefined;
  return {
    name: tenantsComponent,
    summary: databases
      ? 'Accounts of Flux for workloads, each with rights in its own namespace only, and for the kinds of tenants.'
      : 'Accounts of Flux for workloads, each with rights in its own namespace only.',
    namespace,
    needs: ['namespaces', 'delivery'],
    provides: [],
    keep: true,
    content: {
      kind: 'manifests',
      build: (chart) => {
        workloads.forEach(({ name }) => tenant(chart, name));
        if (databases) tenantRights(chart);
      },
    },
  };
};

function tenant(chart: Chart, workload: string): void {
  const account = workloadAccount(workload);
  actedAs(chart, account);
  const metadata = { name: 'flux', namespace: workload };
  new Role(chart, `role-${workload}`, {
    metadata,
    rules: [...Object.entries(resources).map(([group, names]) => ({ apiGroups: [group], resources: [...names], verbs: write })), ...judged],
  });
  new RoleBinding(chart, `binding-${workload}`, {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'flux' },
    subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
  });
}
