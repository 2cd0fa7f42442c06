import type { AzureCluster } from '../../../../lib/model';
import { azureSubnets, egressPorts } from '../../../../lib/names';
import type { AzureContext } from '../kits/stack';
import type { Rule } from './security-groups';

/** Without a firewall the security group is what is left: ports, not hosts. Which pod may call which host stays with mesh and network policies. */
function portRules({ platform, cluster }: AzureContext): readonly Rule[] {
  const { system, workload } = azureSubnets(cluster);
  const from = [system, workload];
  const out = { direction: 'Outbound', protocol: 'Tcp', from, to: 'Internet' } as const;
  return [
    ...egressPorts(platform).map(({ port, why }): Rule => ({ ...out, name: `internet-${port}`, why, ports: [port] })),
    { name: 'deny-internet', why: 'everything else on the internet', direction: 'Outbound', access: 'Deny', from: '*', to: 'Internet' },
  ];
}

const rules: Record<AzureCluster['network']['egress'], (context: AzureContext) => readonly Rule[]> = {
  // The route table sends everything to the firewall, which knows hosts.
  firewall: () => [],
  'nat-gateway': portRules,
};
export const nodeEgressRules = (context: AzureContext): readonly Rule[] => rules[context.cluster.network.egress](context);
