/** `<cluster>-data`: buckets, and copies of what cannot be made again. */
import { buckets } from '../../../../lib/names';
import { acceptAccessLogs, hardenedBucket } from '../kits/bucket';
import { findKeyArn } from '../kits/lookup';
import { clusterStack, type AwsContext } from '../kits/stack';
import { address } from '../names';
import { backups } from './backups';
import { readme } from './readme';
import { awsAccount } from '../../../../lib/model';

/**
 * Days for which not even the writer can delete a version of a precious object. Backup tools clean up with plain
 * deletes, which hide an object and keep its version: retention goes on working, and a stolen or mistaken deletion
 * can be undone. Governance mode, so that an administrator can end it for good reason; no role of ours may.
 */
const lockDays = 14;
/** Longer than the lock, else versions would expire while they are still locked. */
const undeleteDays = { precious: 30, remakable: 7 } as const;

export const dataStack = (context: AwsContext) =>
  clusterStack(context, 'data', {
    summary: 'Buckets of backups, metrics and logs; backup vault. Everything in it is data: nothing here may ever be replaced.',
    readme: readme(context),
    build: (stack) => {
      const { platform, names } = context;
      const keyArn = findKeyArn(stack, context, 'data');
      const specs = buckets(platform);
      const logName = names.bucket('access-logs');
      const logs = hardenedBucket(stack, {
        id: 'access_logs',
        name: logName,
        expireDays: 365,
        undeleteDays: undeleteDays.remakable,
        statements: [
          acceptAccessLogs(
            logName,
            awsAccount(platform).accountId,
            specs.map(({ id }) => names.bucket(id)),
          ),
        ],
      });
      for (const { id, precious, expireDays } of specs)
        hardenedBucket(stack, {
          id: address(id),
          name: names.bucket(id),
          keyArn,
          logsTo: logs,
          undeleteDays: precious ? undeleteDays.precious : undeleteDays.remakable,
          ...(precious ? { lockDays } : {}),
          ...(expireDays === undefined ? {} : { expireDays }),
        });
      backups(stack, context, keyArn);
    },
  });
