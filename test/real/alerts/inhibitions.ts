/** Which alert silences which other one. Both have the labels that they really have; only the object is chosen. */

type Side = readonly [alert: string, labels?: Readonly<Record<string, string>>];

export interface Inhibition {
  readonly source: Side;
  readonly target: Side;
  /** Nobody hears of the target while the source rings. */
  readonly silenced: boolean;
}

const web = { namespace: 'api', deployment: 'api' };
const wal = { namespace: 'keycloak', persistentvolumeclaim: 'keycloak-db-1-wal' };

export const inhibitions: readonly Inhibition[] = [
  // A node takes its kubelet and its pods along, other nodes not.
  { source: ['NodeNotReady', { node: 'node-1' }], target: ['KubeletUnreachable', { node: 'node-1' }], silenced: true },
  { source: ['NodeNotReady', { node: 'node-1' }], target: ['NodeSaturated', { node: 'node-1' }], silenced: true },
  { source: ['NodeNotReady', { node: 'node-1' }], target: ['KubeletUnreachable', { node: 'node-2' }], silenced: false },
  { source: ['NodeNotReady'], target: ['NodeExporterMissing'], silenced: true },
  {
    source: ['NodeFilesystemFull', { node: 'node-1', mountpoint: '/var' }],
    target: ['NodeFilesystemFillingUp', { node: 'node-1', mountpoint: '/var' }],
    silenced: true,
  },
  {
    source: ['NodeFilesystemFull', { node: 'node-1', mountpoint: '/var' }],
    target: ['NodeFilesystemFillingUp', { node: 'node-1', mountpoint: '/' }],
    silenced: false,
  },
  // The same object, seen twice.
  { source: ['DeploymentUnavailable', web], target: ['DeploymentReplicasMissing', web], silenced: true },
  { source: ['DeploymentUnavailable', web], target: ['RolloutStuck', web], silenced: true },
  {
    source: ['EndpointBudgetBurning', { namespace: 'api', service: 'api' }],
    target: ['EndpointBudgetLeaking', { namespace: 'api', service: 'api' }],
    silenced: true,
  },
  {
    source: ['EndpointBudgetBurning', { namespace: 'api', service: 'api' }],
    target: ['EndpointBudgetLeaking', { namespace: 'console', service: 'console' }],
    silenced: false,
  },
  { source: ['VolumeAlmostFull', wal], target: ['VolumeFullInFourDays', wal], silenced: true },
  { source: ['PostgresVolumeFilling', wal], target: ['VolumeAlmostFull', wal], silenced: true },
  { source: ['PostgresVolumeFilling', wal], target: ['VolumeAlmostFull', { ...wal, persistentvolumeclaim: 'storage-loki-0' }], silenced: false },
  { source: ['ClusterStateUnknown'], target: ['TargetsDown'], silenced: true },
  { source: ['ObjectStoreUploadsStopped'], target: ['ObjectStoreErrors'], silenced: true },
  // The component knows better than the general rule.
  { source: ['WorkloadDown', web], target: ['DeploymentUnavailable', web], silenced: true },
  { source: ['WorkloadReplicasMissing', web], target: ['DeploymentReplicasMissing', web], silenced: true },
  { source: ['WorkloadReplicasMissing', web], target: ['DeploymentUnavailable', web], silenced: false },
  {
    source: ['WorkloadAtMaximum', { namespace: 'api', horizontalpodautoscaler: 'api' }],
    target: ['AutoscalerAtMaximum', { namespace: 'api', horizontalpodautoscaler: 'api' }],
    silenced: true,
  },
  { source: ['KeycloakDown'], target: ['StatefulSetReplicasMissing', { namespace: 'keycloak', statefulset: 'keycloak' }], silenced: true },
  { source: ['KeycloakServerMissing'], target: ['StatefulSetReplicasMissing', { namespace: 'keycloak', statefulset: 'keycloak' }], silenced: true },
  { source: ['KeycloakServerMissing'], target: ['StatefulSetReplicasMissing', { namespace: 'keycloak', statefulset: 'other' }], silenced: false },
  { source: ['MeshAgentMissing'], target: ['DaemonSetIncomplete', { namespace: 'istio-cni', daemonset: 'istio-cni-node' }], silenced: true },
  // A page of a namespace silences the tickets about its pods, but no other page, and no ticket of another namespace.
  { source: ['PostgresDown', { namespace: 'keycloak' }], target: ['PodCrashLooping', { namespace: 'keycloak' }], silenced: true },
  { source: ['PostgresDown', { namespace: 'keycloak' }], target: ['PodCrashLooping', { namespace: 'api' }], silenced: false },
  { source: ['CertificateExpiresSoon', { namespace: 'api' }], target: ['DeploymentUnavailable', web], silenced: false },
  { source: ['CertificateExpiresSoon', { namespace: 'api' }], target: ['WorkloadDown', web], silenced: false },
];
