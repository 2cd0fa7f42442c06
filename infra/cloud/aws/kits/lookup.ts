/** What other stacks made, found by its name (docs/adr/0005-cross-stack-lookups.md). Each finds exactly one thing or fails the plan. */
import { DataAwsKmsKey } from '@cdktf/provider-aws/lib/data-aws-kms-key';
import { DataAwsSubnet } from '@cdktf/provider-aws/lib/data-aws-subnet';
import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { awsZones } from '../../../../lib/names';
import { address, subnetName, vpcTag, type KeyPurpose, type Tier } from '../names';
import type { AwsContext } from './stack';

export const findKeyArn = (stack: PlatformStack, { names }: AwsContext, purpose: KeyPurpose): string =>
  new DataAwsKmsKey(stack, `key_${purpose}`, { keyId: names.keyAlias(purpose) }).arn;

export const findVpcId = (stack: PlatformStack, context: AwsContext): string =>
  new DataAwsVpc(stack, 'main_vpc', { filter: [{ name: 'tag:Name', values: [vpcTag(context)] }] }).id;

export const findSubnetIds = (stack: PlatformStack, context: AwsContext, vpcId: string, tier: Tier): string[] =>
  awsZones.map(
    (zone) =>
      new DataAwsSubnet(stack, address(`subnet-${tier}-${zone}`), { vpcId, filter: [{ name: 'tag:Name', values: [subnetName(context, tier, zone)] }] }).id,
  );
