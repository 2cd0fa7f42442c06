/**
 * Values of chart eck-operator. Without cluster-wide rights it reads no Secret of anybody else; the chart then has no
 * webhook: what the API server's schema does not catch, the operator itself refuses, and `npm run validate` has looked before.
 * Why: docs/adr/0041-elastic-stack.md
 */
import { resources, restrictedContainer } from '../../../../lib/constructs/pods';
import { namespaces, priorityClasses } from '../../../../lib/names';
import { operator } from './names';

export const operatorValues: object = {
  nameOverride: operator.serviceAccount,
  fullnameOverride: operator.serviceAccount,
  // Definitions come from the component crds-eck.
  installCRDs: false,
  managedNamespaces: [namespaces.elastic],
  createClusterScopedResources: false,
  webhook: { enabled: false },
  replicaCount: 2,
  priorityClassName: priorityClasses.services,
  podDisruptionBudget: { enabled: true, minAvailable: null, maxUnavailable: 1 },
  // CPU is not limited: a throttled operator loses its lease.
  resources: { ...resources('100m', '512Mi'), limits: { cpu: null, memory: '512Mi' } },
  podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  securityContext: restrictedContainer,
  affinity: {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
        weight: 50,
        podAffinityTerm: { topologyKey, labelSelector: { matchLabels: operator.labels } },
      })),
    },
  },
  telemetry: { disabled: true },
  config: {
    metrics: { port: String(operator.metricsPort) },
    enableLeaderElection: true,
    // Needs rights on storage classes; ours can grow.
    validateStorageClass: false,
    setDefaultSecurityContext: 'true',
    exposedNodeLabels: ['topology.kubernetes.io/zone'],
  },
};
