/** A platform with one option in it: all of its components, and which of them are the option's. */
import { clusterTree } from '../../bin/commands/validate';
import {
  capabilities,
  synthesizeCluster,
  type Component,
  type IntentKind,
  type Intents,
  type RenderedCluster,
  type RenderedComponent,
} from '../../lib/components';
import { emptyLock, type Platform } from '../../lib/model';
import { referenceFindings } from '../../lib/validate/references';
import type { Factory } from '../../manifests/context';
import { factoriesOf } from '../../manifests/registry';
import { isNamespaced } from '../../manifests/synth';
import { world } from '../../manifests/third-party';
import { versions } from '../../manifests/versions';
import { stub } from '../manifests/foundation/rendered';

export interface Checked {
  readonly cluster: string;
  readonly platform: Platform;
  /** Components of the option. */
  readonly own: readonly RenderedComponent[];
  /** Components of the whole platform. */
  readonly all: readonly RenderedComponent[];
  readonly rendered: RenderedCluster;
}

/** Intents of these components, each with who states it. */
export const intentsOf = <K extends IntentKind>(
  components: readonly Pick<RenderedComponent, 'component'>[],
  kind: K,
): readonly { readonly by: string; readonly intent: Readonly<Intents[K]> }[] =>
  components.flatMap(({ component }) =>
    ((component.intents as { readonly [k in K]?: readonly Readonly<Intents[K]>[] } | undefined)?.[kind] ?? []).map((intent) => ({
      by: component.name,
      intent,
    })),
  ); // indexing by K gives a list of K's intents

/** Each cluster of `platform`, with the components that `factories` make marked as the option's. */
export function checked(platform: Platform, factories: readonly Factory[]): readonly Checked[] {
  return platform.cloud.clusters.map((_, index) => {
    const alone = synthesizeCluster(
      { platform, lock: emptyLock, versions, factories: [...factories, stub('everything else', { provides: capabilities })], isNamespaced },
      index,
    );
    const names = new Set(alone.components.map(({ component }) => component.name));
    const rendered = synthesizeCluster({ platform, lock: emptyLock, versions, factories: factoriesOf(platform), isNamespaced }, index);
    return {
      cluster: rendered.cluster.name,
      platform,
      rendered,
      all: rendered.components,
      own: rendered.components.filter(({ component }) => names.has(component.name)),
    };
  });
}

/** Names of Services, as text, that no Service of the cluster answers to. */
export function unresolvedHosts({ rendered }: Checked, hosts: readonly string[]): readonly string[] {
  const tree = clusterTree(rendered);
  const question = {
    file: 'question',
    object: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'question', namespace: 'default' },
      data: Object.fromEntries(hosts.map((host, index) => [`host-${index}`, host])),
    },
  };
  return referenceFindings({ ...tree, objects: [...tree.objects, question] }, world)
    .filter(({ file }) => file === 'question')
    .map(({ message }) => message);
}

/** Every value of the key `image` below an object. */
export function imagesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(imagesIn);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, field]) => (key === 'image' && typeof field === 'string' ? [field] : imagesIn(field)));
}

export type { Component };
