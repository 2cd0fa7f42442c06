/** Rules of the firewall: who comes in, and the allow list of who may be called. */
import { DataAzurermNetworkServiceTags } from '@cdktf/provider-azurerm/lib/data-azurerm-network-service-tags';
import { FirewallPolicyRuleCollectionGroup } from '@cdktf/provider-azurerm/lib/firewall-policy-rule-collection-group';
import type { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip';
import { pinned } from '../../../../lib/constructs/stateful';
import { Fn, TerraformVariable, type PlatformStack } from '../../../../lib/constructs/terraform';
import { azureSubnets } from '../../../../lib/names';
import type { AzureContext } from '../kits/stack';
import type { EgressRule } from '../../../egress/rules';
import { egressRules, podsSendAlerts, receiverVariable } from './egress-rules';
import { publicPaths, type PublicPath } from './ingress';

export interface FirewallRulesProps {
  readonly policyId: string;
  readonly ingress: PublicIp;
}

export function firewallRules(stack: PlatformStack, context: AzureContext, { policyId, ingress }: FirewallRulesProps): void {
  pinned(
    new FirewallPolicyRuleCollectionGroup(stack, 'firewall_ingress', {
      name: 'ingress',
      firewallPolicyId: policyId,
      priority: 200,
      natRuleCollection: [
        {
          name: 'load-balancers',
          priority: 100,
          action: 'Dnat',
          rule: publicPaths(context).map((path) => forwarding(path, sourcesOf(stack, context, path), ingress.ipAddress)),
        },
      ],
    }),
  );
  const { system, workload } = azureSubnets(context.cluster);
  const sourceAddresses = [system, workload]; // pods leave with the address of their node
  const rules = [...egressRules(context), ...(podsSendAlerts(context.platform) ? [receiverRule(stack)] : [])];
  const network = rules.filter(({ protocol }) => protocol === 'TCP');
  pinned(
    new FirewallPolicyRuleCollectionGroup(stack, 'firewall_egress', {
      name: 'egress',
      firewallPolicyId: policyId,
      priority: 500,
      ...(network.length > 0
        ? {
            networkRuleCollection: [
              { name: 'hosts-by-address', priority: 100, action: 'Allow', rule: network.map((rule) => networkRule(rule, sourceAddresses)) },
            ],
          }
        : {}),
      applicationRuleCollection: [
        {
          name: 'hosts',
          priority: 200,
          action: 'Allow',
          rule: [
            { name: 'aks', description: clusterTag, sourceAddresses, destinationFqdnTags: ['AzureKubernetesService'] },
            ...rules.filter(({ protocol }) => protocol === 'Https').map((rule) => applicationRule(rule, sourceAddresses)),
          ],
        },
      ],
    }),
  );
}

/**
 * Microsoft keeps the hosts behind the tag: its registry, packages of nodes, Azure's own API and login. The tunnel ports
 * (UDP 1194, TCP 9000) and NTP of the same list are not needed: the API server is private, and nodes take the time from their host.
 */
const clusterTag = 'What every AKS cluster needs, by the list that Microsoft keeps';

/**
 * Rules that forward take no tags, so that the ranges behind a tag are looked up by every plan (docs/adr/0036-origin-lock-of-front-door.md).
 * Microsoft names new ranges a week before it uses them.
 */
function sourcesOf(stack: PlatformStack, { cluster }: AzureContext, { sources, tags }: PublicPath): string[] {
  if (tags.length === 0) return [...sources];
  const ranges = tags.map(
    (service) =>
      new DataAzurermNetworkServiceTags(stack, `ranges_${service.toLowerCase().replaceAll('.', '_')}`, { location: cluster.region, service }).ipv4Cidrs,
  );
  const [first, ...others] = ranges;
  return first && others.length === 0 ? first : (Fn.concat(ranges) as string[]); // a list of ranges; the binding cannot say so
}

/** One rule per port: the firewall takes no more. */
const forwarding = ({ id, why, port, internalAddress }: PublicPath, sourceAddresses: string[], destinationAddress: string) => ({
  name: id,
  description: why,
  protocols: ['TCP'],
  sourceAddresses,
  destinationAddress,
  destinationPorts: [String(port)],
  translatedAddress: internalAddress,
  translatedPort: port,
});

const networkRule = ({ id, why, hosts, port }: EgressRule, sourceAddresses: string[]) => ({
  name: id,
  description: why,
  protocols: ['TCP'],
  sourceAddresses,
  destinationFqdns: [...hosts],
  destinationPorts: [String(port)],
});

const applicationRule = ({ id, why, hosts, port }: EgressRule, sourceAddresses: string[]) => ({
  name: id,
  description: why,
  sourceAddresses,
  protocols: [{ type: 'Https', port }],
  destinationFqdns: [...hosts],
});

/** Hosts of receivers whose address is a secret: whoever applies says them, since synthesis cannot know them. */
function receiverRule(stack: PlatformStack): EgressRule {
  const hosts = new TerraformVariable(stack, receiverVariable.name, { type: 'list(string)', description: receiverVariable.description, nullable: false });
  hosts.addValidation({
    condition: `\${length(var.${receiverVariable.name}) > 0 && alltrue([for host in var.${receiverVariable.name} : can(regex("^([a-z0-9-]+[.])+[a-z]{2,}$", host))])}`,
    errorMessage: 'At least one host name without scheme, path and wildcard, such as hc-ping.com.',
  });
  return {
    id: 'alert-receivers',
    hosts: hosts.listValue,
    port: 443,
    protocol: 'Https',
    why: "the dead man's switch and webhook receivers, whose addresses are in the secret store",
  };
}
