/** Web application firewall: two policies, since what people do in Grafana looks like an attack anywhere else. */
import { CdnFrontdoorFirewallPolicy, type CdnFrontdoorFirewallPolicyManagedRuleExclusion } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-firewall-policy';
import { CdnFrontdoorSecurityPolicy } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-security-policy';
import { pinned } from '../../../../lib/constructs/stateful';
import { checked, type HostSpec } from '../../../../lib/names';
import { address } from '../../../cloud/azure/ids';
import type { Domains } from './domains';
import { customRules, type Audience } from './firewall-rules';
import { frontDoorSku, type FrontDoor } from './front-door';
import type { AzureEdge } from './stack';

/**
 * Rules that Microsoft maintains. A new version comes with an update of the toolkit: it drops what is written here for
 * rules that it does not know any more.
 * @see https://learn.microsoft.com/azure/web-application-firewall/ruleset-support-policy
 */
const managedRules = { attacks: { type: 'Microsoft_DefaultRuleSet', version: '2.2' }, bots: { type: 'Microsoft_BotManagerRuleSet', version: '1.1' } } as const;

type Exclusion = CdnFrontdoorFirewallPolicyManagedRuleExclusion;
const field = (matchVariable: string, selector: string): Exclusion => ({ matchVariable, operator: 'Equals', selector });
const every = (matchVariable: string): Exclusion => ({ matchVariable, operator: 'EqualsAny', selector: '*' });

/** What the rules for attacks do not look at. Everything else of a request they do, paths and headers always. */
const unjudged: Readonly<Record<Audience, readonly Exclusion[]>> = {
  // A good password looks like code; and logins hand addresses on, which looks like somebody includes files.
  public: [
    ...['password', 'password-new', 'password-confirm'].map((name) => field('RequestBodyPostArgNames', name)),
    ...['redirect_uri', 'post_logout_redirect_uri', 'rd'].map((name) => field('QueryStringArgNames', name)),
  ],
  // Queries for metrics and logs, dashboards and manifests: behind `adminRanges` and a login.
  admin: ['QueryStringArgNames', 'RequestBodyPostArgNames', 'RequestBodyJsonArgNames'].map(every),
};

/** What a blocked client reads; whoever asks for help has something to name. */
const blockedText = 'Blocked by the firewall of this service. Reference: {{azure-ref}}\n';

const audienceOf = ({ kind }: HostSpec): Audience => (kind === 'admin' ? 'admin' : 'public');

/** What joins each host to its firewall, by the id of the host. */
export type Guards = ReadonlyMap<HostSpec['id'], CdnFrontdoorSecurityPolicy>;

/**
 * One of them for each host: the provider makes one anew when its hosts change, and while a common one is gone every host
 * would be without a firewall. Front Door takes 200.
 */
export function firewalls(edge: AzureEdge, { profile }: FrontDoor, domains: Domains): Guards {
  const policies = new Map([...new Set(edge.hosts.map(audienceOf))].map((audience) => [audience, firewall(edge, audience)]));
  return new Map(
    edge.hosts.flatMap((host) => {
      const [policy, domain] = [policies.get(audienceOf(host)), domains.get(host.id)];
      if (!policy || !domain) return [];
      const guard = new CdnFrontdoorSecurityPolicy(edge.stack, `firewall_of_${address(host.id)}`, {
        name: `host-${host.id}`,
        cdnFrontdoorProfileId: profile.id,
        securityPolicies: {
          firewall: {
            cdnFrontdoorFirewallPolicyId: policy.id,
            association: { patternsToMatch: ['/*'], domain: [{ cdnFrontdoorDomainId: domain.id }] },
          },
        },
      });
      return [[host.id, pinned(guard)]];
    }),
  );
}

const firewall = (edge: AzureEdge, audience: Audience): CdnFrontdoorFirewallPolicy =>
  pinned(
    new CdnFrontdoorFirewallPolicy(edge.stack, `firewall_${audience}`, {
      resourceGroupName: edge.place.resourceGroupName,
      name: checked('Front Door firewall policy', `waf${edge.platform.name.replaceAll('-', '')}${audience}`),
      skuName: frontDoorSku,
      enabled: true,
      mode: 'Prevention',
      requestBodyCheckEnabled: true,
      customBlockResponseStatusCode: 403,
      customBlockResponseBody: Buffer.from(blockedText).toString('base64'),
      managedRule: [
        { ...managedRules.attacks, action: 'Block', exclusion: [...unjudged[audience]] },
        { ...managedRules.bots, action: 'Block' },
      ],
      customRule: customRules(edge, audience).map((rule, index) => ({ ...rule, enabled: true, priority: 10 * (index + 1), action: 'Block' })),
      logScrubbing: { enabled: true, scrubbingRule: scrubbed },
    }),
  );

/** What the log of a rule that matched must not show: sessions, tokens, passwords, whatever people type. Addresses stay: without them nobody finds an attacker. */
const scrubbed = [
  { enabled: true, matchVariable: 'RequestHeaderNames', operator: 'Equals', selector: 'authorization' },
  { enabled: true, matchVariable: 'RequestHeaderNames', operator: 'Equals', selector: 'cookie' },
  ...['RequestCookieNames', 'QueryStringArgNames', 'RequestBodyPostArgNames', 'RequestBodyJsonArgNames'].map((matchVariable) => ({
    enabled: true,
    matchVariable,
    operator: 'EqualsAny',
  })),
];
