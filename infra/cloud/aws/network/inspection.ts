/**
 * AWS Network Firewall between the internet gateway and the public subnets: what comes in is led to the firewall of the
 * zone that it is for, what leaves passes it behind the NAT gateway. Both ways go through the same endpoint: one that saw
 * half of a connection would end it.
 */
import { NetworkfirewallFirewall } from '@cdktf/provider-aws/lib/networkfirewall-firewall';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { awsSubnets, awsZones } from '../../../../lib/names';
import { customerKey } from '../kits/key';
import type { AwsContext } from '../kits/stack';
import { zoneName, type Zone } from '../names';
import { inspectionLogs, inspectionLogArn } from './inspection-logs';
import { firewallPolicy } from './inspection-policy';
import { table, type Parts } from './vpc';
import { awsAccount } from '../../../../lib/model';

export function inspected(stack: PlatformStack, context: AwsContext, parts: Parts): void {
  firewall(stack, context, parts);
  const outside = { destinationCidrBlock: '0.0.0.0/0' };
  const own = table(stack, context, parts.vpc, 'firewall', parts.subnets.firewall);
  pinned(new Route(stack, 'firewall_internet', { ...outside, routeTableId: own.id, gatewayId: parts.internet.id }));
  const internet = table(stack, context, parts.vpc, 'internet', []);
  pinned(new RouteTableAssociation(stack, 'internet_table', { routeTableId: internet.id, gatewayId: parts.internet.id }), 'internet');
  awsZones.forEach((zone, index) => {
    const subnet = parts.subnets.public[index];
    const vpcEndpointId = endpointIn(context, zone);
    const leaving = table(stack, context, parts.vpc, `public-${zone}`, subnet ? [subnet] : []);
    pinned(new Route(stack, `public_${zone}_internet`, { ...outside, routeTableId: leaving.id, vpcEndpointId }));
    const destinationCidrBlock = awsSubnets(context.cluster).public[index] ?? ''; // as many ranges as zones
    pinned(new Route(stack, `internet_public_${zone}`, { routeTableId: internet.id, destinationCidrBlock, vpcEndpointId }));
  });
}

/** The provider gives the endpoints as a set. */
const endpointIn = (context: AwsContext, zone: Zone): string =>
  `\${one([for state in aws_networkfirewall_firewall.main.firewall_status[0].sync_states : state.attachment[0].endpoint_id if state.availability_zone == "${zoneName(context, zone)}"])}`;

function firewall(stack: PlatformStack, context: AwsContext, { vpc, subnets }: Parts): void {
  const { platform, names } = context;
  const { accountId } = awsAccount(platform);
  const key = customerKey(stack, {
    id: 'firewall',
    alias: names.keyAlias('firewall'),
    accountId,
    description: 'Rules and logs of the network firewall',
    statements: [
      {
        sid: 'LogGroups',
        principal: { Service: `logs.${context.cluster.region}.amazonaws.com` },
        actions: [
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:Encrypt',
          'kms:GenerateDataKey',
          'kms:GenerateDataKeyWithoutPlaintext',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
        ],
        resources: '*',
        conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': inspectionLogArn(context, '*') } },
      },
    ],
  });
  const encryptionConfiguration = { type: 'CUSTOMER_KMS', keyId: key.arn };
  const made = pinned(
    new NetworkfirewallFirewall(stack, 'firewall', {
      name: names.prefix(),
      description: 'Between the internet and every subnet',
      vpcId: vpc.id,
      subnetMapping: subnets.firewall.map(({ id }) => ({ subnetId: id })),
      firewallPolicyArn: firewallPolicy(stack, context, encryptionConfiguration).arn,
      deleteProtection: true,
      subnetChangeProtection: true,
      firewallPolicyChangeProtection: true,
      encryptionConfiguration,
      tags: { Name: names.prefix() },
      lifecycle: keep,
    }),
    'main',
  );
  inspectionLogs(stack, context, made.arn, key.arn);
}
