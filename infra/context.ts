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
  /** What of it lies in files of their own, so that a change of one touches no other. @default - nothing */
  readonly parts?: StackParts;
}

export interface StackParts {
  /** The stack with its providers and tags and nothing in it: what a part is built into when it is built alone. */
  empty(scope: TerraformApp, id: string): PlatformStack;
  readonly all: readonly StackPart[];
}

/** One file of a stack, beside `main.tf.json`. It names what the rest of the stack has by address. */
export interface StackPart {
  /** Name of the file, before `.tf.json`; last part of its owner, `terraform/<stack>/<id>`. Stable for ever. */
  readonly id: string;
  readonly summary: string;
  /** Adds its resources. */
  build(stack: PlatformStack): void;
}
