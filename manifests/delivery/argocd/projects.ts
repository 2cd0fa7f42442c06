/** Projects with least privilege: which repositories, namespaces and cluster-wide kinds each layer may touch. */
import type { RenderedCluster, RenderedComponent } from '../../../lib/components';

export const projectNames = ['definitions', 'platform', 'workloads', 'delivery'] as const;
export type ProjectName = (typeof projectNames)[number];

export function projectOf({ component }: Pick<RenderedComponent, 'component'>): ProjectName {
  if (component.provides.includes('crds')) return 'definitions';
  if (component.provides.includes('delivery')) return 'delivery';
  return component.tier === 'workload' ? 'workloads' : 'platform';
}

/** Cluster-wide kinds that third parties' charts and manifests bring; our own are counted exactly. */
const thirdPartyKinds: readonly (readonly [string, string])[] = [
  ['rbac.authorization.k8s.io', 'ClusterRole'],
  ['rbac.authorization.k8s.io', 'ClusterRoleBinding'],
  ['admissionregistration.k8s.io', 'MutatingWebhookConfiguration'],
  ['admissionregistration.k8s.io', 'ValidatingWebhookConfiguration'],
  ['admissionregistration.k8s.io', 'ValidatingAdmissionPolicy'],
  ['admissionregistration.k8s.io', 'ValidatingAdmissionPolicyBinding'],
  ['apiregistration.k8s.io', 'APIService'],
  ['apiextensions.k8s.io', 'CustomResourceDefinition'],
];

/** A release of definitions that brings something else is stopped, not followed. */
const definitionsOnly = [{ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' }] as const;

export interface ProjectSpec {
  readonly name: ProjectName;
  readonly sourceRepos: readonly string[];
  readonly namespaces: readonly string[];
  readonly clusterKinds: readonly { readonly group: string; readonly kind: string }[];
}

/** What each project of a cluster may do, computed from what its components hold. */
export function projectSpecs({ components }: RenderedCluster, repository: string): readonly ProjectSpec[] {
  return projectNames.map((name) => {
    const mine = components.filter((component) => projectOf(component) === name);
    return { name, sourceRepos: sorted([repository, ...mine.flatMap(thirdPartyRepositories)]), namespaces: sorted(mine.flatMap(namespacesOf)), clusterKinds: name === 'definitions' ? definitionsOnly : clusterKinds(mine) };
  });
}

const sorted = (items: readonly string[]): readonly string[] => [...new Set(items)].sort();

const thirdPartyRepositories = ({ component: { content } }: RenderedComponent): readonly string[] =>
  content.kind === 'helm' ? [argoRepository(content.chart.repository)] : content.kind === 'git' ? content.sources.map(({ repository }) => repository) : [];

/** Argo CD writes OCI registries without a scheme. */
export const argoRepository = (repository: string): string => repository.replace(/^oci:\/\//, '');

const namespacesOf = ({ component, built }: RenderedComponent): readonly string[] => [component.namespace, ...built.objects.flatMap(({ object }) => object.metadata.namespace ?? [])];

function clusterKinds(components: readonly RenderedComponent[]): readonly { readonly group: string; readonly kind: string }[] {
  const own = components.flatMap(({ built }) => built.objects.filter(({ object }) => object.metadata.namespace === undefined && !object.apiVersion.startsWith('kustomize.')).map(({ object }): readonly [string, string] => [object.apiVersion.includes('/') ? (object.apiVersion.split('/')[0] ?? '') : '', object.kind]));
  const foreign = components.some(({ component, built }) => component.content.kind !== 'manifests' || built.objects.some(({ file }) => file === 'kustomization.yaml')) ? thirdPartyKinds : [];
  const unique = new Map([...own, ...foreign].map(([group, kind]) => [`${group}/${kind}`, { group, kind }]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind);
}
