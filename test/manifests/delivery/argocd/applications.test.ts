import { rendered } from './go-template';
import { decoded, delivered } from './delivered';

const all = delivered();
const clusterNames = all.clusters.map(({ cluster }) => cluster.name);
const { repository, branch } = all.platform.delivery;
const wave = (set: string): number => Number(/wave-(\d+)$/.exec(set)?.[1]);

describe.each(clusterNames)('the ApplicationSets of %s', (cluster) => {
  const { components } = all.clusters.find((each) => each.cluster.name === cluster) ?? { components: [] };
  const applications = all.applications(cluster);
  const of = (component: string) => applications.filter(({ release }) => release.component === component);

  it('make exactly one Application of each component, in the wave that the plan has for it', () => {
    expect(applications.map(({ metadata }) => metadata.name).sort()).toEqual(components.map(({ component }) => `${cluster}-${component.name}`).sort());
    for (const { component, wave: planned } of components) expect(wave(of(component.name)[0]?.set ?? '')).toBe(planned);
  });

  it('are one per project and wave, ordered by the sync waves of the root Application', () => {
    const sets = all.sets(cluster);
    expect(new Set(sets.map(({ metadata }) => metadata.name)).size).toBe(sets.length);
    for (const { metadata, spec } of sets) {
      expect(metadata.name).toBe(`${spec.template.spec.project}-wave-${String(wave(metadata.name)).padStart(2, '0')}`);
      expect(metadata.annotations['argocd.argoproj.io/sync-wave']).toBe(String(wave(metadata.name)));
      expect(applications.filter(({ set }) => set === metadata.name)).not.toEqual([]);
    }
  });

  it('say what their controller writes of its own, so that the root Application stays synced when it does', () => {
    const nothing = { metadata: {}, spec: { destination: {}, project: '' } };
    for (const { spec } of all.sets(cluster)) {
      const [generator] = spec.generators;
      expect(generator?.matrix).toMatchObject({ template: nothing, generators: [{ clusters: { template: nothing } }, { git: { template: nothing } }] });
    }
  });

  it('start every component after those that it needs', () => {
    for (const { component, dependsOn } of components)
      for (const name of dependsOn) expect(wave(of(name)[0]?.set ?? '')).toBeLessThan(wave(of(component.name)[0]?.set ?? ''));
  });

  it('read every release file once; each says what the folder of its component holds', () => {
    const files = all.below(`argocd/${cluster}/releases`);
    expect(files).toHaveLength(applications.length);
    for (const { release } of applications) {
      const { component, built } = components.find((each) => each.component.name === release.component) ?? {};
      expect(release.folder).toBe(`dist/clusters/${cluster}/${release.component}`);
      expect(release.kind).toBe(release.component === 'argocd' ? 'kustomize' : component?.content.kind);
      if (release.kind !== 'git') expect(all.below(`clusters/${cluster}/${release.component}`).length).toBeGreaterThan(0);
      if (release.kind === 'helm') expect(built?.objects).toEqual([]);
    }
  });

  it('select the cluster by exactly the labels that its Secret wears', () => {
    const secret = all.object(`dist/clusters/${cluster}/argocd/secret-cluster-${cluster}.yaml`) as {
      metadata: { labels: Record<string, string> };
      data: Record<string, string>;
    };
    const { 'argocd.argoproj.io/secret-type': type, ...own } = secret.metadata.labels;
    expect(type).toBe('cluster');
    for (const { spec } of all.sets(cluster)) expect(spec.generators[0]?.matrix.generators[0].clusters.selector.matchLabels).toEqual(own);
    expect(Object.fromEntries(Object.entries(secret.data).map(([key, value]) => [key, decoded(value)]))).toEqual({
      name: cluster,
      server: 'https://kubernetes.default.svc',
      config: '{"tlsClientConfig":{"insecure":false}}',
    });
  });

  it('read the branch of the repository, and stop at a key that a file lacks', () => {
    for (const { spec } of all.sets(cluster)) {
      expect(spec).toMatchObject({ goTemplate: true, goTemplateOptions: ['missingkey=error'] });
      expect(spec.generators[0]?.matrix.generators[1].git).toMatchObject({ repoURL: repository, revision: branch });
    }
  });

  it('let go of an Application without touching what it deployed', () => {
    for (const { spec } of all.sets(cluster)) expect(spec.syncPolicy).toEqual({ applicationsSync: 'sync', preserveResourcesOnDeletion: true });
  });

  it('take charts from their repository with our values, and our own objects from the folder', () => {
    expect(of('loki')[0]?.spec.sources).toEqual([
      {
        repoURL: 'https://grafana-community.github.io/helm-charts',
        chart: 'loki',
        targetRevision: of('loki')[0]?.release.chart['version'],
        helm: { releaseName: 'loki', skipCrds: true, valueFiles: [`$values/dist/clusters/${cluster}/loki/values.yaml`] },
      },
      { repoURL: repository, targetRevision: branch, ref: 'values' },
    ]);
    expect(all.dist.has(`dist/clusters/${cluster}/loki/values.yaml`)).toBe(true);
    expect(of('api')[0]?.spec).toMatchObject({
      source: { repoURL: repository, targetRevision: branch, path: `dist/clusters/${cluster}/api`, directory: { recurse: false } },
      destination: { name: cluster, namespace: 'api' },
    });
    expect(of('argocd')[0]?.spec.source).toEqual({ repoURL: repository, targetRevision: branch, path: `dist/clusters/${cluster}/argocd` });
  });

  it('take manifests of third parties at a tag, file by file', () => {
    for (const { spec, release } of applications.filter((each) => each.release.kind === 'git')) {
      expect(spec.sources).toHaveLength(release.sources.length);
      for (const source of spec.sources ?? [])
        expect(source).toMatchObject({
          targetRevision: expect.stringMatching(/^v?\d+\.\d+\.\d+$/) as string,
          directory: { recurse: false, include: expect.stringMatching(/\.ya?ml$/) as string },
        });
    }
  });

  it('heal by themselves and write as server-side apply does; nothing is replaced or forced', () => {
    for (const { spec, metadata } of applications) {
      expect(spec.syncPolicy.automated).toMatchObject({ selfHeal: true, allowEmpty: false });
      expect(spec.syncPolicy.retry).toMatchObject({ refresh: true });
      expect(spec.syncPolicy.syncOptions).toEqual(
        expect.arrayContaining(['ServerSideApply=true', 'FailOnSharedResource=true', 'CreateNamespace=false', 'RespectIgnoreDifferences=true']),
      );
      expect(metadata.annotations).toMatchObject({ 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' });
    }
  });

  it('prune nothing of a component that is kept, and everything else', () => {
    for (const { spec, release } of applications)
      expect({ name: release.component, prune: spec.syncPolicy.automated.prune }).toEqual({
        name: release.component,
        prune: components.find(({ component }) => component.name === release.component)?.component.keep !== true,
      });
  });

  it('keep objects of a kept component when git loses them, and are synced all the same: waves wait for synced Applications', () => {
    const kept = components.filter(({ component }) => component.keep === true && component.content.kind === 'manifests');
    const objects = kept.flatMap(({ built }) => built.objects.map(({ object }) => object)).filter(({ apiVersion }) => !apiVersion.startsWith('kustomize.'));
    expect(objects.length).toBeGreaterThan(20);
    for (const { metadata } of objects)
      expect(metadata.annotations).toMatchObject({
        'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
        'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
      });
  });

  it.each([
    'namespaces',
    'storage',
    'keycloak-database',
    'grafana-database',
    'loki',
    'argocd',
    'crds-cloudnative-pg',
    'crds-cert-manager',
    'internal-certificates',
    'priority-classes',
  ])('never prune %s: data, or what data hangs on', (component) => {
    expect(of(component)[0]?.spec.syncPolicy.automated.prune).toBe(false);
  });
});

describe('dist/', () => {
  it('has no finalizer by which deleting an Application deletes what it deployed, and no Replace or Force', () => {
    for (const [path, content] of all.dist) {
      if (!/^dist\/(argocd|bootstrap|clusters)\//.test(path)) continue;
      expect(`${path}: ${/resources-finalizer\.argocd|Replace=true|Force=true/.exec(content)?.[0] ?? 'none'}`).toBe(`${path}: none`);
    }
  });

  it('has no object with a finalizer of ours', () => {
    for (const { components } of all.clusters)
      for (const { built } of components) for (const { object } of built.objects) expect(object.metadata).not.toHaveProperty('finalizers');
  });
});

describe('the emulated templates', () => {
  const patch = all.sets(clusterNames[0] ?? '')[0]?.spec.templatePatch ?? '';

  it('fail at a missing key, as missingkey=error does', () => {
    expect(() => rendered(patch, { prune: true })).toThrow('map has no entry for key "kind"');
    expect(() => rendered(patch, { prune: true, kind: 'helm', folder: 'x', sources: [], chart: {} })).toThrow('map has no entry for key "repository"');
  });

  it('quote what comes from a file, so that it stays one value', () => {
    expect(rendered(patch, { prune: true, kind: 'manifests', folder: 'a: "b"\n#', chart: {}, sources: [] })).toContain('path: "a: \\"b\\"\\n#"');
  });

  it('trim, choose and repeat like those of Go', () => {
    expect(rendered('a {{- if eq .x "1" }} one{{ else if eq .x "2" -}}\n two {{- else }} more{{ end }}!', { x: '1' })).toBe('a one!');
    expect(rendered('a {{- if eq .x "1" }} one{{ else if eq .x "2" -}}\n two {{- else }} more{{ end }}!', { x: '2' })).toBe('atwo!');
    expect(rendered('{{ range .list }}[{{ .n | toJson }}]{{ end }}{{ printf "%s/%s" .a .b }}', { list: [{ n: 1 }, { n: '<' }], a: 'x', b: 'y' })).toBe(
      '[1]["\\u003c"]x/y',
    );
  });
});
