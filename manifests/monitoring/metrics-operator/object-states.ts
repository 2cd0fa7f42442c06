/** States of custom objects, as kube-state-metrics is told to read them. */
import type { Intents } from '../../../lib/components';

export type ObjectState = Readonly<Intents['objectStates']>;

/**
 * Values of chart kube-state-metrics.
 * @see https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/extend/customresourcestate-metrics.md
 */
export const objectStates = (states: readonly ObjectState[]) => ({
  // It watches what it was told to, and nothing besides.
  rbac: { extraRules: byKind(states).map(([{ group, resource }]) => ({ apiGroups: [group], resources: [resource], verbs: ['list', 'watch'] })) },
  customResourceState: {
    enabled: true,
    config: { kind: 'CustomResourceStateMetrics', spec: { resources: byKind(states).map(resource) } },
  },
});

type OfKind = readonly [ObjectState, ...ObjectState[]];

/** It knows each kind once: what comes later would take the place of what came before. */
function byKind(states: readonly ObjectState[]): readonly OfKind[] {
  const kinds = new Map<string, [ObjectState, ...ObjectState[]]>();
  for (const state of states) {
    const key = [state.group, state.version, state.kind].join('/');
    const known = kinds.get(key);
    if (known) known.push(state);
    else kinds.set(key, [state]);
  }
  return [...kinds.values()];
}

/** Its names are `<prefix>_<name>`, with one prefix for each kind. */
function resource(states: OfKind) {
  const [{ group, version, kind, metric }] = states;
  const [prefix = ''] = metric.split('_');
  return {
    groupVersionKind: { group, version, kind },
    metricNamePrefix: prefix,
    metrics: states.map((state) => ({ name: withoutPrefix(state, prefix), help: `State of each ${kind}`, each: each(state) })),
  };
}

function withoutPrefix({ metric, kind }: ObjectState, prefix: string): string {
  if (!metric.startsWith(`${prefix}_`)) throw new RangeError(`metrics of ${kind} begin alike: '${metric}' does not begin with '${prefix}_'`);
  return metric.slice(prefix.length + 1);
}

const each = ({ labels, value }: ObjectState) =>
  value ? { type: 'Gauge', gauge: { path: value, labelsFromPath: labels } } : { type: 'Info', info: { labelsFromPath: labels } };
