/**
 * The whole input as one schema. Everything else about the input (JSON Schema for editors, docs/options.md,
 * error texts) is derived from this value, so that none of them can disagree with it.
 */
import { z } from 'zod';
import { cloudIds, cloudSchema } from './cloud';
import { deliveryIds, deliverySchema } from './delivery';
import { edgeIds, edgeSchema } from './edge';
import { dnsLabel, email, hostname, text } from './fields';
import { loggingIds, loggingSchema } from './logging';
import { monitoringIds, monitoringSchema } from './monitoring';
import { securityIds, securitySchema } from './security';
import { plansSchema } from './tenants/plans';
import { databasesSchema, tenantsSchema, type Tenants } from './tenants/tenant';
import { workloadsSchema } from './workloads';

export const platformSchema = z.strictObject({
  version: z.literal(1).describe('Version of this format.'),
  name: dnsLabel(12).describe('Name of the platform; first part of every name in the clouds. Never changes. At most 12 characters.'),
  domain: hostname.meta({ examples: ['acme-db.example'] }).describe('Domain of the platform; every host is below it.'),
  owner: z
    .strictObject({
      team: dnsLabel(40, 'data-platform').describe('Team that runs the platform; label and tag `owner`.'),
      email: email.describe('Mailbox for certificates, budgets and contacts.'),
      costCenter: text({ pattern: /^[\w-]{1,40}$/, allowed: 'letters, digits, dash and underscore', example: 'cc-4711' })
        .optional()
        .describe('Tag `cost-center` of every cloud resource.'),
    })
    .describe('Who answers for the platform.'),
  cloud: cloudSchema.describe('Which clouds and regions.'),
  security: securitySchema.describe('How endpoints are protected.'),
  delivery: deliverySchema.describe('How git reaches the clusters.'),
  edge: edgeSchema.describe('What stands in front of the clusters.'),
  monitoring: monitoringSchema.describe('Metrics, alerts, dashboards.'),
  logging: loggingSchema.describe('Logs.'),
  workloads: workloadsSchema,
  plans: plansSchema,
  tenants: tenantsSchema,
  databases: databasesSchema,
});

/** platform.yaml with every default filled in. */
export type PlatformFile = z.output<typeof platformSchema>;
/** The whole input: platform.yaml and the files of the teams put together, deep-frozen plain data. */
export type Platform = Omit<PlatformFile, 'tenants' | 'databases'> & {
  /** By name, with their databases. */
  readonly tenants: Tenants;
};
export type PlatformInput = z.input<typeof platformSchema>;
export type Cloud = Platform['cloud'];
export type Security = Platform['security'];
export type Delivery = Platform['delivery'];
export type Edge = Platform['edge'];
export type Monitoring = Platform['monitoring'];
export type Logging = Platform['logging'];
/** The aspects whose option a user picks by `use`. */
export const aspects = ['cloud', 'security', 'delivery', 'edge', 'monitoring', 'logging'] as const;
export type Aspect = (typeof aspects)[number];
/** Every option id of the format, built or not. */
export const optionIds: Readonly<Record<Aspect, readonly string[]>> = {
  cloud: cloudIds,
  security: securityIds,
  delivery: deliveryIds,
  edge: edgeIds,
  monitoring: monitoringIds,
  logging: loggingIds,
};
