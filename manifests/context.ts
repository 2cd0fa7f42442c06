import type { ComponentContext, ComponentFactory } from '../lib/components';
import type { Versions } from './versions';

/** Everything that a component of this app may know. */
export type Context = ComponentContext<Versions>;
export type Factory = ComponentFactory<Versions>;

/** What an option installs: factories, each deciding by itself whether a cluster needs it. */
export interface Option {
  readonly components: readonly Factory[];
}
