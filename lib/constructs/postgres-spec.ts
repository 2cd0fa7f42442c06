/** What every PostgreSQL cluster here has in common, the platform's own and those of tenants. */
import type { ClusterProps } from '../../imports/postgresql.cnpg.io';
import { priorityClasses, storageClasses } from '../names';

type Spec = ClusterProps['spec'];

export interface InstanceSize {
  /** CPU request. */
  readonly cpu: string;
  readonly memoryMiB: number;
  readonly storageGiB: number;
  readonly walGiB: number;
}

/** Instances one per zone; a primary that leaves hands over. Defaults that matter are written out, so that the live object and git compare equal. */
export function instanceSpec({ cpu, memoryMiB, storageGiB, walGiB }: InstanceSize) {
  const memory = `${memoryMiB}Mi`;
  return {
    imagePullPolicy: 'IfNotPresent',
    logLevel: 'info',
    enableSuperuserAccess: false,
    primaryUpdateMethod: 'switchover',
    failoverDelay: 0,
    // A primary that leaves gets three minutes for its clients, and ten to hand over.
    smartShutdownTimeout: 180,
    stopDelay: 1800,
    switchoverDelay: 600,
    priorityClassName: priorityClasses.database,
    resources: { requests: { cpu, memory }, limits: { memory } },
    affinity: { enablePodAntiAffinity: true, podAntiAffinityType: 'required', topologyKey: 'topology.kubernetes.io/zone' },
    seccompProfile: { type: 'RuntimeDefault' },
    storage: { storageClass: storageClasses.data, size: `${storageGiB}Gi`, resizeInUseVolumes: true },
    walStorage: { storageClass: storageClasses.data, size: `${walGiB}Gi`, resizeInUseVolumes: true },
    replicationSlots: { highAvailability: { enabled: true, slotPrefix: '_cnpg_' }, synchronizeReplicas: { enabled: true }, updateInterval: 30 },
  } as const satisfies Partial<Spec>;
}

/** Parameters that follow from the size, and logs that somebody who is paged wants. */
export const serverParameters = (memoryMiB: number, maxConnections: number): Readonly<Record<string, string>> => ({
  max_connections: String(maxConnections),
  shared_buffers: `${Math.floor(memoryMiB / 4)}MB`,
  effective_cache_size: `${Math.floor((memoryMiB * 3) / 4)}MB`,
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  wal_compression: 'zstd',
  max_slot_wal_keep_size: '2GB', // a lost replica is cloned anew before it fills the WAL volume
  idle_in_transaction_session_timeout: '60s',
  log_lock_waits: 'on',
  log_min_duration_statement: '1s',
  log_temp_files: '0',
  'pg_stat_statements.max': '1000',
  'pg_stat_statements.track': 'top',
});

/** A commit waits for one of the standbys; a failover takes only a standby that has every commit. */
export const synchronousCommits = { method: 'any', number: 1, dataDurability: 'required', failoverQuorum: true } as const;
