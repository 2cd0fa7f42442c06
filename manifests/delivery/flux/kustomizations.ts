/**
 * One Kustomization for each component. It starts when those that it needs are ready at the same commit; a component that
 * nothing connects with a broken one does not wait for it. Substitution stays off: `${` in what is applied is meant.
 */
import type { Chart } from 'cdk8s';
import { Kustomization } from '../../../imports/kustomize.toolkit.fluxcd.io';
import type { RenderedComponent } from '../../../lib/components';
import { settingsOf, type Platform } from '../../../lib/model';
import { healthExpressions } from './health';
import { kept } from './keep';
import { accountOf, accounts, namespace, rootName, tenantsComponent } from './names';
import { thirdPartySource } from './sources';

/** A place that is applied: a folder of the platform's repository, or one of a third party's. */
interface Place {
  readonly name: string;
  readonly source: string;
  readonly path: string;
  readonly account: string;
}

/** Folder of a component's release below dist/. */
export const releaseFolder = (cluster: string, component: string): string => `flux/${cluster}/releases/${component}`;
export const rootFolder = (cluster: string): string => `flux/${cluster}/root`;

export function kustomization(chart: Chart, rendered: RenderedComponent, platform: Platform, all: ReadonlyMap<string, RenderedComponent>): void {
  const { component, built } = rendered;
  const objects = built.objects.map(({ object }) => object);
  const dependsOn = dependencies(rendered, all).map((name) => ({ name }));
  const { content } = component;
  if (content.kind === 'git') content.sources.forEach((pin, index) => thirdPartySource(chart, names(rendered)[index] ?? component.name, pin));
  for (const { name, source, path, account } of places(rendered, platform)) {
    const expressions = healthExpressions(objects);
    new Kustomization(chart, name, {
      metadata: { name, namespace },
      spec: {
        interval: '10m0s',
        retryInterval: '2m0s',
        timeout: '15m0s',
        sourceRef: { kind: 'GitRepository', name: source },
        path,
        serviceAccountName: account,
        wait: true,
        force: false,
        prune: component.keep !== true,
        deletionPolicy: component.keep === true ? 'Orphan' : 'MirrorPrune',
        // What is not ours carries no annotation of ours until it is applied.
        ...(component.keep === true && content.kind === 'git' ? { commonMetadata: { annotations: kept } } : {}),
        ...(dependsOn.length > 0 ? { dependsOn } : {}),
        ...(expressions.length > 0 ? { healthCheckExprs: expressions } : {}),
      },
    });
  }
}

/** Names of a component's Kustomizations: its own, and a number for each further source. */
const names = ({ component: { name, content } }: RenderedComponent): readonly string[] =>
  content.kind === 'git' ? content.sources.map((_, index) => (index === 0 ? name : `${name}-${index + 1}`)) : [name];

function places(rendered: RenderedComponent, platform: Platform): readonly Place[] {
  const { component, cluster } = rendered;
  const { path } = settingsOf(platform.delivery, 'flux');
  const account = accountOf(rendered);
  switch (component.content.kind) {
    case 'git':
      return component.content.sources.map((pin, index) => {
        const name = names(rendered)[index] ?? component.name;
        return { name, source: name, path: `./${pin.path}`, account };
      });
    case 'helm':
      return [{ name: component.name, source: rootName, path: `./${path}/${releaseFolder(cluster, component.name)}`, account: accounts.delivery }];
    case 'manifests':
      return [{ name: component.name, source: rootName, path: `./${path}/clusters/${cluster}/${component.name}`, account }];
  }
}

/** The rights of a workload or a tenant come before it. */
function dependencies({ component, dependsOn }: RenderedComponent, all: ReadonlyMap<string, RenderedComponent>): readonly string[] {
  const needed = [...dependsOn, ...(component.tier === 'workload' || component.tier === 'tenant' ? [tenantsComponent] : [])];
  return [...new Set(needed.flatMap((name) => names(all.get(name) ?? missing(name))))].sort();
}

function missing(name: string): never {
  throw new RangeError(`the plan names a component '${name}' that it does not have`);
}

/** Whatever applies everything else. Its deletion leaves everything as it is; what git loses goes by the rules of its component. */
export function rootKustomization(chart: Chart, platform: Platform, cluster: string): void {
  new Kustomization(chart, 'root', {
    metadata: { name: rootName, namespace },
    spec: {
      interval: '10m0s',
      retryInterval: '1m0s',
      timeout: '5m0s',
      sourceRef: { kind: 'GitRepository', name: rootName },
      path: `./${settingsOf(platform.delivery, 'flux').path}/${rootFolder(cluster)}`,
      serviceAccountName: accounts.delivery,
      wait: false,
      force: false,
      prune: true,
      deletionPolicy: 'Orphan',
    },
  });
}
