/**
 * What clusters must know of each other and nobody can compute: outputs of the cloud layer, kept in cloud.lock.yaml.
 * Until a value is there, what depends on it is left out of the cloud layer: the first apply of two clusters goes
 * without it, `npm run lock` fills it, the second apply adds it.
 */
import { isUnset, locked, type Cluster, type CloudLock, type Platform } from '../model';

export const peerKeys = {
  /** URL that issues the tokens of a cluster's service accounts (stack `<cluster>-cluster`, output `oidc_issuer`). */
  oidcIssuer: 'cluster.oidcIssuer',
  /** Public IPv4 addresses by which a cluster leaves its network, comma-separated (stack `<cluster>-network`, output `egress_addresses`). */
  egressAddresses: 'network.egressAddresses',
} as const;

const known = (lock: CloudLock, cluster: Cluster, key: string): string | undefined => {
  const value = locked(lock, cluster.name, key);
  return isUnset(value) ? undefined : value;
};

export const lockedIssuer = (lock: CloudLock, cluster: Cluster): string | undefined => known(lock, cluster, peerKeys.oidcIssuer);
export const lockedEgressAddresses = (lock: CloudLock, cluster: Cluster): readonly string[] => known(lock, cluster, peerKeys.egressAddresses)?.split(',') ?? [];

/** What the clusters run in, for texts that people read. */
export const cloudsInWords = ({ cloud }: Platform): string => (new Set(cloud.clusters.map(({ provider }) => provider)).size > 1 ? 'both clouds' : 'the cloud');

/** The other clusters in the same cloud account: its own identities and names are good there as well. */
export const siblings = (platform: Platform, cluster: Cluster): readonly Cluster[] =>
  peersOf(platform, cluster).filter(({ provider }) => provider === cluster.provider);
/** The other clusters in another cloud. */
export const foreignPeers = (platform: Platform, cluster: Cluster): readonly Cluster[] =>
  peersOf(platform, cluster).filter(({ provider }) => provider !== cluster.provider);

/** The other clusters of the platform. */
export const peersOf = (platform: Platform, cluster: Cluster): readonly Cluster[] =>
  (platform.cloud.clusters as readonly Cluster[]).filter(({ name }) => name !== cluster.name);
