/** Aspect `monitoring`: metrics, alerts and dashboards. */
import { z } from 'zod';
import { text } from './fields';

const receiver = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('pagerduty').describe('PagerDuty Events API v2; the routing key comes from the secret store.') }),
  z.strictObject({
    type: z.literal('slack').describe('Slack incoming webhook; its URL comes from the secret store.'),
    channel: text({
      pattern: /^#[a-z0-9_-]{1,80}$/,
      allowed: 'a channel with its #, in quotes',
      example: '#platform-alerts',
      why: 'Without quotes YAML reads everything after # as a comment.',
    }).describe('Slack channel.'),
  }),
  z.strictObject({ type: z.literal('webhook').describe('Any HTTP receiver; its URL comes from the secret store.') }),
]);

export const monitoringOptions = {
  prometheus: z.strictObject({
    use: z.literal('prometheus').describe('Prometheus, Alertmanager, Thanos and Grafana in each cluster.'),
    scrapeIntervalSeconds: z.int().min(10).max(120).default(30).describe('Seconds between two scrapes of a target.'),
    localRetentionHours: z.int().min(96).max(720).default(120).describe('Hours that Prometheus keeps on its own disk; the longest alert window is three days.'),
    storageGiB: z.int().min(20).max(2000).default(100).describe('Disk of each Prometheus replica in GiB.'),
    retention: z
      .strictObject({
        rawDays: z.int().min(11).max(3650).default(30).describe('Days of raw samples in the bucket.'),
        fiveMinuteDays: z.int().min(11).max(3650).default(90).describe('Days of 5 minute samples in the bucket.'),
        oneHourDays: z.int().min(11).max(3650).default(365).describe('Days of 1 hour samples in the bucket.'),
      })
      .prefault({})
      .describe('How long Thanos keeps each resolution.'),
    alerts: z
      .strictObject({
        critical: receiver.describe('Who is paged.'),
        warning: receiver.describe('Who reads tickets.'),
      })
      .describe("Where alerts go. A third receiver, the dead man's switch, always exists: its URL comes from the secret store."),
    availabilityPercent: z
      .number()
      .min(90)
      .max(99.99)
      .default(99.9)
      .describe('Service level objective of every endpoint, in percent of requests over 30 days.'),
  }),
} as const;

export const monitoringSchema = z.discriminatedUnion('use', [monitoringOptions.prometheus]);
export const monitoringIds = ['prometheus', 'cloud-native'] as const;
