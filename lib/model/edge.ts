/** Aspect `edge`: DNS, load balancing between the clusters, web application firewall, admin access. */
import { z } from 'zod';
import { cloudNative } from './cloud-native';
import { cloudflareAddOns, cloudflarePlans } from './cloudflare-plans';
import { hexId, hostname, text, uniqueList } from './fields';

export * from './cloudflare-plans';

export const edgeOptions = {
  cloudflare: z.strictObject({
    use: z.literal('cloudflare').describe('Cloudflare in front of both clusters.'),
    accountId: hexId.describe('Cloudflare account.'),
    zone: z
      .strictObject({
        id: hexId.meta({ examples: ['9a8b7c6d5e4f30211203f4e5d6c7b8a9'] }).describe('Id of the zone; the zone is imported on the first apply.'),
        name: hostname.meta({ examples: ['acme-db.example'] }).describe('Name of the zone; the domain of the platform is this name or below it.'),
      })
      .describe('DNS zone at Cloudflare.'),
    plan: z
      .enum(cloudflarePlans)
      .meta({ examples: ['business'] })
      .describe('Plan of the zone; features above it are refused. The web application firewall of the platform needs pro or higher.'),
    addOns: uniqueList(z.enum(cloudflareAddOns))
      .max(4)
      .default(['load-balancing'])
      .describe('Paid extras that the account has. Failover between the clusters needs load-balancing.'),
    access: z
      .strictObject({
        teamName: text({
          pattern: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
          allowed: 'the name of a Zero Trust team, without .cloudflareaccess.com',
          example: 'acme',
        }).describe('Zero Trust team: <team>.cloudflareaccess.com.'),
        emailDomains: uniqueList(hostname.meta({ examples: ['example.com'] }))
          .min(1)
          .max(10)
          .describe('E-mail domains whose people may reach admin hosts at all, before they log in.'),
        sessionHours: z.int().min(1).max(720).default(12).describe('How long a Zero Trust session lasts, in hours.'),
      })
      .describe('Zero Trust Access in front of the hosts of the platform itself.'),
    loginRequestsPerMinute: z
      .int()
      .min(5)
      .max(1000)
      .default(20)
      .describe('Requests a minute and client address to login paths before they are blocked for ten minutes.'),
  }),
  'cloud-native': cloudNative,
} as const;

export const edgeSchema = z.discriminatedUnion('use', [edgeOptions.cloudflare, edgeOptions['cloud-native']]);
export const edgeIds = ['cloudflare', 'cloud-native'] as const;
type Settings = z.output<typeof edgeSchema>;
/** Settings of one option. */
export type EdgeOf<Use extends Settings['use']> = Extract<Settings, { readonly use: Use }>;

/** Settings of Cloudflare, or undefined where something else stands in front of the clusters. */
export const cloudflareOf = (edge: Settings): EdgeOf<'cloudflare'> | undefined => (edge.use === 'cloudflare' ? edge : undefined);
/** Settings of the clouds' own edge, or undefined where something else stands in front of the clusters. */
export const cloudNativeOf = (edge: Settings): EdgeOf<'cloud-native'> | undefined => (edge.use === 'cloud-native' ? edge : undefined);
