/**
 * The account of each workload: it may change what runs the workload, in its own namespace, and nothing else anywhere.
 * Kept when the workload goes: its Kustomization deletes what it applied as this account, and must find it.
 */
import type { Chart } from 'cdk8s';
import { Role, RoleBinding } from '../../../imports/k8s';
import type { Component } from '../../../lib/components';
import { workloadsOn } from '../../../lib/names';
import type { Context } from '../../context';
import { namespace, tenantsComponent, workloadAccount } from './names';
import { actedAs, write } from './rights';

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

export const tenants = (context: Context): Component | undefined => {
  const workloads = workloadsOn(context.platform, context.cluster);
  if (workloads.length === 0) return undefined;
  return {
    name: tenantsComponent,
    summary: 'Accounts of Flux for workloads, each with rights in its own namespace only.',
    namespace,
    needs: ['namespaces', 'delivery'],
    provides: [],
    keep: true,
    content: { kind: 'manifests', build: (chart) => workloads.forEach(({ name }) => tenant(chart, name)) },
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
