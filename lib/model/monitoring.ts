/** Aspect `monitoring`: metrics, alerts and dashboards. */
import { z } from 'zod';
import { email, text } from './fields';

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

/** Receivers that both clouds reach by themselves. Not Slack: neither SNS nor an action group can post to an incoming webhook. */
const cloudReceiver = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('email').describe('Mail from the cloud. Each AWS region asks for a confirmation first.'),
    address: email.describe('Mailbox or list that gets it.'),
  }),
  z.strictObject({
    type: z
      .literal('pagerduty')
      .describe('PagerDuty: alerts of AWS by the Events API v2, everything else by the integrations of the clouds. Keys and URLs are given at the apply.'),
  }),
  z.strictObject({
    type: z
      .literal('webhook')
      .describe('An HTTPS receiver that takes messages of SNS (and confirms the subscription) and of Azure Monitor; its URL is given at the apply.'),
  }),
]);

const scrapeIntervalSeconds = z.int().min(10).max(120).default(30).describe('Seconds between two scrapes of a target.');
const availabilityPercent = z
  .number()
  .min(90)
  .max(99.99)
  .default(99.9)
  .describe('Service level objective of every endpoint, in percent of requests over 30 days.');

export const monitoringOptions = {
  prometheus: z.strictObject({
    use: z.literal('prometheus').describe('Prometheus, Alertmanager, Thanos and Grafana in each cluster.'),
    scrapeIntervalSeconds,
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
    availabilityPercent,
  }),
  'cloud-native': z.strictObject({
    use: z
      .literal('cloud-native')
      .describe(
        "Metrics, alerts and their evaluation in the clouds' own services: Amazon Managed Service for Prometheus and CloudWatch, Azure Monitor. Grafana in each cluster, since the managed ones cannot log in by OpenID Connect.",
      ),
    scrapeIntervalSeconds,
    retentionDays: z
      .int()
      .min(30)
      .max(1095)
      .default(395)
      .describe('Days that AWS keeps metrics. Azure Monitor keeps them for 18 months, whatever stands here.'),
    containerInsights: z
      .boolean()
      .default(true)
      .describe(
        "Second view of each EKS cluster in CloudWatch, by AWS's own agents in their OpenTelemetry mode: answers when ours does not. Billed beside the metrics of the platform. AKS reports metrics of its own, without an agent, in any case.",
      ),
    alerts: z
      .strictObject({
        critical: cloudReceiver.describe('Who is paged.'),
        warning: cloudReceiver.describe('Who reads tickets.'),
      })
      .describe('Where alerts go, sent by the cloud of the cluster. Its own alarms page when rules, metrics or their heartbeat stop.'),
    availabilityPercent,
  }),
} as const;

export const monitoringSchema = z.discriminatedUnion('use', [monitoringOptions.prometheus, monitoringOptions['cloud-native']]);
export const monitoringIds = ['prometheus', 'cloud-native'] as const;

type Settings = z.output<typeof monitoringSchema>;
type WithMonitoring = { readonly monitoring: Settings };
export type PrometheusSettings = Extract<Settings, { use: 'prometheus' }>;
export type CloudNativeSettings = Extract<Settings, { use: 'cloud-native' }>;

/**
 * Settings of the option `prometheus`.
 * @throws RangeError where it was not chosen: only its own parts ask
 */
export function prometheusSettings({ monitoring }: WithMonitoring): PrometheusSettings {
  if (monitoring.use !== 'prometheus') throw new RangeError('the platform has no Prometheus of its own');
  return monitoring;
}

/**
 * Settings of the option `cloud-native`.
 * @throws RangeError where it was not chosen: only its own parts ask
 */
export function cloudNativeSettings({ monitoring }: WithMonitoring): CloudNativeSettings {
  if (monitoring.use !== 'cloud-native') throw new RangeError('the clouds keep no metrics of the platform');
  return monitoring;
}
