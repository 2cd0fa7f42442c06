type Labels = Readonly<Record<string, string>>;

/**
 * Replicas with a disk: one zone each as long as there are zones, never two on a node. Not `matchLabelKeys`: pods of a
 * StatefulSet keep their disks, and so their zones, over a rollout.
 */
export const zonesThenNodes = (matchLabels: Labels) => [
  { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels } },
  { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels } },
];
