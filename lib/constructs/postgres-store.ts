/** Object stores of PostgreSQL backups: where a cluster writes, where it reads a peer's, and who it is there. No stored keys. */
import type { ObjectStoreProps } from '../../imports/barmancloud.cnpg.io';
import type { ClusterProps } from '../../imports/postgresql.cnpg.io';
import type { ComponentContext } from '../components';
import { azureAccount, type Cluster, type Platform } from '../model';
import { clientId, namesOf, type Names } from '../names';

type Store = ObjectStoreProps['spec']['configuration'];
type Spec = ClusterProps['spec'];
export type Env = NonNullable<Spec['env']>;
export type TokenSources = NonNullable<Spec['projectedVolumeTemplate']>['sources'];

/** Who the pods are in a cloud: variables of the cloud's own libraries and tokens of their service account. */
export interface CloudAccess {
  readonly env: Env;
  readonly tokens: NonNullable<TokenSources>;
}

/**
 * Bucket or container of backups of a cluster, below the folder that the identity may touch. `from` is the cluster whose
 * pods use it: from another region of AWS the region of the bucket has to be said.
 */
export function storeConfiguration(cluster: Cluster, names: Names, folder: string, from: Pick<Cluster, 'name' | 'provider'> = cluster): Store {
  // No `encryption`: the bucket encrypts with the platform's own key; a value here would ask for the cloud's key instead.
  const how = { wal: { compression: 'zstd', maxParallel: 4 }, data: { compression: 'gzip', jobs: 2 } } as const;
  if (cluster.provider === 'aws')
    return {
      destinationPath: `s3://${names.bucket('backups')}/${folder}`,
      ...(isSibling(from, cluster) ? { endpointURL: `https://${names.bucketEndpoint('backups')}` } : {}),
      s3Credentials: { inheritFromIAMRole: true },
      ...how,
    };
  // Not `inheritFromAzureAD`: the plugin then asks the node's metadata service, which knows no workload identity.
  return {
    destinationPath: `https://${names.bucketEndpoint('backups')}/${names.container('backups')}/${folder}`,
    azureCredentials: { useDefaultAzureCredentials: true },
    ...how,
  };
}

/** Another cluster of the same cloud account: what pods are there, they are here. */
const isSibling = (one: Pick<Cluster, 'name' | 'provider'>, other: Cluster): boolean => one.provider === other.provider && one.name !== other.name;

/** Hosts that must be reachable to use the store, and to prove who the pods are. */
export const storeHosts = (cluster: Cluster, names: Names): readonly string[] =>
  cluster.provider === 'aws'
    ? [`${names.bucket('backups')}.${names.bucketEndpoint('backups')}`, names.bucketEndpoint('backups'), `sts.${cluster.region}.amazonaws.com`]
    : [names.bucketEndpoint('backups'), 'login.microsoftonline.com'];

/** On EKS an agent gives the role of the service account to every pod that has it; AKS needs the exchange spelled out. */
export const ownAccess = ({ platform, cluster, names, lock }: ComponentContext<unknown>, identity: string): CloudAccess =>
  cluster.provider === 'aws' ? { env: [], tokens: [] } : azureAccess(platform, clientId(lock, cluster, names, identity));

type PeerContext = Pick<ComponentContext<unknown>, 'platform' | 'cluster' | 'lock'>;

/**
 * Reading a peer's store in the other cloud: the peer trusts tokens that this cluster's API issues to the service account.
 * In the same cloud the pods' own identity may read it, and a second one would take the place of the first.
 */
export function peerAccess({ platform, cluster, lock }: PeerContext, peer: Cluster, reader: string): CloudAccess {
  if (isSibling(cluster, peer)) return { env: [], tokens: [] };
  const names = namesOf(platform, peer);
  return peer.provider === 'azure' ? azureAccess(platform, clientId(lock, peer, names, reader)) : awsAccess(names.roleArn(reader), peer.region);
}

function awsAccess(roleArn: string, region: string): CloudAccess {
  return {
    env: [
      { name: 'AWS_REGION', value: region },
      { name: 'AWS_ROLE_ARN', value: roleArn },
      { name: 'AWS_WEB_IDENTITY_TOKEN_FILE', value: '/projected/aws/token' },
    ],
    tokens: [{ serviceAccountToken: { audience: 'sts.amazonaws.com', expirationSeconds: 3600, path: 'aws/token' } }],
  };
}

/**
 * What the workload identity webhook of AKS would inject. Written out, so that it works the same from a cluster that
 * has no such webhook; the plugin's container gets the variables and mounts of the postgres container.
 */
function azureAccess(platform: Platform, client: string): CloudAccess {
  return {
    env: [
      { name: 'AZURE_AUTHORITY_HOST', value: 'https://login.microsoftonline.com/' },
      { name: 'AZURE_CLIENT_ID', value: client },
      { name: 'AZURE_FEDERATED_TOKEN_FILE', value: '/projected/azure/token' },
      { name: 'AZURE_TENANT_ID', value: azureAccount(platform).tenantId },
    ],
    tokens: [{ serviceAccountToken: { audience: 'api://AzureADTokenExchange', expirationSeconds: 3600, path: 'azure/token' } }],
  };
}
