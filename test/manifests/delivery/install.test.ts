import { emptyLock } from '../../../lib/model';
import { manifestFiles } from '../../../manifests/synth';
import { parse } from 'yaml';
import { platformOf } from '../foundation/rendered';

const { files } = manifestFiles({ platform: platformOf(), lock: emptyLock });
const file = <T>(path: string): T => parse(files.find((each) => each.path === path)?.content ?? '') as T;

interface Patched {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly strategy?: object };
}

describe('Argo CD', () => {
  const { patches } = file<{ readonly patches: readonly { readonly patch: string }[] }>('clusters/aws-euc1/argocd/kustomization.yaml');
  const patch = (name: string): Patched | undefined =>
    patches.map((each) => parse(each.patch) as Patched).find((each) => each.metadata?.name === name && 'spec' in each);

  it('replaces a pod of the cache only after it has gone: its pods exclude each other, and there are as many as system nodes', () => {
    expect(patch('argocd-redis-ha-haproxy')?.spec.strategy).toEqual({ rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } });
    expect(patch('argocd-server')?.spec.strategy).toBeUndefined();
  });
});

describe('project definitions', () => {
  it('may write definitions and no other kind of the cluster', () => {
    for (const cluster of ['aws-euc1', 'az-weu'])
      expect(file(`argocd/${cluster}/root/appproject-definitions.yaml`)).toMatchObject({
        spec: { clusterResourceWhitelist: [{ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' }] },
      });
  });
});

describe('order', () => {
  it('starts pods that no system node takes only after there is something that makes nodes', () => {
    const wave = (component: string): number =>
      Number(/wave-(\d+)/.exec(files.find(({ path }) => path.startsWith('argocd/aws-euc1/releases/') && path.endsWith(`/${component}.yaml`))?.path ?? '')?.[1]);
    for (const component of ['loki', 'grafana-database', 'prometheus', 'keycloak-database', 'sessions'])
      expect([component, wave(component) > wave('node-pools')]).toEqual([component, true]);
  });
});
