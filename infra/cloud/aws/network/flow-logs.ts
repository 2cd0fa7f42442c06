/** Every connection of the VPC, accepted or rejected, kept for a year. */
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import type { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { cloudRoles } from '../identity/roles';
import { variable } from '../kits/policy';
import type { AwsContext } from '../kits/stack';
import { flowLogGroup, vpcTag } from '../names';

/** The default fields, and those that say who is behind a NAT gateway or a load balancer. */
const fields = [
  'version',
  'account-id',
  'interface-id',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
  'log-status',
  'pkt-srcaddr',
  'pkt-dstaddr',
  'flow-direction',
  'az-id',
  'tcp-flags',
];

export function flowLogs(stack: PlatformStack, context: AwsContext, vpc: Vpc, kmsKeyId: string): void {
  const group = pinned(new CloudwatchLogGroup(stack, 'flow_logs', { name: flowLogGroup(context), retentionInDays: 365, kmsKeyId, lifecycle: keep }));
  pinned(
    new FlowLog(stack, 'main_flow_log', {
      vpcId: vpc.id,
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logDestination: group.arn,
      iamRoleArn: context.names.roleArn(cloudRoles.flowLogs),
      maxAggregationInterval: 600,
      logFormat: fields.map(variable).join(' '),
      tags: { Name: vpcTag(context) },
    }),
    'main',
  );
}
