/** Projects with least privilege: which repositories, namespaces and cluster-wide kinds each layer may touch. */
import type { KubeObject, RenderedCluster, RenderedComponent } from '../../../lib/components';

export const projectNames = ['definitions', 'platform', 'workloads', 'tenants', 'delivery'] as const;
export type ProjectName = (typeof projectNames)[number];

export function projectOf({ component }: Pick<RenderedComponent, 'component'>): ProjectName {
  if (component.provides.includes('crds')) return 'definitions';
  if (component.provides.includes('delivery')) return 'delivery';
  return component.tier === 'workload' ? 'workloads' : component.tier === 'tenant' ? 'tenants' : 'platform';
}

export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}
const rbac = ['ClusterRole', 'ClusterRoleBinding'].map((kind): GroupKind => ({ group: 'rbac.authorization.k8s.io', kind }));
const webhooks = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].map((kind): GroupKind => ({ group: 'admissionregistration.k8s.io', kind }));
const definition: GroupKind = { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' };
const everything: GroupKind = { group: '*', kind: '*' };

interface ForeignKinds {
  readonly cluster: readonly GroupKind[];
  readonly namespaced: readonly GroupKind[];
  readonly refused: readonly GroupKind[];
}
const tenantKinds: readonly GroupKind[] = [
  ...['LimitRange', 'ResourceQuota', 'Service', 'ServiceAccount'].map((kind) => ({ group: '', kind })),
  { group: 'barmancloud.cnpg.io', kind: 'ObjectStore' },
  { group: 'elbv2.k8s.aws', kind: 'TargetGroupBinding' },
  ...['ExternalSecret', 'PushSecret'].map((kind) => ({ group: 'external-secrets.io', kind })),
  { group: 'generators.external-secrets.io', kind: 'Password' },
  ...['Database', 'Grant', 'MariaDB', 'PhysicalBackup', 'PointInTimeRecovery', 'User'].map((kind) => ({ group: 'k8s.mariadb.com', kind })),
  { group: 'networking.k8s.io', kind: 'NetworkPolicy' },
  { group: 'policy', kind: 'PodDisruptionBudget' },
  ...['Cluster', 'Database', 'DatabaseRole', 'Pooler', 'ScheduledBackup'].map((kind) => ({ group: 'postgresql.cnpg.io', kind })),
  ...['Role', 'RoleBinding'].map((kind) => ({ group: 'rbac.authorization.k8s.io', kind })),
];

/** Kinds that third parties' charts and manifests bring into each project, and those that it may never hold; our own are counted exactly. */
const foreignKinds: Readonly<Record<ProjectName, ForeignKinds>> = {
  // A release of definitions that brings something else is stopped, not followed.
  definitions: { cluster: [definition], namespaced: [], refused: [everything] },
  // Charts bring whatever they need into their namespaces, but no Applications: those would have the rights of any project.
  platform: { cluster: [...rbac, ...webhooks], namespaced: [everything], refused: [{ group: 'argoproj.io', kind: '*' }] },
  workloads: { cluster: [], namespaced: [], refused: [] },
  // Said, not counted: what one tenant declares changes the rights of no other.
  tenants: { cluster: [{ group: '', kind: 'Namespace' }], namespaced: tenantKinds, refused: [] },
  delivery: { cluster: [definition, ...rbac], namespaced: [everything], refused: [] },
};

export interface ProjectSpec {
  readonly name: ProjectName;
  readonly sourceRepos: readonly string[];
  readonly namespaces: readonly string[];
  readonly clusterKinds: readonly GroupKind[];
  readonly namespacedKinds: readonly GroupKind[];
  /** Namespaced kinds that it may not hold, whatever is allowed. */
  readonly refusedKinds: readonly GroupKind[];
}

/** What each project of a cluster may do, computed from what its components hold. */
export function projectSpecs({ components }: RenderedCluster, repository: string): readonly ProjectSpec[] {
  return projectNames.flatMap((name) => {
    const mine = components.filter((component) => projectOf(component) === name);
    if (name === 'tenants' && mine.length === 0) return [];
    const { cluster, namespaced, refused } = foreignKinds[name];
    const own = mine.flatMap(({ built }) => built.objects.map(({ object }) => object)).filter(({ apiVersion }) => !apiVersion.startsWith('kustomize.'));
    const kinds = (ofCluster: boolean) => own.filter(({ metadata }) => (metadata.namespace === undefined) === ofCluster).map(groupKind);
    return {
      name,
      sourceRepos: sorted([repository, ...mine.flatMap(thirdPartyRepositories)]),
      namespaces: name === 'tenants' ? tenantNamespaces(components) : sorted(mine.flatMap(namespacesOf)),
      clusterKinds: unique([...kinds(true), ...cluster]),
      namespacedKinds: namespaced.length > 0 ? namespaced : unique(kinds(false)),
      refusedKinds: refused,
    };
  });
}

const sorted = (items: readonly string[]): readonly string[] => [...new Set(items)].sort();

const thirdPartyRepositories = ({ component: { content } }: RenderedComponent): readonly string[] =>
  content.kind === 'helm' ? [argoRepository(content.chart.repository)] : content.kind === 'git' ? content.sources.map(({ repository }) => repository) : [];

/** Every tenant's own, and those of workloads, whose way out to a database is the tenant's to open. */
const tenantNamespaces = (components: RenderedCluster['components']): readonly string[] => [
  'db-*',
  ...sorted(components.filter(({ component }) => component.tier === 'workload').map(({ component }) => component.namespace)),
];

/** Argo CD writes OCI registries without a scheme. */
export const argoRepository = (repository: string): string => repository.replace(/^oci:\/\//, '');

const namespacesOf = ({ component, built }: RenderedComponent): readonly string[] => [
  component.namespace,
  ...built.objects.flatMap(({ object }) => object.metadata.namespace ?? []),
];

const groupKind = ({ apiVersion, kind }: KubeObject): GroupKind => ({ group: apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '', kind });

const unique = (kinds: readonly GroupKind[]): readonly GroupKind[] =>
  [...new Map(kinds.map((each) => [`${each.group}/${each.kind}`, each]))].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind);
