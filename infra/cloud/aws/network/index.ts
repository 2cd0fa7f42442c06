/** `<cluster>-network`: the VPC, its ways out and its public addresses. */
import { TerraformOutput } from '../../../../lib/constructs/terraform';
import { stackOutputs } from '../../../state';
import { findKeyArn } from '../kits/lookup';
import { clusterStack, type AwsContext } from '../kits/stack';
import { endpoints } from './endpoints';
import { flowLogs } from './flow-logs';
import { ingress } from './ingress';
import { inner } from './inner';
import { readme } from './readme';
import { network } from './vpc';

export const networkStack = (context: AwsContext) =>
  clusterStack(context, 'network', {
    summary:
      'VPC over three zones, NAT and endpoints, flow logs, public addresses and load balancer. Replacing a subnet or an address is an outage of the cluster.',
    readme: readme(context),
    build: (stack) => {
      const net = network(stack, context);
      endpoints(stack, context, net);
      flowLogs(stack, context, net.vpc, findKeyArn(stack, context, 'observability'));
      const addresses = ingress(stack, context, net);
      inner(stack, context, net);
      new TerraformOutput(stack, stackOutputs.ingressAddresses, {
        value: addresses.map(({ publicIp }) => publicIp),
        description: 'Public addresses of the ingress, in zone order',
      });
      new TerraformOutput(stack, stackOutputs.egressAddresses, {
        value: net.egress.map(({ publicIp }) => publicIp),
        description: 'Public addresses by which nodes and pods leave, in zone order; for cloud.lock.yaml',
      });
      new TerraformOutput(stack, stackOutputs.cluster, { value: context.cluster.name, description: 'Cluster that these outputs belong to' });
    },
  });
