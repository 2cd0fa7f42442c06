/** `<cluster>-edge`: what stands in front of one EKS cluster. Its state is in the region of the cluster. */
import { edgeStackIds } from '../../../../../lib/names';
import type { StackSpec } from '../../../../context';
import { findVpcId } from '../../../../cloud/aws/kits/lookup';
import { clusterStack, type AwsContext } from '../../../../cloud/aws/kits/stack';
import type { EdgeContext } from '../stack';
import { balancerAlarms } from './alarms';
import { balancer } from './balancer';
import { certificate } from './certificate';
import { firewall } from './firewall';
import { firewallLog } from './firewall-log';
import { accessLogs } from './logs';
import { readme } from './readme';

export const webStack = (edge: EdgeContext, context: AwsContext): StackSpec =>
  clusterStack(context, edgeStackIds.cluster, {
    summary: 'Load balancer for HTTPS with its certificate, web application firewall and logs. Without it nobody reaches the cluster; the other one serves on.',
    readme: readme(edge, context),
    build: (stack) => {
      const logs = accessLogs(stack, edge, context);
      const shown = certificate(stack, edge, context);
      const vpcId = findVpcId(stack, context);
      const front = balancer(stack, context, { vpcId, certificateArn: shown.certificateArn, logs });
      const rules = firewall(stack, edge, context, front.balancer.arn);
      firewallLog(stack, edge, context, rules);
      balancerAlarms(stack, edge, context, front);
    },
  });
