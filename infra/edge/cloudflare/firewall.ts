/** Web application firewall: what Cloudflare maintains, what we know better, and how often somebody may try. */
import { LeakedCredentialCheck } from '@cdktf/provider-cloudflare/lib/leaked-credential-check';
import { pinned } from '../../../lib/constructs/stateful';
import { identityOf, loginPathsOf } from '../../../lib/names';
import { hostConditions, partRef, quoted } from './expression';
import { ruleset, type Rule } from './ruleset';
import { programHosts, type EdgeContext } from './stack';

/** Ids of Cloudflare's rulesets, the same in every account. */
const managedRulesets = {
  cloudflare: { id: 'efb7b8c949ac4650a09736fc376e9aee', description: 'Cloudflare Managed Ruleset' },
  owasp: { id: '4814384a9e5d4991b9815dcfc25d2f1f', description: 'Cloudflare OWASP Core Ruleset' },
  free: { id: '77454fe2d30c4220b5701f6fdfb893ba', description: 'Cloudflare Free Managed Ruleset' },
} as const;

export function firewall(context: EdgeContext): void {
  const { stack, zoneId, features } = context;
  const managed = features.managedRules ? (['cloudflare', 'owasp'] as const) : (['free'] as const);
  ruleset(
    context,
    'managed',
    'Rules that Cloudflare maintains',
    managed.map((ref) => ({
      ref,
      description: managedRulesets[ref].description,
      action: 'execute',
      expression: 'true',
      actionParameters: { id: managedRulesets[ref].id },
    })),
  );
  pinned(new LeakedCredentialCheck(stack, 'leaked_credentials', { zoneId, enabled: true }), 'zone');
  ruleset(context, 'custom', 'Rules of the platform', customRules(context));
  ruleset(context, 'rate_limits', 'How often one address may try to log in', rateLimits(context));
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** Encoded dots, backslash and NUL, and a path parameter behind two dots: no application here has such a path. An encoded slash is left: Argo CD has them. */
const tricks = ['%2e%2e', '%2e.', '.%2e', '%5c', '%00', '/..;'];

function customRules(context: EdgeContext): readonly Rule[] {
  const { platform, edge } = context;
  const { passwords } = loginPathsOf(platform);
  return [
    ...botExemptions(context),
    {
      ref: 'methods',
      description: 'Only methods that the platform serves',
      action: 'block',
      expression: `not http.request.method in {${methods.map(quoted).join(' ')}}`,
    },
    {
      ref: 'path-tricks',
      description: 'Paths that are written to be read differently by two programs',
      action: 'block',
      expression: tricks.map((trick) => `lower(raw.http.request.uri.path) contains ${quoted(trick)}`).join(' or '),
    },
    ...(passwords === undefined ? [] : [leakedPassword(passwords)]),
    ...(edge.addOns.includes('bot-management') ? botRules(context) : []),
  ];
}

const leakedPassword = (passwords: string): Rule => ({
  ref: 'leaked-password',
  description: 'A password that is in a public leak needs a person behind it',
  action: 'managed_challenge',
  expression: `cf.waf.credential_check.password_leaked and starts_with(http.request.uri.path, ${quoted(passwords)})`,
});

/** Super Bot Fight Mode would stop exactly the clients that hosts with tokens are made for, on their way to a token as well. */
function botExemptions(context: EdgeContext): readonly Rule[] {
  if (context.features.superBotFightMode === false || context.has('bot-management')) return [];
  const welcome = (ref: string, description: string, expression: string): Rule => ({
    ref,
    description,
    action: 'skip',
    expression,
    actionParameters: { phases: ['http_request_sbfm'] },
    logging: { enabled: true },
  });
  return [
    ...identityPrograms(context).map((expression) => welcome('identity-programs', 'Programs fetch tokens and keys', expression)),
    ...hostConditions(programHosts(context)).map((expression, part) =>
      welcome(partRef('programs', part), 'Programs are welcome where a token admits them', expression),
    ),
  ];
}

/** Where programs talk to the identity provider, if it is behind this edge. */
function identityPrograms({ platform }: EdgeContext): readonly string[] {
  const { programs } = loginPathsOf(platform);
  const paths = programs.map((prefix) => `starts_with(http.request.uri.path, ${quoted(prefix)})`);
  return paths.length === 0 ? [] : [`http.host eq ${quoted(identityOf(platform).host)} and (${paths.join(' or ')})`];
}

/** Bot scores come with Bot Management: below 30 it is a program. */
function botRules(context: EdgeContext): readonly Rule[] {
  const programs = new Set(programHosts(context));
  const people = context.hosts.map(({ host }) => host).filter((host) => !programs.has(host));
  return hostConditions(people).map((hosts, part) => ({
    ref: partRef('bots', part),
    description: 'Programs on hosts for people',
    action: 'managed_challenge',
    expression: [
      'cf.bot_management.score lt 30',
      'not cf.bot_management.verified_bot',
      hosts,
      ...identityPrograms(context).map((each) => `not (${each})`),
    ].join(' and '),
  }));
}

/** How much more often programs may ask for tokens than people may enter passwords, where failures cannot be told apart: many share one address. */
const tokenFactor = 10;
const blockSeconds = 600;

/** The expressions name paths only: that much every plan can match. */
function rateLimits({ platform, edge, features }: EdgeContext): readonly Rule[] {
  const { passwords, start, token } = loginPathsOf(platform);
  const period = Math.min(60, features.rateLimitPeriodSeconds);
  const limit = (perMinute: number) => ({
    characteristics: ['cf.colo.id', 'ip.src'],
    period,
    requestsPerPeriod: Math.max(1, Math.ceil((perMinute * period) / 60)),
    mitigationTimeout: Math.min(blockSeconds, features.rateLimitBlockSeconds),
  });
  const below = (ref: string, description: string, path: string | undefined): readonly Rule[] =>
    path === undefined
      ? []
      : [
          {
            ref,
            description,
            action: 'block',
            expression: `starts_with(http.request.uri.path, ${quoted(path)})`,
            ratelimit: limit(edge.loginRequestsPerMinute),
          },
        ];
  const atToken = (path: string): Rule => {
    const expression = `http.request.uri.path eq ${quoted(path)}`;
    const failures = { ...limit(edge.loginRequestsPerMinute), countingExpression: `${expression} and http.response.code in {400 401}`, requestsToOrigin: true };
    return {
      ref: 'token',
      description: 'Wrong client secrets and refresh tokens from one address',
      action: 'block',
      expression,
      ratelimit: features.rateLimitByResponse ? failures : limit(edge.loginRequestsPerMinute * tokenFactor),
    };
  };
  const rules = [
    ...below('login', 'Passwords and one-time codes from one address', passwords),
    ...below('login-start', 'Logins that one address begins', start),
    ...(token === undefined ? [] : [atToken(token)]),
  ];
  return rules.slice(0, features.rateLimitRules);
}
