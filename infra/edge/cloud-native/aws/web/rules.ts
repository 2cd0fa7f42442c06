/**
 * Rules of the firewall in their order. First who may come at all and how often, which costs nothing; then what AWS
 * maintains. About 1,500 capacity units, which is what a list has without paying more.
 */
import { hosts, loginPathsOf, originHealthPath } from '../../../../../lib/names';
import type { AwsContext } from '../../../../cloud/aws/kits/stack';
import type { EdgeContext } from '../stack';
import { allOf, fromSet, hostIn, managed, methodIn, moreThan, not, path, type ManagedGroup, type WafStatement } from './statements';

export interface Rule {
  readonly name: string;
  readonly statement: WafStatement;
  /** What happens to a request that matches; the group decides by itself where AWS maintains the rule. */
  readonly action: 'allow' | 'block' | 'group';
  /** Status of the answer. @default 403 */
  readonly status?: number;
}

const methods = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];
/** How much more often programs may ask for tokens than people may enter passwords: failures cannot be told apart here, and many share one address. */
const tokenFactor = 10;

export function rules(context: EdgeContext, { cluster, names }: AwsContext, adminSet: string): readonly Rule[] {
  const served = hosts(context.platform).filter(({ clusters }) => clusters.includes(cluster.name));
  const admin = served.filter(({ kind }) => kind === 'admin').map(({ host }) => host);
  const known = [...served.map(({ host }) => host), names.originHost()];
  return [
    { name: 'hosts', action: 'block', statement: not(hostIn(known)) },
    { name: 'admin-hosts', action: 'block', statement: allOf(hostIn(admin), not(fromSet(adminSet))) },
    { name: 'methods', action: 'block', status: 405, statement: not(methodIn(methods)) },
    ...loginLimits(context),
    { name: 'requests', action: 'block', status: 429, statement: moreThan(context.edge.requestsPerMinute) },
    // Checks of Route 53 come from addresses of AWS, which lists of AWS itself call a hosting provider.
    { name: 'health', action: 'allow', statement: allOf(hostIn([names.originHost()]), path('EXACTLY', originHealthPath)) },
    ...groups(admin).map((group): Rule => ({ name: group.name, action: 'group', statement: managed(group) })),
  ];
}

/** One address at the login, in the order of the way there. */
function loginLimits({ platform, edge }: EdgeContext): readonly Rule[] {
  const { passwords, start, token } = loginPathsOf(platform);
  const limit = (name: string, perMinute: number, scope: WafStatement): Rule => ({ name, action: 'block', status: 429, statement: moreThan(perMinute, scope) });
  return [
    ...(passwords === undefined ? [] : [limit('passwords', edge.loginRequestsPerMinute, path('STARTS_WITH', passwords))]),
    ...(start === undefined ? [] : [limit('login-start', edge.loginRequestsPerMinute, path('STARTS_WITH', start))]),
    ...(token === undefined ? [] : [limit('token', edge.loginRequestsPerMinute * tokenFactor, path('EXACTLY', token))]),
  ];
}

/**
 * What AWS maintains. Hosts of the platform itself, which only the company reaches, are full of queries that look like an
 * attack on a database.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
const groups = (admin: readonly string[]): readonly ManagedGroup[] => [
  { name: 'AWSManagedRulesAmazonIpReputationList' },
  // Programs with tokens live at hosting providers.
  { name: 'AWSManagedRulesAnonymousIpList', counted: ['HostingProviderIPList'] },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet' },
  // Dashboards are saved in one piece, sessions travel in cookies, and logins come back with long queries.
  { name: 'AWSManagedRulesCommonRuleSet', counted: ['SizeRestrictions_BODY', 'SizeRestrictions_Cookie_HEADER', 'SizeRestrictions_QUERYSTRING'] },
  { name: 'AWSManagedRulesSQLiRuleSet', scope: not(hostIn(admin)) },
  { name: 'AWSManagedRulesLinuxRuleSet', scope: not(hostIn(admin)) },
];
