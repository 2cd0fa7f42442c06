/** DNSSEC: whoever asks can tell our answers from forged ones. */
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Route53HostedZoneDnssec } from '@cdktf/provider-aws/lib/route53-hosted-zone-dnssec';
import { Route53KeySigningKey } from '@cdktf/provider-aws/lib/route53-key-signing-key';
import type { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { keep, pinned } from '../../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../../lib/constructs/terraform';
import { accountDecides } from '../../../../cloud/aws/kits/key';
import { policy } from '../../../../cloud/aws/kits/policy';
import { edgeName, type EdgeContext } from '../stack';

/**
 * Key pair behind both zones. Route 53 takes this kind only, in us-east-1 only; it does not rotate: a new key has to be
 * known above the zone before the old one goes (docs/production.md, "Signed zones").
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/access-control-managing-permissions.html#KMS-key-policy-for-DNSSEC
 */
export function signingKey(stack: PlatformStack, { platform, accountId }: EdgeContext): KmsKey {
  const ours = { StringEquals: { 'aws:SourceAccount': accountId }, ArnLike: { 'aws:SourceArn': 'arn:aws:route53:::hostedzone/*' } };
  const service = { Service: 'dnssec-route53.amazonaws.com' };
  const key = pinned(
    new KmsKey(stack, 'signing_key', {
      description: 'DNSSEC of the zones of the platform',
      customerMasterKeySpec: 'ECC_NIST_P256',
      keyUsage: 'SIGN_VERIFY',
      deletionWindowInDays: 30,
      policy: policy([
        accountDecides(accountId),
        { sid: 'Sign', principal: service, actions: ['kms:DescribeKey', 'kms:GetPublicKey', 'kms:Sign'], resources: '*', conditions: ours },
        {
          sid: 'LetRoute53Sign',
          principal: service,
          actions: 'kms:CreateGrant',
          resources: '*',
          conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
        },
      ]),
      lifecycle: keep,
    }),
    'signing',
  );
  pinned(new KmsAlias(stack, 'signing_alias', { name: `alias/${edgeName(platform, 'dnssec')}`, targetKeyId: key.keyId }), 'signing');
  return key;
}

/** Signs a zone; the key that is returned belongs above it, as DS record. */
export function signed(stack: PlatformStack, id: string, { zoneId: hostedZoneId }: Route53Zone, key: KmsKey): Route53KeySigningKey {
  const signing = pinned(
    new Route53KeySigningKey(stack, `signing_key_${id}`, { hostedZoneId, keyManagementServiceArn: key.arn, name: 'ksk_1', status: 'ACTIVE', lifecycle: keep }),
    id,
  );
  pinned(new Route53HostedZoneDnssec(stack, `dnssec_${id}`, { hostedZoneId, signingStatus: 'SIGNING', dependsOn: [signing], lifecycle: keep }), id);
  return signing;
}
