/** The same objects reach the clusters whatever delivers them: read from the files that each delivery reads, object by object. */
import type { KubeObject } from '../../../lib/components';
import { parsePlatform, type Delivery, type Platform, type PlatformInput } from '../../../lib/model';
import { combinations } from '../../combinations/combinations';
import { deliveries } from '../../combinations/options';
import { reachedByArgoCd } from './argocd/reached';
import { reachedByFlux } from './flux/reached';
import { reachedByHelm } from './helm/reached';
import type { Reached } from './reached';

/** How each delivery is read, and by which words its own parts are known. A delivery without a row does not compile. */
const readers: Record<Delivery['use'], { readonly reached: (platform: Platform) => ReadonlyMap<string, Reached>; readonly own: RegExp }> = {
  helm: { reached: reachedByHelm, own: /delivery-records|helm|dbaas\/record|"delivery"|[ :\/]delivery\b|leases/i },
  argocd: { reached: reachedByArgoCd, own: /argo-?cd|argoproj/i },
  flux: { reached: reachedByFlux, own: /flux/i },
};
const uses = Object.keys(readers) as readonly Delivery['use'][]; // the keys of the record

const id = ({ apiVersion, kind, metadata }: KubeObject): string => `${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`;

/** Without what a delivery writes onto objects to tell itself what to do with them. */
function bare(object: KubeObject): KubeObject {
  const { annotations = {}, ...metadata } = object.metadata;
  const rest = Object.entries(annotations).filter(([key]) => !/^(argocd\.argoproj\.io|kustomize\.toolkit\.fluxcd\.io|helm\.sh)\//.test(key));
  return { ...object, metadata: { ...metadata, ...(rest.length > 0 ? { annotations: Object.fromEntries(rest) } : {}) } };
}

/** Each cloud and each security once: pairs of them bring no other kind of content. */
const seen = new Set<string>();
const bases = combinations
  .filter(({ platform: { cloud, security } }) => {
    if (seen.has(cloud.use) || seen.has(security.use)) return false;
    return seen.add(cloud.use).add(security.use);
  })
  .map(({ platform }) => [`${platform.cloud.use} ${platform.security.use}`, platform] as const);
const withDelivery = (input: PlatformInput, use: Delivery['use']): Platform =>
  parsePlatform(JSON.stringify({ ...input, delivery: deliveries[use] }), 'platform.yaml').platform;

describe.each(bases)('%s', (_, input) => {
  const made = new Map(uses.map((use) => [use, readers[use].reached(withDelivery(input, use))] as const));
  const of = (use: Delivery['use']): readonly Reached[] => [...(made.get(use)?.values() ?? [])];

  it.each(uses)('%s brings every object that was rendered, as it was rendered, once, and no other', (use) => {
    expect(of(use)).toHaveLength(2);
    for (const arrived of of(use)) {
      const { components } = arrived.rendered;
      const objects = new Map(arrived.objects.map(({ component, object }) => [`${component}: ${id(object)}`, object]));
      expect(objects.size).toBe(arrived.objects.length);
      const expected = components.flatMap(({ component, built }) =>
        built.objects.filter(({ file }) => file !== 'kustomization.yaml').map(({ object }) => [`${component.name}: ${id(object)}`, object] as const),
      );
      expect([...objects.keys()].sort()).toEqual(expected.map(([key]) => key).sort());
      for (const [key, object] of expected) expect([key, objects.get(key)]).toEqual([key, object]);
    }
  });

  it.each(uses)('%s brings every chart with its values and every manifest of third parties', (use) => {
    for (const arrived of of(use)) {
      const { components } = arrived.rendered;
      const charts = components.flatMap(({ component, built }) =>
        component.content.kind === 'helm'
          ? [
              {
                component: component.name,
                repository: component.content.chart.repository.replace(/^oci:\/\//, ''),
                name: component.content.chart.name,
                version: component.content.chart.version,
                release: component.content.releaseName ?? component.name,
                namespace: component.namespace,
                values: built.data,
              },
            ]
          : [],
      );
      const manifests = components.flatMap(({ component }) =>
        component.content.kind === 'git'
          ? component.content.sources.map(({ repository, tag, path, include = '*.yaml' }) => ({ component: component.name, repository, tag, path, include }))
          : [],
      );
      const byComponent = <T extends { readonly component: string }>(items: readonly T[]) => [...items].sort((a, b) => (a.component < b.component ? -1 : 1));
      expect(byComponent(arrived.charts)).toEqual(byComponent(charts));
      expect(byComponent(arrived.manifests)).toEqual(byComponent(manifests));
    }
  });

  const pairs = uses.flatMap((one, index) => uses.slice(index + 1).map((other) => [one, other] as const));
  it.each(pairs)('%s and %s differ in nothing but in what is about themselves', (one, other) => {
    for (const [index, reached] of of(one).entries()) {
      const [ours, others] = [texts(reached), texts(of(other)[index])];
      expect(ours.size).toBeGreaterThan(300);
      const unexplained = [...new Set([...ours.keys(), ...others.keys()])].filter((key) => {
        const [mine, theirs] = [ours.get(key) ?? '', others.get(key) ?? ''];
        return mine !== theirs && !readers[one].own.test(key + mine) && !readers[other].own.test(key + theirs);
      });
      expect(unexplained).toEqual([]);
    }
  });
});

/** Digests of configuration, in names and annotations: what they are digests of is compared by itself. */
const withoutDigests = (text: string): string => text.replace(/\b[0-9a-f]{8}\b/g, 'digest');

/** Everything that reaches a cluster as text, by what it is. */
function texts(reached: Reached | undefined): ReadonlyMap<string, string> {
  const { objects = [], charts = [], manifests = [] } = reached ?? {};
  return new Map([
    ...objects.map(({ component, object }) => [withoutDigests(`${component}: ${id(object)}`), withoutDigests(JSON.stringify(bare(object)))] as const),
    ...charts.map((chart) => [`${chart.component}: chart`, JSON.stringify(chart)] as const),
    ...manifests.map((each) => [`${each.component}: ${each.repository} ${each.path} ${each.include}`, JSON.stringify(each)] as const),
  ]);
}
