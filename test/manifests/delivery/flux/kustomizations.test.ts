import type { KubeObject } from '../../../../lib/components';
import { fluxDelivered, isGitRepository, isHelmRelease, isKustomization, type Kustomization } from './delivered';

const all = fluxDelivered();
const prune = { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' };

describe.each(all.clusters.map((rendered) => [rendered.cluster.name, rendered] as const))('the Kustomizations of %s', (cluster, { components }) => {
  const delivered = all.delivered(cluster);
  const kustomizations = delivered.filter(isKustomization).filter(({ metadata }) => metadata.name !== 'flux-system');
  const of = (name: string): Kustomization => {
    const found = kustomizations.find(({ metadata }) => metadata.name === name);
    if (!found) throw new Error(`no Kustomization ${name}`);
    return found;
  };
  const sources = delivered.filter(isGitRepository);

  it('are one for each component, and the list of the folder has every file of it', () => {
    expect(kustomizations.map(({ metadata }) => metadata.name).sort()).toEqual(components.map(({ component }) => component.name).sort());
    const files = [...all.dist.keys()].filter((path) => path.startsWith(`dist/flux/${cluster}/root/`) && !path.endsWith('/kustomization.yaml'));
    expect(delivered).toHaveLength(files.length);
  });

  it('depend on exactly the components that the plan names, and workloads on their rights besides', () => {
    for (const { component, dependsOn } of components) {
      const expected = [...dependsOn, ...(component.tier === 'workload' ? ['flux-tenants'] : [])].sort();
      expect([component.name, (of(component.name).spec.dependsOn ?? []).map(({ name }) => name)]).toEqual([component.name, expected]);
    }
  });

  it('wait for what they applied, never force, and substitute nothing', () => {
    for (const { metadata, spec } of kustomizations) {
      expect([metadata.name, spec.wait, spec.force]).toEqual([metadata.name, true, false]);
      expect(spec).not.toHaveProperty('postBuild');
      expect(spec).not.toHaveProperty('targetNamespace');
    }
  });

  it('stay in the namespace of Flux with every reference', () => {
    for (const { metadata, spec } of [...kustomizations, all.root(cluster)]) {
      expect(metadata.namespace).toBe('flux-system');
      for (const reference of [spec.sourceRef, ...(spec.dependsOn ?? [])]) expect(reference).not.toHaveProperty('namespace');
      expect(sources.map((source) => source.metadata.name)).toContain(spec.sourceRef.name);
    }
  });

  it('name a folder that is there and part of the artifact', () => {
    const own = sources.find(({ metadata }) => metadata.name === 'flux-system');
    expect(own?.spec.ignore.split('\n')).toEqual(expect.arrayContaining(['/*', `!/dist/clusters/${cluster}`, `!/dist/flux/${cluster}`]));
    for (const { metadata, spec } of kustomizations.filter((each) => each.spec.sourceRef.name === 'flux-system')) {
      expect([metadata.name, all.folder(spec.path).length > 0]).toEqual([metadata.name, true]);
      expect(spec.path).toMatch(new RegExp(`^\\./dist/(clusters|flux)/${cluster}/`));
    }
  });

  it('take third parties’ manifests at a tag, file by file, and no kustomization of theirs', () => {
    for (const { component } of components) {
      if (component.content.kind !== 'git') continue;
      const [pin] = component.content.sources;
      const { spec } = of(component.name);
      const source = sources.find(({ metadata }) => metadata.name === spec.sourceRef.name)?.spec;
      expect(source).toMatchObject({ url: pin?.repository, ref: { tag: pin?.tag }, sparseCheckout: [pin?.path] });
      expect(source?.ignore.split('\n').slice(-3)).toEqual([`!/${pin?.path}/${pin?.include ?? '*.yaml'}`, `/${pin?.path}/kustomization.yaml`, '']);
      expect(spec.path).toBe(`./${pin?.path}`);
    }
  });

  it('never prune a component that is kept, whether git loses the object, the component or everything', () => {
    const kept = components.filter(({ component }) => component.keep === true);
    expect(kept.map(({ component }) => component.name)).toEqual(
      expect.arrayContaining([
        'namespaces',
        'storage',
        'keycloak-database',
        'grafana-database',
        'loki',
        'flux',
        'crds-cloudnative-pg',
        'internal-certificates',
      ]),
    );
    for (const { component, built } of kept) {
      const { spec } = of(component.name);
      expect([component.name, spec.prune, spec.deletionPolicy]).toEqual([component.name, false, 'Orphan']);
      const applied: readonly KubeObject[] = component.content.kind === 'git' ? [] : all.folder(spec.path);
      for (const { metadata } of applied.filter((object) => component.content.kind !== 'helm' || isHelmRelease(object)))
        expect(metadata.annotations).toMatchObject(prune);
      if (component.content.kind === 'git') expect(spec.commonMetadata?.annotations).toEqual(prune);
      expect(built.objects.every(({ object }) => !('finalizers' in object.metadata))).toBe(true);
    }
  });

  it('prune everything else when git loses it', () => {
    for (const { component } of components.filter((each) => each.component.keep !== true))
      expect([component.name, of(component.name).spec.prune, of(component.name).spec.deletionPolicy]).toEqual([component.name, true, 'MirrorPrune']);
  });

  it('judge custom kinds by what their controllers say: an object that nobody has looked at is not healthy', () => {
    const judged = [
      'Cluster',
      'Keycloak',
      'KeycloakRealmImport',
      'ExternalSecret',
      'ClusterSecretStore',
      'Certificate',
      'ClusterIssuer',
      'Prometheus',
      'Alertmanager',
      'NodePool',
    ];
    for (const { component, built } of components) {
      const kinds = new Set(built.objects.map(({ object }) => object.kind).filter((kind) => judged.includes(kind)));
      const expressions = of(component.name).spec.healthCheckExprs ?? [];
      for (const kind of kinds)
        expect([component.name, kind, expressions.some((each) => each.kind === kind && each.current.includes('status.'))]).toEqual([
          component.name,
          kind,
          true,
        ]);
    }
    expect(of('keycloak-database').spec.healthCheckExprs?.[0]?.failed).toContain("'Waiting for user action'");
  });

  it('leave everything as it is when the root goes', () => {
    expect(all.root(cluster)).toEqual(delivered.find(({ kind, metadata }) => kind === 'Kustomization' && metadata.name === 'flux-system'));
    expect(all.root(cluster).spec).toMatchObject({ prune: true, deletionPolicy: 'Orphan', wait: false, serviceAccountName: 'delivery' });
  });
});

describe('dist/', () => {
  it('says nowhere that an object may be replaced', () => {
    for (const [path, content] of all.dist)
      if (/^dist\/(flux|bootstrap|clusters)\//.test(path))
        expect([path, /kustomize\.toolkit\.fluxcd\.io\/force|force: true/.test(content)]).toEqual([path, false]);
  });
});
