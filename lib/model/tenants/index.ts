/** Tenants and their databases. */
export * from './database';
export * from './load';
export { mariadbAgent, mariadbBackup, mariadbExporter, mariadbLargestGiB } from './mariadb';
export * from './placement';
export * from './plans';
export { postgresqlExtensions, postgresqlVersions, type PostgresqlParameters } from './postgresql';
export { tenantFileSchema, type Tenant, type Tenants } from './tenant';
