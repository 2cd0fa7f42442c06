import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { findKeyArn, findSubnetIds, findVpcId } from '../kits/lookup';
import type { AwsContext } from '../kits/stack';

/** What every tenant of a shard names: found once. A shard is the same whatever its tenants ask for. */
export function shared(stack: PlatformStack, context: AwsContext): void {
  findKeyArn(stack, context, 'data');
  findSubnetIds(stack, context, findVpcId(stack, context), 'public');
}

/** The same from the file of a tenant. */
export const found = {
  dataKey: '${data.aws_kms_key.key_data.arn}',
  vpc: '${data.aws_vpc.main_vpc.id}',
  subnet: (zone: string): string => `\${data.aws_subnet.subnet_public_${zone}.id}`,
} as const;
