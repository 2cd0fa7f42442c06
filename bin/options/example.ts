/** An example in which options occur, synthesised, so that pages can say what each of them makes. */
import type { RenderedStack } from '../../infra/synth';
import type { RenderedComponent } from '../../lib/components';
import { emptyLock, type Aspect, type Cluster, type Platform } from '../../lib/model';
import { namesOf } from '../../lib/names';
import type { Factory } from '../../manifests/context';
import { registry } from '../../manifests/registry';
import { versions } from '../../manifests/versions';
import { readInput, synthesizeAll, type Synthesis } from '../pipeline';

export interface Example {
  /** Its platform.yaml. */
  readonly file: string;
  readonly platform: Platform;
  readonly synthesis: Synthesis;
}

export function exampleAt(file: string): Example {
  const input = readInput(file);
  return { file, platform: input.parsed.platform, synthesis: synthesizeAll(input) };
}

/** What an option makes in one cluster. */
export interface InCluster {
  readonly cluster: Cluster;
  readonly components: readonly RenderedComponent[];
}

export const componentsOf = ({ platform, synthesis }: Example, aspect: Aspect): readonly InCluster[] =>
  synthesis.clusters.map(({ cluster, components }) => {
    const own = new Set(factoriesOf(platform, aspect).flatMap((factory) => factory(contextIn(platform, cluster))?.name ?? []));
    return { cluster, components: components.filter(({ component }) => own.has(component.name)) };
  });

function factoriesOf(platform: Platform, aspect: Aspect): readonly Factory[] {
  const options: Readonly<Record<string, { readonly components: readonly Factory[] }>> = registry[aspect];
  return options[platform[aspect].use]?.components ?? [];
}

function contextIn(platform: Platform, cluster: Cluster) {
  const clusters: readonly Cluster[] = platform.cloud.clusters;
  return { platform, cluster, peers: clusters.filter(({ name }) => name !== cluster.name), names: namesOf(platform, cluster), lock: emptyLock, versions };
}

/** Stacks that are there for an aspect alone. */
export const stacksFor = ({ synthesis }: Example, aspect: Aspect): readonly RenderedStack[] => synthesis.stacks.filter((stack) => stack.aspect === aspect);

/** Resources of a stack. */
export function resourceCount({ files }: RenderedStack): number {
  const { resource = {} } = JSON.parse(files[0]?.content ?? '{}') as { readonly resource?: Readonly<Record<string, object>> };
  return Object.values(resource).reduce((total, named) => total + Object.keys(named).length, 0);
}
