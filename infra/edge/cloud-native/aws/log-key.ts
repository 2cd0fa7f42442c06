import { useKey } from '../../../cloud/aws/kits/key';
import type { Statement } from '../../../cloud/aws/kits/policy';

/** CloudWatch encrypts log groups with the key, and no others. */
export const logsUseKey = (region: string, groups: string): Statement => ({
  sid: 'LogGroups',
  principal: { Service: `logs.${region}.amazonaws.com` },
  actions: useKey,
  resources: '*',
  conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': groups } },
});
