/**
 * Stack `<cluster>-network`: VNet, subnets and their rules, the way out, the addresses that the edge points to.
 * A cluster can be rebuilt without it; nothing public moves then.
 */
import type { AzureCluster } from '../../../../lib/model';
import { TerraformOutput, type PlatformStack } from '../../../../lib/constructs/terraform';
import type { StackSpec } from '../../../context';
import { stackOutputs } from '../../../state';
import { stackGroup } from '../kits/group';
import { clusterStack, type AzureContext } from '../kits/stack';
import { ingressAddress } from './addresses';
import { firewallEgress } from './firewall';
import { flowLogs } from './flow-logs';
import { monitorLink } from './monitor-link';
import { natEgress } from './nat';
import { privateDns, stateEndpoint } from './private-dns';
import type { EgressProfile } from './profile';
import { readme } from './readme';
import { securityGroups } from './security-groups';
import { subnets } from './subnets';

const egressProfiles = { firewall: firewallEgress, 'nat-gateway': natEgress } satisfies Record<AzureCluster['network']['egress'], EgressProfile>;

export const networkStack = (context: AzureContext): StackSpec =>
  clusterStack(context, 'network', {
    summary: `Network of ${context.cluster.name}: VNet, ${context.cluster.network.egress === 'firewall' ? 'firewall' : 'NAT gateway'}, ingress address, private DNS, flow logs. Without it nothing reaches the cluster and the cluster reaches nothing.`,
    readme: readme(context),
    build: (stack) => build(stack, context),
  });

function build(stack: PlatformStack, context: AzureContext): void {
  const place = stackGroup(stack, context, 'network');
  const network = subnets(stack, context, place);
  const ingress = ingressAddress(stack, context, place);
  securityGroups(stack, context, place, { network, ingress });
  const egressAddresses = egressProfiles[context.cluster.network.egress](stack, context, place, { network, ingress });
  const zones = privateDns(stack, context, place, network);
  stateEndpoint(stack, context, place, { network, zones });
  monitorLink(stack, context, place, { network, zones });
  flowLogs(stack, context, place, network);
  new TerraformOutput(stack, stackOutputs.ingressAddresses, { value: [ingress.ipAddress], description: 'Public IPv4 addresses of the ingress.' });
  new TerraformOutput(stack, stackOutputs.cluster, { value: context.cluster.name, description: 'Cluster that these outputs belong to.' });
  new TerraformOutput(stack, stackOutputs.egressAddresses, {
    value: egressAddresses,
    description: 'Public IPv4 addresses by which the cluster leaves its network.',
  });
}
