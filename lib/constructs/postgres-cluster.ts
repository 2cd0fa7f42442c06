/**
 * A PostgreSQL cluster as the platform runs them: three instances, one per zone, synchronous, backed up without keys.
 * - `PostgresCluster`: the objects (Cluster, ObjectStore, ScheduledBackup)
 * - `postgresIntents` (postgres-intents.ts): connections, secrets, metrics, alerts and dashboard that go with them
 */
import { Construct } from 'constructs';
import { ObjectStore } from '../../imports/barmancloud.cnpg.io';
import { Cluster, ScheduledBackup, type ClusterProps } from '../../imports/postgresql.cnpg.io';
import type { ComponentContext, PodPeer } from '../components';
import { meshOptOut, namesOf } from '../names';
import { instanceSpec, serverParameters, synchronousCommits } from './postgres-spec';
import { ownAccess, peerAccess, storeConfiguration, type CloudAccess } from './postgres-store';

export interface PostgresVersions {
  readonly images: { readonly postgresql: string };
}
export type PostgresContext = ComponentContext<PostgresVersions>;

export interface PostgresClusterProps {
  /** Id of the identity in the name contract. Its service account names the cluster, its bucket prefix the backups. */
  readonly identity: string;
  /** Database and its owner. */
  readonly database: string;
  /** Secret (basic-auth) with the owner's password. @default - the operator makes `<cluster>-app` */
  readonly ownerSecret?: string;
  readonly storageGiB: number;
  readonly walGiB: number;
  /** CPU request of an instance. */
  readonly cpu: string;
  /** Memory of an instance; a quarter becomes shared buffers. */
  readonly memoryMiB: number;
  readonly maxConnections: number;
  /** Pods that log in. */
  readonly clients: readonly PodPeer[];
  /** Follow the active cluster's database from its backups. @default - every Kubernetes cluster has a database of its own */
  readonly replication?: {
    /** Id of the peer reader in the name contract. */
    readonly reader: string;
    /** Token that the demoted primary printed, during a planned switch only. */
    readonly promotionToken?: string | undefined;
  };
}

/** The plugin as CloudNativePG knows it. */
export const barmanPlugin = 'barman-cloud.cloudnative-pg.io';
/** Days of backups that can be restored to any second. */
const retentionDays = 30;
/**
 * Name of the archive inside the store. A cluster made anew never writes into the archive of the one before: it refuses
 * to start, and its archive has to be moved away first (docs/runbooks/identity-switch.md).
 */
const serverName = (name: string): string => `${name}-v1`;

/** Name and namespace of the cluster, and the folder of its backups. */
export function postgresPlace({ names }: Pick<PostgresContext, 'names'>, identity: string) {
  const { namespace, serviceAccount: name, grants } = names.identity(identity);
  const folder = grants.flatMap((grant) => (grant.to === 'bucket' && grant.prefix !== undefined ? [grant.prefix] : []))[0];
  if (folder === undefined) throw new RangeError(`identity '${identity}' has no folder in a bucket`);
  return { name, namespace, folder };
}

export class PostgresCluster extends Construct {
  constructor(scope: Construct, id: string, context: PostgresContext, props: PostgresClusterProps) {
    super(scope, id);
    const { name, namespace, folder } = postgresPlace(context, props.identity);
    objectStore(this, 'store', { name, namespace }, storeConfiguration(context.cluster, context.names, folder));
    for (const peer of props.replication ? context.peers : [])
      objectStore(
        this,
        `store-${peer.name}`,
        { name: `${name}-${peer.name}`, namespace },
        storeConfiguration(peer, namesOf(context.platform, peer), folder, context.cluster),
        false,
      );
    new Cluster(this, 'cluster', { metadata: { name, namespace }, spec: clusterSpec(context, props, name) });
    new ScheduledBackup(this, 'backup', {
      metadata: { name: `${name}-daily`, namespace },
      spec: {
        cluster: { name },
        // Six fields, seconds first: every night at 02:15 UTC.
        schedule: '0 15 2 * * *',
        immediate: true,
        suspend: false,
        backupOwnerReference: 'self',
        target: 'prefer-standby',
        method: 'plugin',
        pluginConfiguration: { name: barmanPlugin },
      },
    });
  }
}

function objectStore(
  scope: Construct,
  id: string,
  metadata: { readonly name: string; readonly namespace: string },
  configuration: ReturnType<typeof storeConfiguration>,
  own = true,
): void {
  new ObjectStore(scope, id, {
    metadata,
    spec: {
      configuration,
      // A peer's store belongs to the peer: read only, and cleaned by its owner.
      ...(own ? { retentionPolicy: `${retentionDays}d` } : {}),
      instanceSidecarConfiguration: {
        logLevel: 'info',
        retentionPolicyIntervalSeconds: 1800,
        resources: { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '512Mi' } },
      },
    },
  });
}

function clusterSpec(context: PostgresContext, props: PostgresClusterProps, name: string): ClusterProps['spec'] {
  const outside = meshOptOut(context.platform);
  return {
    ...instanceSpec(props),
    description: `${props.database}: three instances, one per zone`,
    imageName: context.versions.images.postgresql,
    instances: 3,
    enablePDB: true,
    primaryUpdateStrategy: 'unsupervised',
    // The mesh's proxy would break the operator's own certificates and its jobs; PostgreSQL brings TLS of its own.
    ...(Object.keys(outside).length > 0 ? { inheritedMetadata: { labels: outside } } : {}),
    postgresql: postgresql(props),
    plugins: [{ name: barmanPlugin, enabled: true, isWALArchiver: true, parameters: { barmanObjectName: name, serverName: serverName(name) } }],
    ...cloudAccess(context, props),
    ...origin(context, props, name),
  };
}

const postgresql = ({ database, maxConnections, memoryMiB }: PostgresClusterProps): NonNullable<ClusterProps['spec']['postgresql']> => ({
  parameters: serverParameters(memoryMiB, maxConnections),
  // Everything but the owner with a password over TLS is refused; the operator's own lines stand before these.
  pg_hba: [`hostssl ${database} ${database} all scram-sha-256`, 'host all all all reject'],
  synchronous: synchronousCommits,
});

function cloudAccess(context: PostgresContext, { identity, replication }: PostgresClusterProps): Pick<ClusterProps['spec'], 'env' | 'projectedVolumeTemplate'> {
  const all: readonly CloudAccess[] = [
    ownAccess(context, identity),
    ...(replication ? context.peers.map((peer) => peerAccess(context, peer, replication.reader)) : []),
  ];
  const env = all.flatMap((access) => access.env);
  const sources = all.flatMap((access) => access.tokens);
  return env.length === 0 ? {} : { env, projectedVolumeTemplate: { sources } };
}

/** Where the data comes from: made empty, or restored from the active cluster's backups and kept up by its WAL. */
function origin(context: PostgresContext, props: PostgresClusterProps, name: string): Pick<ClusterProps['spec'], 'bootstrap' | 'externalClusters' | 'replica'> {
  const owner = { database: props.database, owner: props.database, ...(props.ownerSecret ? { secret: { name: props.ownerSecret } } : {}) };
  const empty = { initdb: { ...owner, dataChecksums: true, encoding: 'UTF8', localeCType: 'C', localeCollate: 'C' } };
  const { replication } = props;
  const [peer] = context.peers;
  if (!replication || !peer) return { bootstrap: empty };
  const id = (cluster: string) => `${name}-${cluster}`;
  const archive = (cluster: string, store: string) => ({
    name: id(cluster),
    plugin: { name: barmanPlugin, enabled: true, isWALArchiver: false, parameters: { barmanObjectName: store, serverName: serverName(name) } },
  });
  const self = id(context.cluster.name);
  const active = context.names.isActive();
  return {
    bootstrap: active ? empty : { recovery: { source: id(peer.name), ...owner } },
    externalClusters: [archive(context.cluster.name, name), archive(peer.name, `${name}-${peer.name}`)],
    replica: {
      self,
      primary: active ? self : id(peer.name),
      source: id(peer.name),
      ...(active && replication.promotionToken !== undefined ? { promotionToken: replication.promotionToken } : {}),
    },
  };
}
