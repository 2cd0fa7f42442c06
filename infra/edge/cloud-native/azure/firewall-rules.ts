/** Rules of the platform for the firewall of Front Door, as data: what Microsoft's rules cannot know. */
import type {
  CdnFrontdoorFirewallPolicyCustomRule,
  CdnFrontdoorFirewallPolicyCustomRuleMatchCondition,
} from '@cdktf/provider-azurerm/lib/cdn-frontdoor-firewall-policy';
import { loginPathsOf } from '../../../../lib/names';
import type { AzureEdge } from './stack';

/** Hosts that a firewall policy is for: those of the platform itself, or those that everybody may reach. */
export type Audience = 'admin' | 'public';

type Rule = Omit<CdnFrontdoorFirewallPolicyCustomRule, 'enabled' | 'priority' | 'action'> & { readonly name: string };
type Condition = CdnFrontdoorFirewallPolicyCustomRuleMatchCondition;

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** Encoded dots, backslash and NUL, and a path parameter behind two dots: no application here has such a path. An encoded slash is left: Argo CD has them. */
const tricks = ['%2e%2e', '%2e\\.', '\\.%2e', '%5c', '%00', '/\\.\\.;'];

/** What the firewall calls the URI has scheme and host in front of the path. */
const origin = '^https?://[^/]+';
const escaped = (path: string): string => path.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const below = (path: string): Condition => ({
  matchVariable: 'RequestUri',
  operator: 'RegEx',
  matchValues: [`${origin}${escaped(path)}`],
  // Applications decode a path before they look at it.
  transforms: ['UrlDecode'],
});

/** How much more often programs may ask for tokens than people may enter passwords: many share one address, and failures cannot be told apart here. */
const tokenFactor = 10;
/**
 * Low limits are counted over the longest time that Front Door offers: each of its servers counts for itself for a moment,
 * and who is over the limit stays out until the five minutes are over.
 */
const loginMinutes = 5;

const limited = (name: string, condition: Condition, perMinute: number, minutes: 1 | 5 = loginMinutes): Rule => ({
  name,
  type: 'RateLimitRule',
  rateLimitDurationInMinutes: minutes,
  rateLimitThreshold: perMinute * minutes,
  matchCondition: [condition],
});
const matching = (name: string, ...matchCondition: Condition[]): Rule => ({ name, type: 'MatchRule', matchCondition });

/** In the order in which they are judged; the first that holds blocks. */
export function customRules(edge: AzureEdge, audience: Audience): readonly Rule[] {
  return [
    matching('methods', { matchVariable: 'RequestMethod', operator: 'Equal', negationCondition: true, matchValues: methods }),
    matching('pathtricks', {
      matchVariable: 'RequestUri',
      operator: 'RegEx',
      matchValues: [`${origin}[^?]*(${tricks.join('|')})`],
      transforms: ['Lowercase'],
    }),
    ...(audience === 'admin' ? [outside(edge)] : []),
    ...loginRules(edge),
    // Every request has a host: a condition that always holds.
    limited(
      'requests',
      { matchVariable: 'RequestHeader', selector: 'Host', operator: 'GreaterThanOrEqual', matchValues: ['0'] },
      edge.settings.requestsPerMinute,
      1,
    ),
  ];
}

/** Who connects, not who a header says is behind it. */
const outside = ({ settings }: AzureEdge): Rule =>
  matching('outside', { matchVariable: 'SocketAddr', operator: 'IPMatch', negationCondition: true, matchValues: [...settings.adminRanges] });

function loginRules({ platform, settings }: AzureEdge): readonly Rule[] {
  const { passwords, start, token } = loginPathsOf(platform);
  const perMinute = settings.loginRequestsPerMinute;
  return [
    ...(passwords === undefined ? [] : [limited('login', below(passwords), perMinute)]),
    ...(start === undefined ? [] : [limited('loginstart', below(start), perMinute)]),
    ...(token === undefined ? [] : [limited('token', below(token), perMinute * tokenFactor)]),
  ];
}
