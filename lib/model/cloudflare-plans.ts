/**
 * What a zone of each Cloudflare plan may have, as far as the input's rules and the generated configuration depend on
 * it. Numbers are those of a plan without add-ons that are not named here.
 */
export const cloudflarePlans = ['free', 'pro', 'business', 'enterprise'] as const;
export type CloudflarePlan = (typeof cloudflarePlans)[number];
/** Paid extras of Cloudflare that change what may be generated. */
export const cloudflareAddOns = ['load-balancing', 'advanced-certificates', 'advanced-rate-limiting', 'bot-management'] as const;
export type CloudflareAddOn = (typeof cloudflareAddOns)[number];

export interface CloudflareFeatures {
  /** Managed and OWASP rulesets of the web application firewall. */
  readonly managedRules: boolean;
  readonly customRules: number;
  readonly rateLimitRules: number;
  /** Longest time over which requests are counted, in seconds. */
  readonly rateLimitPeriodSeconds: number;
  /** Longest time for which a client is blocked, in seconds. */
  readonly rateLimitBlockSeconds: number;
  /** Whether a limit may count by the response, such as failed attempts only. */
  readonly rateLimitByResponse: boolean;
  /** Super Bot Fight Mode: what it can act on. Rules may exempt requests from it. */
  readonly superBotFightMode: false | 'definitely-automated' | 'likely-automated';
  /** Hosts with failover between clusters (add-on `load-balancing`). */
  readonly loadBalancers: number;
  /** Shortest time between two health checks, in seconds (add-on `load-balancing`). */
  readonly healthCheckSeconds: number;
  /** Rules about caching, and rules about headers of responses. */
  readonly cacheRules: number;
  /** Add-ons that may be bought with the plan. */
  readonly addOns: readonly CloudflareAddOn[];
}
const everyPlan = ['load-balancing', 'advanced-certificates'] as const;
/** Load balancers of an account below Enterprise. */
const standardLoadBalancers = 20;

/**
 * @see https://developers.cloudflare.com/waf/rate-limiting-rules/#availability
 * @see https://developers.cloudflare.com/load-balancing/reference/limitations/
 */
export const cloudflareFeatures: Readonly<Record<CloudflarePlan, CloudflareFeatures>> = {
  free: {
    managedRules: false,
    customRules: 5,
    rateLimitRules: 1,
    rateLimitPeriodSeconds: 10,
    rateLimitBlockSeconds: 10,
    rateLimitByResponse: false,
    superBotFightMode: false,
    loadBalancers: standardLoadBalancers,
    healthCheckSeconds: 60,
    cacheRules: 10,
    addOns: everyPlan,
  },
  pro: {
    managedRules: true,
    customRules: 20,
    rateLimitRules: 2,
    rateLimitPeriodSeconds: 60,
    rateLimitBlockSeconds: 3600,
    rateLimitByResponse: false,
    superBotFightMode: 'definitely-automated',
    loadBalancers: standardLoadBalancers,
    healthCheckSeconds: 60,
    cacheRules: 25,
    addOns: everyPlan,
  },
  business: {
    managedRules: true,
    customRules: 100,
    rateLimitRules: 5,
    rateLimitPeriodSeconds: 600,
    rateLimitBlockSeconds: 86_400,
    rateLimitByResponse: true,
    superBotFightMode: 'likely-automated',
    loadBalancers: standardLoadBalancers,
    healthCheckSeconds: 15,
    cacheRules: 50,
    addOns: everyPlan,
  },
  // How many load balancers an Enterprise account has is in its contract; workloads are limited to 100.
  enterprise: {
    managedRules: true,
    customRules: 1000,
    rateLimitRules: 5,
    rateLimitPeriodSeconds: 65_535,
    rateLimitBlockSeconds: 86_400,
    rateLimitByResponse: true,
    superBotFightMode: 'likely-automated',
    loadBalancers: 1000,
    healthCheckSeconds: 10,
    cacheRules: 300,
    addOns: [...everyPlan, 'advanced-rate-limiting', 'bot-management'],
  },
};
