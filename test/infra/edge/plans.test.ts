import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { checkStack, readTables } from '../../../infra/check';
import { hostConditions } from '../../../infra/edge/cloudflare/expression';
import { edgeSettings } from '../../../infra/edge/cloudflare/stack';
import {
  cloudflareAddOns,
  cloudflareFeatures,
  cloudflarePlans,
  parsePlatform,
  type CloudflareAddOn,
  type CloudflarePlan,
  type Platform,
} from '../../../lib/model';
import { edgeJson, edgeText, example, rulesOf, withEdge, type EdgeJson } from './edge-stack';

const tables = readTables();
const addOnSets = (plan: CloudflarePlan): readonly (readonly CloudflareAddOn[])[] =>
  cloudflareAddOns
    .filter((addOn) => cloudflareFeatures[plan].addOns.includes(addOn))
    .reduce<readonly (readonly CloudflareAddOn[])[]>((sets, addOn) => [...sets, ...sets.map((set) => [...set, addOn])], [[]]);
const combinations = cloudflarePlans.flatMap((plan) => addOnSets(plan).map((addOns) => ({ plan, addOns: [...addOns] })));

interface Rule {
  readonly ref: string;
  readonly expression: string;
  readonly ratelimit?: {
    readonly period: number;
    readonly mitigation_timeout: number;
    readonly requests_per_period: number;
    readonly counting_expression?: string;
  };
}
const rulesIn = (json: EdgeJson, name: string): readonly Rule[] => Object.values(rulesOf(json, name)) as unknown as readonly Rule[]; // rules of a ruleset

describe.each(combinations)('plan $plan with $addOns', ({ plan, addOns }) => {
  const text = edgeText(withEdge({ plan, addOns }));
  const limits = cloudflareFeatures[plan];
  const json = JSON.parse(text) as EdgeJson; // a stack
  const bots = json.resource['cloudflare_bot_management']?.['zone'] ?? {};

  test('passes the offline proof', () => {
    expect(checkStack('edge', text, tables)).toEqual([]);
  });

  test('stays within the number of rules', () => {
    expect(rulesIn(json, 'custom').length).toBeLessThanOrEqual(limits.customRules);
    expect(rulesIn(json, 'rate_limits').length).toBeLessThanOrEqual(limits.rateLimitRules);
    expect(rulesIn(json, 'cache').length).toBeLessThanOrEqual(limits.cacheRules);
    expect(Object.keys(json.resource['cloudflare_load_balancer'] ?? {}).length).toBeLessThanOrEqual(limits.loadBalancers);
  });

  test('counts and blocks no longer than the plan can', () => {
    for (const { ratelimit } of rulesIn(json, 'rate_limits')) {
      expect(ratelimit?.period).toBeLessThanOrEqual(limits.rateLimitPeriodSeconds);
      expect(ratelimit?.mitigation_timeout).toBeLessThanOrEqual(limits.rateLimitBlockSeconds);
      if (!limits.rateLimitByResponse) expect(ratelimit?.counting_expression).toBeUndefined();
    }
  });

  test('has failover exactly where it is paid for, and every host has a name either way', () => {
    const balanced = Object.keys(json.resource['cloudflare_load_balancer'] ?? {});
    expect(balanced.length > 0).toBe(addOns.includes('load-balancing'));
    expect(Object.keys(json.resource['cloudflare_load_balancer_pool'] ?? {}).length > 0).toBe(addOns.includes('load-balancing'));
    expect(Object.keys(json.resource['cloudflare_dns_record'] ?? {}).filter((id) => id.startsWith('host_'))).toHaveLength(13 - balanced.length);
  });

  test('writes settings of one bot product only', () => {
    const products = [['fight_mode'], ['sbfm_definitely_automated'], ['auto_update_model']].filter(([name = '']) => name in bots);
    expect(products).toHaveLength(1);
    expect('sbfm_likely_automated' in bots).toBe(limits.superBotFightMode === 'likely-automated' && !addOns.includes('bot-management'));
  });

  test('has certificates and ciphers of its own only with Advanced Certificate Manager', () => {
    expect('cloudflare_certificate_pack' in json.resource).toBe(addOns.includes('advanced-certificates'));
    expect('ciphers' in (json.resource['cloudflare_zone_setting'] ?? {})).toBe(addOns.includes('advanced-certificates'));
  });

  test('holds the zone only where Cloudflare sells that', () => {
    expect('cloudflare_zone_hold' in json.resource).toBe(plan === 'enterprise');
  });
});

test('on the free plan a limit of ten seconds stands for a minute, and bots are let alone where programs are welcome', () => {
  const platform = withEdge({ plan: 'free', addOns: [] });
  const json = edgeJson(platform);
  expect(rulesIn(json, 'rate_limits')).toMatchObject([{ ref: 'login', ratelimit: { period: 10, requests_per_period: 4, mitigation_timeout: 10 } }]);
  expect(rulesIn(json, 'managed')).toMatchObject([{ ref: 'free' }]);
  expect(json.resource['cloudflare_bot_management']?.['zone']).toMatchObject({ fight_mode: false });
  const people = { ...platform, workloads: platform.workloads.filter(({ access }) => access.kind !== 'token') };
  expect(edgeJson(people).resource['cloudflare_bot_management']?.['zone']).toMatchObject({ fight_mode: true });
});

test('with bot scores the rules judge hosts for people, but never their way to a token', () => {
  const bots = rulesIn(edgeJson(withEdge({ plan: 'enterprise', addOns: ['load-balancing', 'bot-management'] })), 'custom').find(({ ref }) => ref === 'bots');
  expect(bots?.expression).toContain('cf.bot_management.score lt 30 and not cf.bot_management.verified_bot');
  expect(bots?.expression).toContain('"console.acme-db.example"');
  expect(bots?.expression).not.toContain('"api.acme-db.example"');
  expect(bots?.expression).toContain('and not (http.host eq "id.acme-db.example"');
});

test('certificates name the zone and a wildcard for every level with hosts', () => {
  const platform: Platform = {
    ...withEdge({ addOns: ['load-balancing', 'advanced-certificates'], zone: { ...edgeSettings(example).zone, name: 'example.org' } }),
    domain: 'db.example.org',
    workloads: example.workloads.map((workload) => ({ ...workload, host: `${workload.name}.eu.db.example.org` })),
  };
  expect(edgeJson(platform).resource['cloudflare_certificate_pack']?.['hosts']).toMatchObject({
    hosts: ['example.org', '*.db.example.org', '*.eu.db.example.org'],
    type: 'advanced',
    lifecycle: { create_before_destroy: true },
  });
});

test('no expression is longer than Cloudflare takes, for any number of hosts', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,60}(\.[a-z]{1,60}){1,3}$/), { maxLength: 120 }), (hosts) => {
      const conditions = hostConditions(hosts);
      expect(conditions.every((condition) => condition.length <= 4096)).toBe(true);
      expect(conditions.flatMap((condition) => [...condition.matchAll(/"([^"]+)"/g)].map(([, host]) => host))).toEqual(hosts);
    }),
    { numRuns: 50 },
  );
});

test('a hundred workloads on one cluster each still pass', () => {
  const [first] = example.workloads;
  const workloads = first
    ? Array.from({ length: 100 }, (_, index) => ({
        ...first,
        name: `w${index}`,
        host: `${'w'.repeat(40)}${index}.acme-db.example`,
        clusters: ['aws-euc1'],
        access: { kind: 'token' as const, audience: 'a', permissions: [] },
      }))
    : [];
  const platform: Platform = { ...withEdge({ plan: 'pro' }), workloads };
  const text = edgeText(platform);
  const rules = rulesIn(JSON.parse(text) as EdgeJson, 'custom'); // a stack
  expect(checkStack('edge', text, tables)).toEqual([]);
  expect(rules.length).toBeLessThanOrEqual(cloudflareFeatures.pro.customRules);
  expect(rules.every(({ expression }) => expression.length <= 4096)).toBe(true);
});

test('more hosts with failover than the plan has load balancers are refused in the input', () => {
  const text = readFileSync('platform.yaml', 'utf8');
  const workloads = (count: number, extra = '') =>
    Array.from(
      { length: count },
      (_, index) => `  - { name: w${index}, image: ghcr.io/acme/w:1.0.0, host: w${index}.acme-db.example, access: { kind: public }${extra} }`,
    ).join('\n');
  const load = (list: string) => () => parsePlatform(text.slice(0, text.indexOf('workloads:')) + `workloads:\n${list}\n`, 'platform.yaml');
  expect(load(workloads(18))).not.toThrow();
  expect(load(workloads(19))).toThrow(/19 workloads run on both clusters.* 21 load balancers, and edge\.plan \(business\) has 20/);
  expect(load(workloads(19, ', clusters: [az-weu]'))).not.toThrow();
});
