/** Where Terraform keeps what it knows: lose it, and nobody can change the platform safely any more. */
import type { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { awsAccount, type Platform } from '../../../../lib/model';
import { awsStateBucket, awsStateKey } from '../../../state';
import { acceptAccessLogs, hardenedBucket } from '../kits/bucket';
import { customerKey } from '../kits/key';
import { stateLogsBucket } from '../names';

/** Bucket and key of every state. No object lock: Terraform's own lock is an object that it deletes. */
export function stateStore(stack: PlatformStack, platform: Platform): KmsKey {
  const { accountId } = awsAccount(platform);
  const key = customerKey(stack, { id: 'state', alias: awsStateKey(platform), accountId, description: 'Terraform states' });
  const name = awsStateBucket(platform);
  const logName = stateLogsBucket(platform);
  const logs = hardenedBucket(stack, {
    id: 'state_logs',
    name: logName,
    expireDays: 365,
    undeleteDays: 7,
    statements: [acceptAccessLogs(logName, accountId, [name])],
  });
  hardenedBucket(stack, { id: 'state', name, keyArn: key.arn, undeleteDays: 365, logsTo: logs });
  return key;
}
