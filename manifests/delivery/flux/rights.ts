/**
 * Who may do what. The controllers read and write objects of Flux in one namespace, and act as accounts of that namespace;
 * what reaches the cluster is decided by the account of each Kustomization and release.
 */
import type { Chart } from 'cdk8s';
import { ClusterRole, ClusterRoleBinding, Role, RoleBinding, ServiceAccount } from '../../../imports/k8s';
import { accounts, namespace } from './names';
import type { Part } from './parts';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}
export const rule = (group: string, resources: readonly string[], verbs: readonly string[]): Rule => ({ apiGroups: [group], resources, verbs });

export const read = ['get', 'list', 'watch'];
export const write = [...read, 'create', 'update', 'patch', 'delete'];

const sources = ['buckets', 'externalartifacts', 'gitrepositories', 'helmcharts', 'helmrepositories', 'ocirepositories'];
const groups = {
  source: 'source.toolkit.fluxcd.io',
  kustomize: 'kustomize.toolkit.fluxcd.io',
  helm: 'helm.toolkit.fluxcd.io',
  notification: 'notification.toolkit.fluxcd.io',
} as const;

/** Objects that a controller owns: their state and their finalizers too. */
const owned = (group: string, resources: readonly string[]): readonly Rule[] => [
  rule(group, resources, write),
  rule(
    group,
    resources.flatMap((resource) => [`${resource}/status`, `${resource}/finalizers`]),
    ['get', 'update', 'patch'],
  ),
];

/** Of every controller: its lease, its events, the configuration that objects beside it name. */
const common: readonly Rule[] = [
  rule('coordination.k8s.io', ['leases'], write),
  rule('', ['events'], ['create', 'patch']),
  rule('', ['configmaps', 'secrets', 'serviceaccounts'], read),
];
/** Only accounts of this namespace, since the right is one of this namespace. */
const actsAsAccounts = rule('', ['serviceaccounts'], ['impersonate']);

const ofController: Readonly<Record<string, readonly Rule[]>> = {
  'source-controller': owned(groups.source, sources),
  'kustomize-controller': [...owned(groups.kustomize, ['kustomizations']), rule(groups.source, sources, read), actsAsAccounts],
  'helm-controller': [
    ...owned(groups.helm, ['helmreleases']),
    // A release makes the chart that it asks for.
    rule(groups.source, ['helmcharts'], write),
    rule(groups.source, sources, read),
    actsAsAccounts,
  ],
  'notification-controller': [
    ...owned(groups.notification, ['alerts', 'providers', 'receivers']),
    rule(groups.source, sources, read),
    rule(groups.kustomize, ['kustomizations'], read),
    rule(groups.helm, ['helmreleases'], read),
  ],
};

export function rights(chart: Chart, parts: readonly Part[]): void {
  for (const { name } of parts) role(chart, name, [...common, ...(ofController[name] ?? [])]);
  for (const account of Object.values(accounts)) actedAs(chart, account);
  role(chart, accounts.delivery, [
    rule(groups.source, ['gitrepositories', 'helmrepositories', 'ocirepositories'], write),
    rule(groups.kustomize, ['kustomizations'], write),
    rule(groups.helm, ['helmreleases'], write),
    rule(groups.notification, ['alerts', 'providers'], write),
  ]);
  // No right to delete: objects of every kind would go with it.
  clusterRole(chart, 'definitions', [rule('apiextensions.k8s.io', ['customresourcedefinitions'], [...read, 'create', 'update', 'patch'])]);
  bindCluster(chart, 'flux-definitions', 'flux-definitions', [accounts.definitions]);
  // By a role of its own: the platform's policies let nobody be bound to cluster-admin.
  new ClusterRole(chart, 'cluster-role-platform', {
    metadata: { name: 'flux-platform' },
    rules: [
      { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
      { nonResourceURLs: ['*'], verbs: ['*'] },
    ],
  });
  bindCluster(chart, 'flux-platform', 'flux-platform', [accounts.platform]);
  flowControl(chart, parts);
}

/** An account that controllers act as: no pod runs as it. */
export const actedAs = (chart: Chart, name: string): ServiceAccount =>
  new ServiceAccount(chart, `account-${name}`, { metadata: { name, namespace }, automountServiceAccountToken: false });

function role(chart: Chart, name: string, rules: readonly Rule[]): void {
  new Role(chart, `role-${name}`, { metadata: { name, namespace }, rules: [...rules] });
  new RoleBinding(chart, `binding-${name}`, {
    metadata: { name, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  });
}

export const clusterRole = (chart: Chart, name: string, rules: readonly Rule[]): ClusterRole =>
  new ClusterRole(chart, `cluster-role-${name}`, { metadata: { name: `flux-${name}` }, rules: [...rules] });

export const bindCluster = (chart: Chart, name: string, roleName: string, names: readonly string[]): ClusterRoleBinding =>
  new ClusterRoleBinding(chart, `cluster-binding-${name}`, {
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: roleName },
    subjects: names.map((account) => ({ kind: 'ServiceAccount', name: account, namespace })),
  });

/** Whether the API server limits requests by itself: then the controllers do not do it a second time. */
function flowControl(chart: Chart, parts: readonly Part[]): void {
  new ClusterRole(chart, 'cluster-role-flow-control', {
    metadata: { name: 'flux-flow-control' },
    rules: [{ nonResourceURLs: ['/livez/ping'], verbs: ['head'] }],
  });
  bindCluster(
    chart,
    'flux-flow-control',
    'flux-flow-control',
    parts.map(({ name }) => name),
  );
}
