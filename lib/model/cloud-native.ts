/** Edge option `cloud-native`: each cloud guards its own cluster with its own services. */
import { z } from 'zod';
import { cidr, hostname, text, uniqueList } from './fields';

/** Something that costs so much that nobody may switch it on by accident. */
const acknowledged = (what: string) =>
  z.strictObject({ acknowledgeCost: z.literal(true).describe(`${what} Write true once somebody who may spend it has agreed.`) });

/** A host of an allow list of Network Firewall: a name, or a dot and everything below it. */
const allowedHost = text({
  pattern: /^\.?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
  allowed: 'a lower-case host name, or a dot and a domain for every host below it',
  example: '.example.com',
  max: 253,
});

const aws = z
  .strictObject({
    shieldAdvanced: acknowledged('Commitment of a year, about 3,000 USD a month for the whole organization, plus traffic.')
      .optional()
      .describe('AWS Shield Advanced for load balancers, zones and accelerator, with the response team and automatic rules.'),
    networkFirewall: z
      .strictObject({
        allowedHosts: uniqueList(allowedHost)
          .max(100)
          .default([])
          .describe('Hosts that nodes and pods may call beside those that the toolkit knows: receivers of alerts, other services of yours.'),
      })
      .optional()
      .describe(
        'AWS Network Firewall between the internet and every subnet (about 900 USD a month and cluster, and 65 USD a TB): what leaves goes to known hosts only. Left out, security groups know ports only.',
      ),
    globalAccelerator: z
      .literal(true)
      .optional()
      .describe(
        'Two fixed addresses all over the world for the hosts of both regions, and failover without waiting for DNS (about 20 USD a month, and traffic). For two AWS regions.',
      ),
  })
  .optional()
  .describe('Settings of the AWS side; only where a cluster runs on AWS.');

const azure = z
  .strictObject({
    ddosProtection: acknowledged('About 2,900 USD a month, for up to 100 addresses.')
      .optional()
      .describe('Azure DDoS Network Protection for the networks of the AKS clusters.'),
    entry: z
      .enum(['front-door', 'traffic-manager'])
      .default('front-door')
      .describe(
        'Where names lead. traffic-manager is for the hours in which Front Door is down: straight to the cluster that serves, by DNS, without a web application firewall and without adminRanges. Only where no cluster runs on AWS: Route 53 decides there.',
      ),
  })
  .optional()
  .describe('Settings of the Azure side; only where a cluster runs on Azure.');

export const cloudNative = z.strictObject({
  use: z
    .literal('cloud-native')
    .describe('Services of the clouds themselves: load balancer and WAF at AWS, Front Door at Azure, Route 53 or Azure DNS between the clusters.'),
  zone: z
    .strictObject({
      name: hostname
        .meta({ examples: ['acme-db.example'] })
        .describe('Name of the zone that the platform makes; the domain of the platform is this name or below it.'),
    })
    .describe('DNS zone: at Route 53 where a cluster runs on AWS, else at Azure DNS. The registrar, or the zone above, delegates it by hand.'),
  adminRanges: uniqueList(cidr.meta({ examples: ['203.0.113.0/24'] }))
    .min(1)
    .max(50)
    .describe('Public IPv4 ranges of the company (offices, VPN): from anywhere else the hosts of the platform itself are closed before the login.'),
  routing: z
    .enum(['failover', 'latency'])
    .default('failover')
    .describe(
      'Where hosts of several clusters lead. failover: to the active cluster, and to the other while that one is down. latency: hosts of workloads without a login lead to the nearest cluster; sessions live in one cluster, so hosts with a login keep failover. Two regions of one cloud only.',
    ),
  requestsPerMinute: z
    .int()
    .min(300)
    .max(100_000)
    .default(3000)
    .describe('Requests a minute and client address to everything before they are blocked; an office behind one address counts as one.'),
  loginRequestsPerMinute: z.int().min(10).max(1000).default(20).describe('Requests a minute and client address to login paths before they are blocked.'),
  aws,
  azure,
});
