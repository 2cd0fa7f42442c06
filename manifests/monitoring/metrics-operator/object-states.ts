/** States of custom objects, as kube-state-metrics is told to read them. */
import type { Intents } from '../../../lib/components';

export type ObjectState = Readonly<Intents['objectStates']>;

/**
 * Values of chart kube-state-metrics.
 * @see https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/extend/customresourcestate-metrics.md
 */
export const objectStates = (states: readonly ObjectState[]) => ({
  // It watches what it was told to, and nothing besides.
  rbac: { extraRules: states.map(({ group, resource }) => ({ apiGroups: [group], resources: [resource], verbs: ['list', 'watch'] })) },
  customResourceState: {
    enabled: true,
    config: { kind: 'CustomResourceStateMetrics', spec: { resources: states.map(resource) } },
  },
});

/** Its names are `<prefix>_<name>`. */
function resource({ group, version, kind, metric, labels }: ObjectState) {
  const [prefix = '', ...name] = metric.split('_');
  return {
    groupVersionKind: { group, version, kind },
    metricNamePrefix: prefix,
    metrics: [{ name: name.join('_'), help: `State of each ${kind}`, each: { type: 'Info', info: { labelsFromPath: labels } } }],
  };
}
