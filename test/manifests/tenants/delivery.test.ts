import type { KubeObject } from '../../../lib/components';
import type { Platform } from '../../../lib/model';
import { parse } from 'yaml';
import { examplePlatform, render } from './fleet';

const example = examplePlatform();
const { repository } = example.delivery;
const by = (delivery: Platform['delivery']) => render({ ...example, delivery });
const flux = by({ use: 'flux', repository, branch: 'main', path: 'dist', access: 'github-app' });
const argocd = render(example);

type Rendered = typeof flux;
const objectsOf = ({ clusters }: Rendered, tier: 'tenant' | 'flux-tenants'): readonly KubeObject[] =>
  clusters.flatMap(({ components }) =>
    components.filter(({ component }) => component.tier === tier || component.name === tier).flatMap(({ built }) => built.objects.map(({ object }) => object)),
  );
const groupOf = ({ apiVersion }: KubeObject): string => (apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '');
const delivered = ({ files }: Rendered, path: RegExp): readonly KubeObject[] =>
  files.filter((file) => path.test(file.path)).map(({ content }) => parse(content) as KubeObject);

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}
const may = (rules: readonly Rule[], group: string, resource: string, verb: string): boolean =>
  rules.some(({ apiGroups, resources, verbs }) => apiGroups.includes(group) && resources.includes(resource) && verbs.includes(verb));

describe('tenants that Flux delivers', () => {
  const role = objectsOf(flux, 'flux-tenants').find(({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === 'flux-tenants');
  const { rules } = role as unknown as { readonly rules: readonly Rule[] };
  const mine = objectsOf(flux, 'tenant');

  it('are applied by an account that may change what tenants consist of, and nothing else', () => {
    const kustomizations = delivered(flux, /^flux\/[^/]+\/root\/kustomization-tenant-(payments|shop|insights)\.yaml$/);
    expect(kustomizations.length).toBeGreaterThan(3);
    for (const each of kustomizations) expect(each).toMatchObject({ spec: { serviceAccountName: 'tenants', prune: true } });
    const denied = mine.filter(
      (object) => !may(rules, groupOf(object), plural(object.kind), 'patch') || !may(rules, groupOf(object), plural(object.kind), 'delete'),
    );
    expect(denied.map(({ kind }) => kind)).toEqual([]);
    expect(rules.filter(({ resources, verbs }) => resources.some((name) => /secrets$/.test(name) && name === 'secrets') || verbs.includes('*'))).toEqual([]);
  });

  it('hand out no right that this account lacks', () => {
    const granted = mine.filter(({ kind }) => kind === 'Role').flatMap((object) => (object as unknown as { readonly rules: readonly Rule[] }).rules);
    expect(granted.length).toBeGreaterThan(0);
    const lacking = granted.flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) => verbs.filter((verb) => !may(rules, group, resource, verb)).map((verb) => `${verb} ${resource}`)),
      ),
    );
    expect(lacking).toEqual([]);
  });
});

describe('tenants that Argo CD delivers', () => {
  it('are in a project that holds their kinds and their namespaces only', () => {
    const projects = delivered(argocd, /^argocd\/[^/]+\/root\/appproject-tenants\.yaml$/);
    expect(projects).toHaveLength(2);
    const { spec } = projects[0] as unknown as {
      readonly spec: {
        readonly namespaceResourceWhitelist: readonly { readonly group: string; readonly kind: string }[];
        readonly clusterResourceWhitelist: readonly { readonly group: string; readonly kind: string }[];
        readonly destinations: readonly { readonly namespace: string }[];
      };
    };
    expect(spec.clusterResourceWhitelist).toEqual([{ group: '', kind: 'Namespace' }]);
    const held = objectsOf(argocd, 'tenant').filter(({ kind }) => kind !== 'Namespace');
    const foreign = held.filter((object) => !spec.namespaceResourceWhitelist.some(({ group, kind }) => group === groupOf(object) && kind === object.kind));
    expect(foreign.map(({ kind }) => kind)).toEqual([]);
    expect(spec.destinations.map(({ namespace }) => namespace)).toEqual(['db-*', 'api', 'console', 'status']);
  });
});

/** Names of kinds in paths of the API. */
function plural(kind: string): string {
  const name = kind.toLowerCase();
  return name.endsWith('y') ? `${name.slice(0, -1)}ies` : name.endsWith('s') ? `${name}es` : `${name}s`;
}
