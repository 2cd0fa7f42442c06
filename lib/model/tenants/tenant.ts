/** Tenants: teams that own databases; and the files that teams keep them in. */
import { z } from 'zod';
import { cpu, dnsLabel, email, memory, text, uniqueList } from '../fields';
import { refusals } from '../schema/walk';
import { database, mariadbDatabase, postgresqlDatabase, type Database } from './database';
import { absentFromMariadb } from './mariadb';

const quota = z
  .strictObject({
    databases: z.int().min(1).max(200).default(10).describe('Databases.'),
    cpu: cpu.default('32').describe('CPU requests in each cluster.'),
    memory: memory.default('128Gi').describe('Memory in each cluster.'),
    storageGiB: z.int().min(10).max(200_000).default(2000).describe('Volumes in each cluster, in GiB.'),
  })
  .prefault({})
  .describe('Upper bounds, enforced by the clusters as well.');

export const tenant = z.strictObject({
  name: dnsLabel(24, 'payments').describe('Name; its namespace is `db-<name>`. Never changes.'),
  team: dnsLabel(40, 'payments-team').describe('Team that answers for it; label `dbaas/owner`.'),
  email: email.describe('Mailbox of the team.'),
  reviewers: uniqueList(
    text({ pattern: /^@[A-Za-z0-9][A-Za-z0-9-]*(\/[A-Za-z0-9][\w.-]*)?$/, allowed: 'a user or team of the git host', example: '@acme/payments' }),
  )
    .max(10)
    .default([])
    .describe('Who reviews changes of its file (CODEOWNERS). Default: whoever owns the repository.'),
  costCenter: text({ pattern: /^[\w-]{1,40}$/, allowed: 'letters, digits, dash and underscore', example: 'cc-4711' })
    .optional()
    .describe('Label and tag `cost-center`. Default: that of the platform.'),
  clusters: uniqueList(text({ pattern: /^[a-z][a-z0-9-]*$/, allowed: 'the name of one of the two clusters', example: 'aws-euc1', max: 12 }))
    .min(1)
    .max(2)
    .optional()
    .describe('Clusters that its databases may be in; the first is the default of new ones. Default: both, in the order of the platform.'),
  viewers: uniqueList(text({ pattern: /^[\w:@./-]{1,128}$/, allowed: 'the name of a group as the clusters know it', example: 'payments-developers' }))
    .max(10)
    .default([])
    .describe('Groups of people that may look at its objects, events and logs in the clusters; nobody sees Secrets.'),
  quota,
});

const named = { tenant: dnsLabel(24, 'payments').describe('Tenant that it belongs to.') };
const entry = z.discriminatedUnion('engine', [
  postgresqlDatabase.extend(named),
  mariadbDatabase.extend(named).register(refusals, { reasons: absentFromMariadb }),
]);

export const tenantsSchema = z.array(tenant).max(1000).default([]).describe('Teams that own databases. Or one file for each in the folder databases/.');
export const databasesSchema = z.array(entry).max(5000).default([]).describe('Databases of the tenants. Or in the file of their tenant.');

/** `databases/<tenant>.yaml`: a tenant with its databases. */
export const tenantFileSchema = z.strictObject({
  version: z.literal(1).describe('Version of this format.'),
  tenant: tenant.describe('The team.'),
  databases: z.array(database).max(200).default([]).describe('Its databases.'),
});

/** A tenant with everything that it owns, wherever it was written. */
export type Tenant = z.output<typeof tenant> & {
  /** By name. */
  readonly databases: Readonly<Record<string, Database>>;
};
/** By name, in alphabetical order. */
export type Tenants = Readonly<Record<string, Tenant>>;
