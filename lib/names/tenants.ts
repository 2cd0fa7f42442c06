/** Names of tenants and of their databases. */
import { placementOf, replicates, tenantClusters, type AzureCluster, type Cluster, type Database, type Platform, type Tenant } from '../model';
import { azureDatabaseSlots, azureSlotAddress } from './network';
import { foreignPeers } from './peers';
import { checked, digest } from './rules';
import { tenantDomain } from './tenant-dns';

export const tenantNamespace = (tenant: string): string => checked('Kubernetes name', `db-${tenant}`);
/** Matches the namespaces of all tenants, and no other one. */
export const tenantNamespaces = 'db-*';
/** Component of a tenant in each of its clusters. */
export const tenantComponent = (tenant: string): string => `tenant-${tenant}`;
/** Service account of every database of a tenant: what one of them may do in the cloud, the others may. */
export const tenantServiceAccount = 'database';
/** Role of the pods of all databases of tenants of a cluster (AWS): it reaches the folder of the pod's own namespace. */
export const tenantBackupsRole = 'tenant-backups';
/** Folder of a tenant in the bucket of backups: the namespace, which the cloud (AWS) knows of a pod. */
export const tenantFolder = tenantNamespace;
/** Name of the archive of a database inside the folder; each incarnation starts an empty one. */
export const archiveName = (database: string, incarnation: number): string => `${database}-v${incarnation}`;

/** Ids in the lock file and in names of identities: the tenant's own, and what its pods of another cloud act as here. */
export const tenantIdentity = (tenant: string): string => `tenant-${tenant}`;
export const tenantReader = (tenant: string): string => `reader-${tenant}`;

/** Name that clients use; leads to the cluster that takes writes. */
export const databaseHost = (platform: Platform, tenant: string, database: string): string =>
  checked('host', `${database}.${tenant}.${tenantDomain(platform)}`);
/** Name of a database in one cluster, whoever takes writes. */
export const databaseHostIn = (platform: Platform, cluster: Pick<Cluster, 'name'>, tenant: string, database: string): string =>
  checked('host', `${database}.${tenant}.${cluster.name}.${tenantDomain(platform)}`);

/** Target group and load balancer of a database with an endpoint (AWS). The namespace and the database are in its tags. */
export const databaseTargetGroup = (cluster: Pick<Cluster, 'name'>, tenant: string, database: string): string =>
  checked('load balancer or target group', `db-${digest(cluster.name, tenant, database)}`);

/** Matches those of all databases. */
export const databaseTargetGroups = 'db-*';

/** Where the cloud keeps the credentials of a user of a database. */
export const tenantSecret = (platform: Platform, cluster: Cluster, tenant: string, database: string, user: string): string =>
  cluster.provider === 'aws'
    ? checked('Secrets Manager secret', `${tenantSecretPrefix(platform, cluster)}${tenant}/${database}/${user}`)
    : checked('Key Vault secret', `${tenant}--${database}--${user.replaceAll('_', '-')}`);
/** Where the cloud keeps the authority of a database's certificates in a cluster. No user has this name: theirs have no dashes and no slashes. */
export const tenantAuthority = (platform: Platform, cluster: Cluster, tenant: string, database: string): string =>
  tenantSecret(platform, cluster, tenant, database, cluster.provider === 'aws' ? 'tls/ca' : 'tls--ca');
/** Prefix of secrets of all tenants of a cluster (AWS). */
export const tenantSecretPrefix = ({ name }: Pick<Platform, 'name'>, cluster: Pick<Cluster, 'name'>): string => `${name}/${cluster.name}/tenants/`;

/** ClusterSecretStore that namespaces of tenants may write to, each below its own name. */
export const tenantStore = 'tenants';
/** Key vault with the credentials of tenants (Azure): apart from that of the platform, since the controller writes to it. */
export const tenantVault = (platform: Platform, cluster: Cluster, account: string): string =>
  checked('key vault', `kvt-${cluster.name.replaceAll('-', '').slice(0, 11)}-${digest(account, platform.name, cluster.name, 'tenants')}`);

/** Tenants are spread over this many stacks in each cluster; a tenant never moves when others come and go. */
export const tenantShards = 16;
export const shardOf = (tenant: string): string => {
  const known = shards.get(tenant);
  if (known !== undefined) return known;
  const shard = shardName(Number.parseInt(digest(tenant), 16) % tenantShards);
  shards.set(tenant, shard);
  return shard;
};
const shards = new Map<string, string>();
const shardName = (index: number): string => String(index).padStart(2, '0');
/** Names of all shards. */
export const allShards: readonly string[] = Array.from({ length: tenantShards }, (_, index) => shardName(index));

/** Whether what all tenants share is there. */
export const hasTenants = ({ tenants }: Pick<Platform, 'tenants'>): boolean => Object.keys(tenants).length > 0;
/** Kind of the stack of a shard in a cluster: `<cluster>-tenants-07`. */
export const tenantsStack = (shard: string): `tenants-${string}` => `tenants-${shard}`;
/** Stack with the names of a shard's databases, wherever these are. No cluster can have a stack of this id: shards are no kind of stack. */
export const namesStack = (shard: string): string => `names-${shard}`;

/** All tenants or those of a shard, by name. Nothing of any other tenant is read. */
export const tenantsIn = ({ tenants }: Pick<Platform, 'tenants'>, shard?: string): readonly Tenant[] =>
  Object.keys(tenants)
    .filter((name) => shard === undefined || shardOf(name) === shard)
    .flatMap((name) => tenants[name] ?? []);
/** Those that may have databases in a cluster. */
export const tenantsOn = (platform: Platform, { name }: Pick<Cluster, 'name'>, shard?: string): readonly Tenant[] =>
  tenantsIn(platform, shard).filter((tenant) => tenantClusters(platform, tenant).includes(name));

const databasesOf = ({ databases }: Tenant): readonly Database[] => Object.keys(databases).flatMap((name) => databases[name] ?? []);

/** Whether pods of the tenant in other clusters read its backups here. */
export const isReadByPeers = (tenant: Tenant): boolean => databasesOf(tenant).some(replicates);
/** Whether it has an identity for pods of another cloud. */
export const hasReader = (platform: Platform, cluster: Cluster, tenant: Tenant): boolean => foreignPeers(platform, cluster).length > 0 && isReadByPeers(tenant);

type Endpoint = Database['endpoint'];
/** A database with an endpoint of its own. */
export type ExposedDatabase = Database & { readonly endpoint: Exclude<Endpoint, { readonly kind: 'in-cluster' }> };
const isExposedDatabase = (database: Database): database is ExposedDatabase => database.endpoint.kind !== 'in-cluster';
/** Databases of a tenant with an endpoint, wherever they are. */
export const exposedDatabases = (tenant: Tenant): readonly ExposedDatabase[] => databasesOf(tenant).filter(isExposedDatabase);
/** Those that are in a cluster, as the primary or as a standby. */
export const exposedDatabasesIn = (platform: Platform, { name }: Pick<Cluster, 'name'>, tenant: Tenant): readonly ExposedDatabase[] =>
  exposedDatabases(tenant).filter((database) => placementOf(platform, tenant, database).clusters.includes(name));

/** Place of a database's private load balancer in the subnet for databases (Azure). */
export const databaseSlot = (cluster: AzureCluster, tenant: string, { name, endpoint }: Pick<ExposedDatabase, 'name' | 'endpoint'>): number =>
  (endpoint.kind === 'private' ? endpoint.slot : undefined) ?? Number.parseInt(digest(tenant, name, 'slot'), 16) % azureDatabaseSlots(cluster);
/** Its address: the cloud layer writes it into DNS, and the Service asks for it. */
export const databaseAddress = (cluster: AzureCluster, tenant: string, database: Pick<ExposedDatabase, 'name' | 'endpoint'>): string =>
  azureSlotAddress(cluster, databaseSlot(cluster, tenant, database));
/** Subnet of private load balancers of databases (Azure). */
export const databaseSubnet = 'databases';
/** Public address of a database, in the resource group of its shard (Azure). */
export const databasePublicAddress = (tenant: string, database: string): string => checked('Azure resource', `pip-${tenant}--${database}`);

/** Port of a database, in the cluster and at its endpoint. */
export const databasePort = ({ engine }: Pick<Database, 'engine'>): number => ({ postgresql: 5432, mariadb: 3306 })[engine];
/** Ports of all engines. */
export const databasePorts: readonly number[] = [5432, 3306];
