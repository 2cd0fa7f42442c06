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
  elk: z.strictObject({
    use: z.literal('elk').describe('Elasticsearch, Logstash, Filebeat and Kibana; the operator of Elastic (ECK) runs the store and its page.'),
    retentionDays: z.int().min(2).max(3650).default(14).describe('Days that logs are kept, on disk and searchable.'),
    auditRetentionDays: z.int().min(30).max(3650).default(365).describe('Days that logs of the tenant "audit" (logins, admission, delivery) are kept.'),
    ingestionGBPerDay: z
      .int()
      .min(1)
      .max(2000)
      .default(20)
      .describe(
        'Log lines of an average day in GB, all tenants together, a twentieth of them audit. Queues hold four hours of it; the disks are checked against it.',
      ),
    storageGiB: z
      .int()
      .min(50)
      .max(8000)
      .default(300)
      .describe('Disk of each of the three Elasticsearch nodes in GiB. Every line is stored twice. Can grow, never shrink.'),
    memoryGiB: z
      .int()
      .min(4)
      .max(62)
      .default(8)
      .describe(
        'Memory of each Elasticsearch node in GiB; half of it is heap, the rest caches files. It asks for a vCPU for each 4 GiB; in Azure both must fit on the VMs of the workload pool.',
      ),
  }),
  'cloud-native': z.strictObject({
    use: z.literal('cloud-native').describe('CloudWatch Logs on AWS, Azure Monitor Logs on Azure.'),
    retentionDays: z.int().min(1).max(3653).default(30).describe('Days that logs are kept: one of the periods that the clouds of the platform offer.'),
    auditRetentionDays: z
      .int()
      .min(30)
      .max(3653)
      .default(365)
      .describe('Days that logs of logins, of the delivery and of the control plane are kept: one of the periods that the clouds of the platform offer.'),
    tier: z
      .enum(['standard', 'infrequent'])
      .default('standard')
      .describe(
        'What ordinary logs cost: `infrequent` (log class Infrequent Access, table plan Basic) is written for less than half, is searched for money, and nothing can watch it. Audit logs are always `standard`. On AWS it never changes.',
      ),
    alertAboveGiBPerDay: z
      .int()
      .min(1)
      .max(100_000)
      .default(50)
      .describe('Inflow of a cluster in GiB a day from which the cloud says so by mail: logs are paid by volume.'),
  }),
} as const;

export const loggingSchema = z.discriminatedUnion('use', [loggingOptions.loki, loggingOptions.elk, loggingOptions['cloud-native']]);
type Settings = z.output<typeof loggingSchema>;
type Of<Use extends Settings['use']> = Extract<Settings, { readonly use: Use }>;

/** Settings of logs that the cloud keeps, or undefined where the platform keeps them itself. */
export const cloudLogsOf = (logging: Settings): Of<'cloud-native'> | undefined => (logging.use === 'cloud-native' ? logging : undefined);

/** vCPU that each Elasticsearch node asks for: one for each 4 GiB. */
export const elasticsearchCpu = (memoryGiB: number): number => Math.max(1, Math.floor(memoryGiB / 4));

export const loggingIds = ['loki', 'elk', 'cloud-native'] as const;
