/** What a stack may know: the same recorded views that components get. */
import type { Wiring } from '../lib/components';
import type { PlatformStack, TerraformApp } from '../lib/constructs/terraform';
import type { Cluster, CloudLock, Platform } from '../lib/model';
import type { Names } from '../lib/names';

export interface PlatformContext {
  readonly platform: Platform;
  readonly lock: CloudLock;
  /** Views and names of every cluster, in the order of platform.yaml. */
  readonly clusters: readonly ClusterContext[];
}
export interface ClusterContext<C extends Cluster = Cluster> {
  readonly platform: Platform;
  readonly cluster: C;
  readonly names: Names;
  readonly lock: CloudLock;
  /** What the components of the cluster ask for: alerts and dashboards, where a cloud evaluates and draws them (docs/adr/0012-intents-in-the-cloud-layer.md). */
  readonly wiring: Wiring;
}

/** A stack that can be built: its id is known before, so that its reads can be recorded apart. */
export interface StackSpec {
  /** Folder in dist/terraform, name of the state. Stable for ever. */
  readonly id: string;
  build(scope: TerraformApp, id: string): PlatformStack;
}
