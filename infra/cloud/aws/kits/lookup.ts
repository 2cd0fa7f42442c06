/** What other stacks made, found by its name (docs/adr/0005-cross-stack-lookups.md). Each finds exactly one thing or fails the plan. */
import { DataAwsKmsKey } from '@cdktf/provider-aws/lib/data-aws-kms-key';
import { DataAwsSubnet } from '@cdktf/provider-aws/lib/data-aws-subnet';
import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { awsZones } from '../../../../lib/names';
import { address, subnetName, vpcTag, type KeyPurpose, type Tier } from '../names';
import type { AwsContext } from './stack';

/** Where a stack that looks at several clusters finds one of them. */
export interface Elsewhere {
  /** Tells the lookups of one stack apart. */
  readonly id: string;
  /** @default - the stack's own region */
  readonly region?: string;
}
const suffix = (at: Elsewhere | undefined): string => (at === undefined ? '' : `_${at.id}`);
const place = (at: Elsewhere | undefined) => (at?.region === undefined ? {} : { region: at.region });

export const findKeyArn = (stack: PlatformStack, { names }: AwsContext, purpose: KeyPurpose, at?: Elsewhere): string =>
  new DataAwsKmsKey(stack, `key_${purpose}${suffix(at)}`, { ...place(at), keyId: names.keyAlias(purpose) }).arn;

export const findVpcId = (stack: PlatformStack, context: AwsContext, at?: Elsewhere): string =>
  new DataAwsVpc(stack, at === undefined ? 'main_vpc' : `vpc${suffix(at)}`, { ...place(at), filter: [{ name: 'tag:Name', values: [vpcTag(context)] }] }).id;

export const findSubnetIds = (stack: PlatformStack, context: AwsContext, vpcId: string, tier: Tier): string[] =>
  awsZones.map(
    (zone) =>
      new DataAwsSubnet(stack, address(`subnet-${tier}-${zone}`), { vpcId, filter: [{ name: 'tag:Name', values: [subnetName(context, tier, zone)] }] }).id,
  );
