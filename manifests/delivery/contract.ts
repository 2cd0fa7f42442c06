/** What a delivery option makes of the rendered clusters. */
import type { Component, KubeObject, RenderedCluster } from '../../lib/components';
import type { CloudLock, Platform } from '../../lib/model';
import type { Names } from '../../lib/names';
import type { OutputFile } from '../../lib/output/file';
import type { Option } from '../context';
import type { Versions } from '../versions';

export interface DeliveryContext {
  readonly platform: Platform;
  readonly lock: CloudLock;
  readonly versions: Versions;
  readonly clusters: readonly RenderedCluster[];
  readonly names: ReadonlyMap<string, Names>;
}
export interface DeliveryOption extends Option {
  /** Adds to an object what makes the delivery treat it as its component says. Pure. */
  finish(object: KubeObject, component: Component): KubeObject;
  /** Delivery objects beside `clusters/`: paths are relative to dist/. Pure. */
  deliver(context: DeliveryContext): readonly OutputFile[];
}
