/** Aspect `edge`: DNS, load balancing between the clusters, web application firewall, admin access. */
import { z } from 'zod';
import { hexId, hostname } from './fields';

export const cloudflarePlans = ['free', 'pro', 'business', 'enterprise'] as const;
/** Paid extras of Cloudflare that change what may be generated. */
export const cloudflareAddOns = ['load-balancing', 'advanced-certificates', 'advanced-rate-limiting', 'bot-management'] as const;

export const edgeOptions = {
  cloudflare: z.strictObject({
    use: z.literal('cloudflare').describe('Cloudflare in front of both clusters.'),
    accountId: hexId.describe('Cloudflare account.'),
    zone: z
      .strictObject({
        id: hexId.describe('Id of the zone; the zone is imported on the first apply.'),
        name: hostname.describe('Name of the zone; the domain of the platform is this name or below it.'),
      })
      .describe('DNS zone at Cloudflare.'),
    plan: z.enum(cloudflarePlans).describe('Plan of the zone; features above it are refused.'),
    addOns: z.array(z.enum(cloudflareAddOns)).default(['load-balancing']).describe('Paid extras that the account has. Failover between the clusters needs load-balancing.'),
    access: z
      .strictObject({
        teamName: z.string().regex(/^[a-z0-9-]{1,63}$/, 'a Zero Trust team name').describe('Zero Trust team: <team>.cloudflareaccess.com.'),
        emailDomains: z.array(hostname).min(1).max(10).describe('E-mail domains whose people may reach admin hosts at all, before they log in.'),
        sessionHours: z.int().min(1).max(720).default(12).describe('How long a Zero Trust session lasts, in hours.'),
      })
      .describe('Zero Trust Access in front of the hosts of the platform itself.'),
    loginRequestsPerMinute: z.int().min(5).max(1000).default(20).describe('Requests a minute and client address to login paths before they are blocked for ten minutes.'),
  }),
} as const;

export const edgeSchema = z.discriminatedUnion('use', [edgeOptions.cloudflare]);
export const edgeIds = ['cloudflare', 'cloud-native'] as const;
