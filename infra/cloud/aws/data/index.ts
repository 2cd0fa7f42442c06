/** `<cluster>-data`: buckets, and copies of what cannot be made again. */
import { buckets, namesOf, siblings } from '../../../../lib/names';
import { acceptAccessLogs, hardenedBucket } from '../kits/bucket';
import { findKeyArn } from '../kits/lookup';
import { clusterStack, type AwsContext } from '../kits/stack';
import { address } from '../names';
import { backups } from './backups';
import { readme } from './readme';
import { lockDays, undeleteDays } from './retention';
import { awsAccount } from '../../../../lib/model';

/** Buckets that log into this cluster's: its own, and the copies that clusters of other regions keep here. */
const loggedBuckets = ({ platform, cluster, names }: AwsContext): readonly string[] => [
  ...buckets(platform).map(({ id }) => names.bucket(id)),
  ...siblings(platform, cluster).flatMap((sibling) =>
    buckets(platform)
      .filter(({ precious }) => precious)
      .map(({ id }) => namesOf(platform, sibling).bucketCopy(id)),
  ),
];

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
        statements: [acceptAccessLogs(logName, awsAccount(platform).accountId, loggedBuckets(context))],
      });
      for (const { id, precious, expireDays } of specs)
        hardenedBucket(stack, {
          id: address(id),
          name: names.bucket(id),
          keyArn,
          logsTo: logs.bucket.id,
          undeleteDays: precious ? undeleteDays.precious : undeleteDays.remakable,
          ...(precious ? { lockDays } : {}),
          ...(expireDays === undefined ? {} : { expireDays }),
        });
      backups(stack, context, keyArn);
    },
  });
