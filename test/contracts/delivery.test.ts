import type { Delivery, Platform } from '../../lib/model';
import { emptyLock } from '../../lib/model';
import { manifestFiles } from '../../manifests/synth';
import { registry } from '../../manifests/registry';
import { platformOf, withDelivery } from '../manifests/foundation/rendered';
import { optionContract } from './option-contract';

/** A platform for each option: one that is missing here does not compile. */
const platforms: Record<Delivery['use'], Platform> = {
  helm: withDelivery('helm'),
  argocd: platformOf(),
  flux: platformOf((yaml) => yaml.replace('use: argocd', 'use: flux')),
};

optionContract('delivery', registry.delivery, platforms);

describe.each(Object.entries(platforms))('delivery: %s', (_, platform) => {
  const { clusters, files } = manifestFiles({ platform, lock: emptyLock });
  const delivered = files.filter(({ owner }) => owner === 'delivery');

  it('reaches every component of every cluster', () => {
    const text = delivered.map(({ path, content }) => `${path}\n${content}`).join('\n');
    for (const { cluster, components } of clusters)
      for (const { component } of components)
        expect(text).toMatch(
          new RegExp(`(clusters/${cluster.name}/${component.name}|^flux/${cluster.name}/root/kustomization-${component.name}\\.yaml)$`, 'm'),
        );
  });

  it('writes beside the components, not into them, and no path twice', () => {
    for (const { path } of delivered) expect(path).not.toMatch(/^(clusters|terraform)\//);
    expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
  });

  it('has something that a person applies once for each cluster', () => {
    for (const { cluster } of clusters) expect(delivered.some(({ path }) => path.startsWith(`bootstrap/${cluster.name}/`))).toBe(true);
  });
});
