import { parse } from 'yaml';
import { withSecurity } from '../../foundation/rendered';
import { fluxDelivered, fluxPlatform, isHelmRelease, type HelmRelease } from './delivered';

const nginx = { ...withSecurity('nginx-auth0'), delivery: fluxPlatform().delivery };

describe.each([
  ['istio-keycloak', fluxDelivered()],
  ['nginx-auth0', fluxDelivered(nginx)],
] as const)('releases with %s', (_, all) => {
  const [first] = all.clusters;
  const cluster = first?.cluster.name ?? '';
  const charts = (first?.components ?? []).filter(({ component }) => component.content.kind === 'helm');
  const releaseOf = (component: string): HelmRelease => {
    const found = all.folder(`dist/flux/${cluster}/releases/${component}`).find(isHelmRelease);
    if (!found) throw new Error(`no release ${component}`);
    return found;
  };
  const delivered = all.delivered(cluster);

  it('install the pinned chart under the name that it always had, in the namespace of its component', () => {
    expect(charts.length).toBeGreaterThan(8);
    for (const { component } of charts) {
      const { content } = component;
      if (content.kind !== 'helm') continue;
      const { spec } = releaseOf(component.name);
      expect(spec).toMatchObject({
        releaseName: content.releaseName ?? component.name,
        targetNamespace: component.namespace,
        storageNamespace: component.namespace,
      });
      if (spec.chart) {
        const { chart, version, sourceRef } = spec.chart.spec;
        expect({ chart, version }).toEqual({ chart: content.chart.name, version: content.chart.version });
        expect(delivered.find(({ kind, metadata }) => kind === sourceRef.kind && metadata.name === sourceRef.name)).toMatchObject({
          spec: { url: content.chart.repository },
        });
      } else {
        const source = all.folder(`dist/flux/${cluster}/releases/${component.name}`).find(({ kind }) => kind === spec.chartRef?.kind);
        expect(source).toMatchObject({
          metadata: { name: spec.chartRef?.name },
          spec: { url: `${content.chart.repository}/${content.chart.name}`, ref: { tag: content.chart.version }, layerSelector: { operation: 'copy' } },
        });
      }
    }
  });

  it('carry the values that stand beside the component for reading', () => {
    for (const { component } of charts)
      expect(releaseOf(component.name).spec.values).toEqual(parse(all.dist.get(`dist/clusters/${cluster}/${component.name}/values.yaml`) ?? ''));
  });

  it('can neither uninstall what fails nor bring definitions', () => {
    for (const { component } of charts) {
      const { spec } = releaseOf(component.name);
      const again = { crds: 'Skip', strategy: { name: 'RetryOnFailure' } };
      expect(spec.install).toMatchObject({ ...again, createNamespace: false });
      expect(spec.upgrade).toMatchObject({ ...again, force: false, chartNameChangeStrategy: 'InPlaceUpdate' });
      for (const action of [spec.install, spec.upgrade]) expect(action).not.toHaveProperty('remediation');
      for (const field of ['rollback', 'uninstall', 'test']) expect(spec).not.toHaveProperty(field);
    }
  });

  it('correct drift as the account of the platform', () => {
    for (const { component } of charts)
      expect(releaseOf(component.name).spec).toMatchObject({ driftDetection: { mode: 'enabled' }, serviceAccountName: 'platform' });
  });

  it('stay where their component is kept', () => {
    expect(releaseOf('loki').metadata.annotations).toEqual({ 'kustomize.toolkit.fluxcd.io/prune': 'disabled' });
    expect(releaseOf('cert-manager').metadata).not.toHaveProperty('annotations');
  });
});
