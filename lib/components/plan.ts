/** Pass 1: which component waits for which. Waves are computed, never written by hand. */
import { PlatformError } from '../model';
import type { Capability } from './capability';
import type { Component } from './component';

export interface PlannedComponent {
  readonly component: Component;
  /** Length of the longest chain of needs below it; 0 needs nothing. Workloads come after everything of the platform. */
  readonly wave: number;
  /** Names of the components that it waits for, sorted. */
  readonly dependsOn: readonly string[];
}

/**
 * Orders the components of one cluster by what they need.
 * @throws PlatformError plan/duplicate, plan/unmet-need, plan/cycle
 */
export function planComponents(components: readonly Component[], cluster: string): readonly PlannedComponent[] {
  const byName = new Map<string, Component>();
  for (const component of components) {
    if (byName.has(component.name)) throw duplicateComponent(component.name, cluster);
    byName.set(component.name, component);
  }
  const providers = providersOf(components);
  const dependsOn = new Map(components.map((component) => [component.name, dependencies(component, providers, cluster)]));
  const waves = new Map<string, number>();
  for (const component of components) waveOf(component.name, dependsOn, waves, []);
  const afterPlatform = 1 + Math.max(-1, ...components.flatMap(({ name, tier }) => ((tier ?? 'platform') !== 'platform' ? [] : [waves.get(name) ?? 0])));
  // A workload that does not start must not keep the rest of the platform from being installed.
  const wave = ({ name, tier }: Component): number => Math.max(waves.get(name) ?? 0, (tier ?? 'platform') !== 'platform' ? afterPlatform : 0);
  return components
    .map((component) => ({ component, wave: wave(component), dependsOn: dependsOn.get(component.name) ?? [] }))
    .sort((a, b) => a.wave - b.wave || (a.component.name < b.component.name ? -1 : 1));
}

function providersOf(components: readonly Component[]): ReadonlyMap<Capability, readonly string[]> {
  const providers = new Map<Capability, string[]>();
  for (const component of components)
    for (const capability of component.provides) providers.set(capability, [...(providers.get(capability) ?? []), component.name]);
  return providers;
}

function dependencies(component: Component, providers: ReadonlyMap<Capability, readonly string[]>, cluster: string): readonly string[] {
  const names = new Set<string>();
  for (const need of component.needs) {
    const found = providers.get(need);
    if (!found) throw unmetNeed(component.name, need, cluster, providers);
    // A component that extends a capability it also provides waits for the others only.
    for (const name of found) if (name !== component.name) names.add(name);
  }
  for (const wish of component.after ?? []) for (const name of providers.get(wish) ?? []) if (name !== component.name) names.add(name);
  return [...names].sort();
}

function waveOf(name: string, dependsOn: ReadonlyMap<string, readonly string[]>, waves: Map<string, number>, chain: readonly string[]): number {
  const known = waves.get(name);
  if (known !== undefined) return known;
  if (chain.includes(name)) throw cycle([...chain.slice(chain.indexOf(name)), name]);
  const below = (dependsOn.get(name) ?? []).map((next) => waveOf(next, dependsOn, waves, [...chain, name]));
  const wave = below.length === 0 ? 0 : Math.max(...below) + 1;
  waves.set(name, wave);
  return wave;
}

const duplicateComponent = (name: string, cluster: string) =>
  new PlatformError({
    code: 'plan/duplicate',
    message: `two components of cluster '${cluster}' are called '${name}'`,
    fix: 'Give one of them another name; the name is its folder in dist/.',
  });

const unmetNeed = (name: string, need: Capability, cluster: string, providers: ReadonlyMap<Capability, readonly string[]>) =>
  new PlatformError({
    code: 'plan/unmet-need',
    message: `component '${name}' needs '${need}', which no component of cluster '${cluster}' provides`,
    fix: `Add a component that provides '${need}' or drop the need. Provided here: ${[...providers.keys()].sort().join(', ')}.`,
  });

const cycle = (chain: readonly string[]) =>
  new PlatformError({
    code: 'plan/cycle',
    message: `components wait for each other: ${chain.join(' => ')}`,
    fix: 'Break the chain: one of these needs must be provided by a smaller component.',
  });
