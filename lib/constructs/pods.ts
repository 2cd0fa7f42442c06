/** Fragments of pod specifications that charts and our own workloads share. */

/** Requests with a memory limit of the same size; CPU stays unlimited, since throttled controllers fail their leases. */
export const resources = (cpu: string, memory: string) => ({ requests: { cpu, memory }, limits: { memory } });

/** Replicas over the zones first, then over nodes; a rollout counts its own generation only. */
export const spread = (labels: Readonly<Record<string, string>>) => [
  {
    maxSkew: 1,
    topologyKey: 'topology.kubernetes.io/zone',
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: labels },
    matchLabelKeys: ['pod-template-hash'],
  },
  {
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: { matchLabels: labels },
    matchLabelKeys: ['pod-template-hash'],
  },
];

/** What Pod Security `restricted` asks of a container. */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
} as const;
