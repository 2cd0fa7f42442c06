/** How pods are spread, said the same way everywhere. */

/** Evenly over zones; a zone that is down does not keep pods from starting elsewhere. */
export const onZones = (matchLabels: Readonly<Record<string, string>>) => ({
  maxSkew: 1,
  topologyKey: 'topology.kubernetes.io/zone',
  whenUnsatisfiable: 'ScheduleAnyway',
  labelSelector: { matchLabels },
});
/** Evenly over nodes, where that is possible. */
export const onNodes = (matchLabels: Readonly<Record<string, string>>) => ({
  maxSkew: 1,
  topologyKey: 'kubernetes.io/hostname',
  whenUnsatisfiable: 'ScheduleAnyway',
  labelSelector: { matchLabels },
});
