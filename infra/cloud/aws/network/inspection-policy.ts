/** What the firewall lets through: known hosts by the name in the handshake, ports of the ingress, and nothing else. */
import { NetworkfirewallFirewallPolicy } from '@cdktf/provider-aws/lib/networkfirewall-firewall-policy';
import { NetworkfirewallRuleGroup } from '@cdktf/provider-aws/lib/networkfirewall-rule-group';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import type { Cluster } from '../../../../lib/model';
import { egressPorts, namesOf, networkFirewallOf, passedPorts, pricingHost, siblingReads, type Names } from '../../../../lib/names';
import { commonEgress } from '../../../egress/rules';
import type { AwsContext } from '../kits/stack';

interface Encryption {
  readonly type: string;
  readonly keyId: string;
}

/** What AWS services are called by public names, since no endpoint of the VPC has them. */
const awsHosts = ({ platform, cluster }: AwsContext): readonly string[] => [
  pricingHost(cluster), // Karpenter: what a node costs
  'iam.amazonaws.com', // Karpenter: profiles of nodes
  `kms.${cluster.region}.amazonaws.com`,
  'updates.bottlerocket.aws',
  ...[...new Set(siblingReads(platform, cluster).map(({ sibling }) => sibling))].flatMap((sibling) => backupHosts(namesOf(platform, sibling), sibling)),
];

/** Backups in the other region, where a standby follows its database: endpoints of the VPC lead to the own region only. */
const backupHosts = (names: Names, { region }: Cluster): readonly string[] => [
  names.bucketEndpoint('backups'),
  `${names.bucket('backups')}.${names.bucketEndpoint('backups')}`,
  `sts.${region}.amazonaws.com`,
];

/** Groups that AWS maintains: domains of malware and of networks that were taken over. */
const threatGroups = ['BotNetCommandAndControlDomainsStrictOrder', 'MalwareDomainsStrictOrder'] as const;
/** Rules of our group at most; it cannot be changed afterwards. */
const capacity = 1000;

export function firewallPolicy(stack: PlatformStack, context: AwsContext, encryptionConfiguration: Encryption): NetworkfirewallFirewallPolicy {
  const { names, cluster } = context;
  const name = `${names.prefix()}-allow-list`;
  const own = pinned(
    new NetworkfirewallRuleGroup(stack, 'allow_list', {
      name,
      description: 'Hosts that may be called and ports that may be reached',
      type: 'STATEFUL',
      capacity,
      ruleGroup: { statefulRuleOptions: { ruleOrder: 'STRICT_ORDER' }, rulesSource: { rulesString: allowRules(context).join('\n') } },
      encryptionConfiguration,
      tags: { Name: name },
    }),
  );
  const managed = threatGroups.map((group, index) => ({
    resourceArn: `arn:aws:network-firewall:${cluster.region}:aws-managed:stateful-rulegroup/${group}`,
    priority: index + 1,
  }));
  return pinned(
    new NetworkfirewallFirewallPolicy(stack, 'firewall_policy', {
      name: names.prefix(),
      firewallPolicy: {
        statelessDefaultActions: ['aws:forward_to_sfe'],
        statelessFragmentDefaultActions: ['aws:forward_to_sfe'],
        statefulEngineOptions: { ruleOrder: 'STRICT_ORDER', streamExceptionPolicy: 'REJECT' },
        // A handshake must get through for its name to be read; what no rule knows then ends.
        statefulDefaultActions: ['aws:drop_established', 'aws:alert_established'],
        statefulRuleGroupReference: [...managed, { resourceArn: own.arn, priority: 100 }],
      },
      encryptionConfiguration,
      tags: { Name: names.prefix() },
    }),
    'main',
  );
}

/** Rules in the language of Suricata, each with a number of its own. */
export function allowRules(context: AwsContext): readonly string[] {
  const rules = [...incoming(context), ...byPort(context), ...hostsOf(context).map(tlsTo)];
  return rules.map((rule, index) => rule.replace(/\)$/, ` sid:${1000 + index}; rev:1;)`));
}

const passTcp = (from: string, to: string, port: number, why: string): string => `pass tcp ${from} any -> ${to} ${port} (msg:"${why}"; flow:to_server;)`;

/** Who may come is said by security groups; here it is said that somebody may. 443 and 80 end at the load balancer of the edge. */
function incoming({ platform, cluster }: AwsContext): readonly string[] {
  const passed = passedPorts(platform, cluster).map(({ id, port }) => passTcp('$EXTERNAL_NET', '$HOME_NET', port, `ingress ${id}`));
  return [passTcp('$EXTERNAL_NET', '$HOME_NET', 443, 'ingress https'), passTcp('$EXTERNAL_NET', '$HOME_NET', 80, 'ingress redirect'), ...passed];
}

/** What begins without TLS shows no name: the repository by ssh, mail by STARTTLS. */
const byPort = ({ platform }: AwsContext): readonly string[] =>
  egressPorts(platform)
    .filter(({ port, why }) => port !== 443 && !why.startsWith('the other clusters'))
    .map(({ port, why }) => passTcp('$HOME_NET', '$EXTERNAL_NET', port, why));

/** Every host of the allow list, a dot in front where it stands for all below it; sorted, so that a new one moves nothing else. */
function hostsOf(context: AwsContext): readonly string[] {
  const known = commonEgress(context).flatMap(({ protocol, hosts }) => (protocol === 'Https' ? hosts : []));
  const all = [...known.map((host) => host.replace(/^\*\./, '.')), ...awsHosts(context), ...(networkFirewallOf(context.platform)?.allowedHosts ?? [])];
  return [...new Set(all)].sort();
}

const tlsTo = (host: string): string =>
  host.startsWith('.')
    ? `pass tls $HOME_NET any -> $EXTERNAL_NET any (tls.sni; dotprefix; content:"${host}"; nocase; endswith; msg:"${host}"; flow:to_server, established;)`
    : `pass tls $HOME_NET any -> $EXTERNAL_NET any (tls.sni; content:"${host}"; startswith; nocase; endswith; msg:"${host}"; flow:to_server, established;)`;
