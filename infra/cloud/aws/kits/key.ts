/** Customer managed keys. */
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { policy, type Statement } from './policy';
import { keep, pinned } from '../../../../lib/constructs/stateful';

export interface CustomerKeyProps {
  readonly id: string;
  /** `alias/…`. Other stacks find the key by it. */
  readonly alias: string;
  readonly accountId: string;
  readonly description: string;
  /** @default - the stack's own region */
  readonly region?: string;
  /** Services and roles that the key itself admits. @default - whom IAM policies of the account admit */
  readonly statements?: readonly Statement[];
}

/** Hands the decision to IAM policies of the account. Without it a mistake below locks everybody out of the key for ever. */
export const accountDecides = (accountId: string): Statement => ({
  sid: 'AccountDecidesByIam',
  principal: { AWS: `arn:aws:iam::${accountId}:root` },
  actions: 'kms:*',
  resources: '*',
});

/** A key that rotates every year and takes 30 days to delete. */
export function customerKey(stack: PlatformStack, { id, alias, accountId, description, region, statements = [] }: CustomerKeyProps): KmsKey {
  const place = region === undefined ? {} : { region };
  const key = pinned(
    new KmsKey(stack, `${id}_key`, {
      ...place,
      description,
      enableKeyRotation: true,
      rotationPeriodInDays: 365,
      deletionWindowInDays: 30,
      policy: policy([accountDecides(accountId), ...statements]),
      lifecycle: keep,
    }),
    id,
  );
  pinned(new KmsAlias(stack, `${id}_alias`, { ...place, name: alias, targetKeyId: key.keyId }), id);
  return key;
}

/** What a caller needs to write and read with a key. */
export const useKey = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
] as const;
