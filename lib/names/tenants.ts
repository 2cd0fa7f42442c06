/** Names of tenants and of their databases. */
import type { Cluster, Platform } from '../model';
import { checked, digest } from './rules';
import { tenantDomain } from './tenant-dns';

export const tenantNamespace = (tenant: string): string => checked('Kubernetes name', `db-${tenant}`);
/** Component of a tenant in each of its clusters. */
export const tenantComponent = (tenant: string): string => `tenant-${tenant}`;
/** Service account of every database of a tenant: what one of them may do in the cloud, the others may. */
export const tenantServiceAccount = 'database';
/** Folder of a tenant in the bucket of backups: the namespace, which the cloud (AWS) knows of a pod. */
export const tenantFolder = tenantNamespace;
/** Name of the archive of a database inside the folder; each incarnation starts an empty one. */
export const archiveName = (database: string, incarnation: number): string => `${database}-v${incarnation}`;

/** Ids in the lock file and in names of identities: the tenant's own, and what its pods of another cloud act as here. */
export const tenantIdentity = (tenant: string): string => `tenant-${tenant}`;
export const tenantReader = (tenant: string): string => `tenant-${tenant}-reader`;

/** Name that clients use; leads to the cluster that takes writes. */
export const databaseHost = (platform: Platform, tenant: string, database: string): string =>
  checked('host', `${database}.${tenant}.${tenantDomain(platform)}`);
/** Name of a database in one cluster, whoever takes writes. */
export const databaseHostIn = (platform: Platform, cluster: Pick<Cluster, 'name'>, tenant: string, database: string): string =>
  checked('host', `${database}.${tenant}.${cluster.name}.${tenantDomain(platform)}`);

/** Target group and load balancer of a database with an endpoint (AWS). The namespace and the database are in its tags. */
export const databaseTargetGroup = (cluster: Pick<Cluster, 'name'>, tenant: string, database: string): string =>
  checked('load balancer or target group', `db-${digest(cluster.name, tenant, database)}`);

/** Where the cloud keeps the credentials of a user of a database. */
export const tenantSecret = (platform: Platform, cluster: Cluster, tenant: string, database: string, user: string): string =>
  cluster.provider === 'aws'
    ? checked('Secrets Manager secret', `${tenantSecretPrefix(platform, cluster)}${tenant}/${database}/${user}`)
    : checked('Key Vault secret', `${tenant}--${database}--${user.replaceAll('_', '-')}`);
/** Prefix of secrets of all tenants of a cluster (AWS). */
export const tenantSecretPrefix = ({ name }: Pick<Platform, 'name'>, cluster: Pick<Cluster, 'name'>): string => `${name}/${cluster.name}/tenants/`;

/** ClusterSecretStore that namespaces of tenants may write to, each below its own name. */
export const tenantStore = 'tenants';
/** Key vault with the credentials of tenants (Azure): apart from that of the platform, since the controller writes to it. */
export const tenantVault = (platform: Platform, cluster: Cluster, account: string): string =>
  checked('key vault', `kvt-${cluster.name.replaceAll('-', '').slice(0, 11)}-${digest(account, platform.name, cluster.name, 'tenants')}`);

/** Tenants are spread over this many stacks in each cluster; a tenant never moves when others come and go. */
export const tenantShards = 16;
export const shardOf = (tenant: string): string => String(Number.parseInt(digest(tenant), 16) % tenantShards).padStart(2, '0');
