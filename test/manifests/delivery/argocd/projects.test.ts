import { delivered } from './delivered';

interface GroupKind {
  readonly group: string;
  readonly kind: string;
}
interface Project {
  readonly metadata: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
  readonly spec: {
    readonly sourceRepos: readonly string[];
    readonly destinations: readonly { readonly name: string; readonly namespace: string }[];
    readonly clusterResourceWhitelist: readonly GroupKind[];
    readonly namespaceResourceWhitelist?: readonly GroupKind[];
    readonly namespaceResourceBlacklist?: readonly GroupKind[];
  };
}

const all = delivered();
const holds = (list: readonly GroupKind[], { group, kind }: GroupKind): boolean =>
  list.some((each) => (each.group === '*' || each.group === group) && (each.kind === '*' || each.kind === kind));
/** As Argo CD decides it: no list of namespaced kinds allows all of them. */
const allows = ({ spec }: Project, kind: GroupKind, namespaced: boolean): boolean =>
  namespaced
    ? (spec.namespaceResourceWhitelist === undefined || holds(spec.namespaceResourceWhitelist, kind)) && !holds(spec.namespaceResourceBlacklist ?? [], kind)
    : holds(spec.clusterResourceWhitelist, kind);

describe.each(all.clusters.map(({ cluster }) => cluster.name))('the projects of %s', (cluster) => {
  const project = (name: string): Project => all.object(`dist/argocd/${cluster}/root/appproject-${name}.yaml`) as Project;
  const { components } = all.clusters.find((each) => each.cluster.name === cluster) ?? { components: [] };
  const applications = all.applications(cluster);
  const names = ['definitions', 'delivery', 'platform', 'workloads'];
  const membersOf = (name: string) =>
    components.filter(({ component }) => applications.find(({ release }) => release.component === component.name)?.spec.project === name);

  it('are those that Applications name, and the closed one that exists from the start', () => {
    expect([...new Set(applications.map(({ spec }) => spec.project))].sort()).toEqual(names);
    expect(project('default').spec).toMatchObject({ sourceRepos: [], destinations: [], clusterResourceWhitelist: [] });
  });

  it.each(names)('%s allows what its components hold', (name) => {
    const mine = project(name);
    for (const { spec } of applications.filter((each) => each.spec.project === name)) {
      expect(mine.spec.destinations).toContainEqual(spec.destination);
      for (const { repoURL } of [...(spec.sources ?? []), ...(spec.source ? [spec.source] : [])]) expect(mine.spec.sourceRepos).toContain(repoURL);
    }
    for (const { built } of membersOf(name))
      for (const { object } of built.objects.filter((each) => each.file !== 'kustomization.yaml')) {
        const { namespace } = object.metadata;
        const groupKind = { group: object.apiVersion.includes('/') ? (object.apiVersion.split('/')[0] ?? '') : '', kind: object.kind };
        expect([groupKind, namespace, allows(mine, groupKind, namespace !== undefined)]).toEqual([groupKind, namespace, true]);
        if (namespace !== undefined) expect(mine.spec.destinations).toContainEqual({ name: cluster, namespace });
      }
  });

  it.each(names)('%s goes to no namespace and reads no repository that none of its components needs', (name) => {
    const mine = project(name);
    const used = new Set(
      membersOf(name).flatMap(({ component, built }) => [component.namespace, ...built.objects.flatMap(({ object }) => object.metadata.namespace ?? [])]),
    );
    expect(mine.spec.destinations.map(({ namespace }) => namespace)).toEqual([...used].sort());
    const read = new Set(
      applications
        .filter(({ spec }) => spec.project === name)
        .flatMap(({ spec }) => [...(spec.sources ?? []), ...(spec.source ? [spec.source] : [])].map(({ repoURL }) => repoURL)),
    );
    expect(mine.spec.sourceRepos.filter((repository) => !read.has(repository) && repository !== all.platform.delivery.repository)).toEqual([]);
    for (const text of [...mine.spec.sourceRepos, ...mine.spec.destinations.flatMap((each) => [each.name, each.namespace])]) expect(text).not.toContain('*');
  });

  it('let workloads hold nothing but what runs them', () => {
    const workloads = project('workloads');
    for (const kind of [
      { group: 'rbac.authorization.k8s.io', kind: 'RoleBinding' },
      { group: '', kind: 'Secret' },
      { group: 'networking.k8s.io', kind: 'NetworkPolicy' },
      { group: 'security.istio.io', kind: 'AuthorizationPolicy' },
      { group: 'argoproj.io', kind: 'Application' },
    ])
      expect(allows(workloads, kind, true)).toBe(false);
    expect(workloads.spec.clusterResourceWhitelist).toEqual([]);
  });

  it('let definitions hold definitions alone', () => {
    expect(project('definitions').spec.clusterResourceWhitelist).toEqual([{ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' }]);
    expect(allows(project('definitions'), { group: 'apps', kind: 'Deployment' }, true)).toBe(false);
  });

  it('let nobody but the delivery itself write Applications and projects', () => {
    const application = { group: 'argoproj.io', kind: 'Application' };
    expect(names.filter((name) => allows(project(name), application, true))).toEqual(['delivery']);
  });

  it('let only the platform and the delivery hold rights of the whole cluster', () => {
    const binding = { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' };
    expect(names.filter((name) => allows(project(name), binding, false))).toEqual(['delivery', 'platform']);
    const definition = { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' };
    expect(names.filter((name) => allows(project(name), definition, false))).toEqual(['definitions', 'delivery']);
  });

  it('are deleted by nobody without being asked', () => {
    for (const name of names) expect(project(name).metadata.annotations['argocd.argoproj.io/sync-options']).toBe('Prune=confirm,Delete=confirm');
    expect(all.dist.get(`dist/bootstrap/${cluster}/appproject-delivery.yaml`)).toBe(all.dist.get(`dist/argocd/${cluster}/root/appproject-delivery.yaml`));
  });
});
