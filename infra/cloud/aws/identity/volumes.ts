import { useKey } from '../kits/key';
import type { Statement } from '../kits/policy';
import type { AwsContext } from '../kits/stack';

/** Lets EC2 encrypt and attach volumes with the cluster's volume key on behalf of whoever starts nodes or makes volumes. */
export function useVolumeKey({ cluster }: AwsContext, keyArn: string): readonly Statement[] {
  const viaEc2 = { 'kms:ViaService': `ec2.${cluster.region}.amazonaws.com` };
  return [
    { sid: 'UseVolumeKey', actions: useKey, resources: keyArn, conditions: { StringEquals: viaEc2 } },
    {
      sid: 'AttachVolumes',
      actions: 'kms:CreateGrant',
      resources: keyArn,
      conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' }, StringEquals: viaEc2 },
    },
  ];
}
