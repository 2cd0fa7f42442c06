/** One entry-point ruleset of the zone: it is the whole list of rules of its phase. */
import { Ruleset } from '@cdktf/provider-cloudflare/lib/ruleset';
import type { RulesetRules } from '@cdktf/provider-cloudflare/lib/ruleset';
import { pinned } from '../../../lib/constructs/stateful';
import type { EdgeContext } from './stack';

/** A rule with a stable reference: without it a rule that moves in the list becomes another rule, with new counters and logs. */
export type Rule = RulesetRules & { readonly ref: string; readonly description: string };

const phases = {
  managed: 'http_request_firewall_managed',
  custom: 'http_request_firewall_custom',
  rate_limits: 'http_ratelimit',
  cache: 'http_request_cache_settings',
  responses: 'http_response_headers_transform',
} as const;

export function ruleset({ stack, zoneId }: EdgeContext, name: keyof typeof phases, description: string, rules: readonly Rule[]): void {
  if (rules.length === 0) return;
  pinned(
    new Ruleset(stack, `ruleset_${name}`, {
      zoneId,
      kind: 'zone',
      name,
      description,
      phase: phases[name],
      rules: rules.map((rule) => ({ enabled: true, ...rule })),
    }),
    name,
  );
}
