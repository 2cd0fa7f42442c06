/** Aspect `logging`: logs of pods, nodes and the cluster itself. */
import { z } from 'zod';

export const loggingOptions = {
  loki: z.strictObject({
    use: z.literal('loki').describe('Loki with OpenTelemetry Collector agents and gateway.'),
    retentionDays: z.int().min(2).max(3650).default(31).describe('Days that logs are kept.'),
    storageGiB: z.int().min(10).max(1000).default(20).describe('Disk of each Loki replica in GiB; chunks live in the bucket.'),
    ingestionMBPerSecond: z.int().min(1).max(1000).default(10).describe('Largest sustained inflow of each tenant in MB a second.'),
    auditRetentionDays: z.int().min(30).max(3650).default(365).describe('Days that logs of the tenant "audit" (logins, admission, Argo CD) are kept.'),
  }),
} as const;

export const loggingSchema = z.discriminatedUnion('use', [loggingOptions.loki]);
export const loggingIds = ['loki', 'elk', 'cloud-native'] as const;
