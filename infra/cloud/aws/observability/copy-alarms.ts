/** Copies of buckets in another region. S3 counts them where the source is. */
import type { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { buckets, siblings } from '../../../../lib/names';
import { replicationRule } from '../kits/replication';
import type { AwsContext } from '../kits/stack';
import { alarm } from '../kits/alarm';

export function copyAlarms(stack: PlatformStack, context: AwsContext, topic: SnsTopic): void {
  const { platform, cluster, names } = context;
  if (siblings(platform, cluster).length === 0) return;
  for (const { id } of buckets(platform).filter(({ precious }) => precious)) {
    const dimensions = { SourceBucket: names.bucket(id), DestinationBucket: names.bucketCopy(id), RuleId: replicationRule };
    const metric = (name: string, statistic: 'Maximum' | 'Sum') => ({ namespace: 'AWS/S3', name, statistic, dimensions });
    alarm(stack, context, topic, {
      id: `copy-${id}-late`,
      description: `The copy of bucket ${id} in the other region is more than an hour behind. Look at the replication metrics of the bucket and at the AWS Health dashboard of both regions.`,
      metric: metric('ReplicationLatency', 'Maximum'),
      when: { above: 3600 },
      times: 3,
    });
    alarm(stack, context, topic, {
      id: `copy-${id}-failed`,
      description: `Objects of bucket ${id} could not be copied to the other region. Look at the role ${names.role(`copy-${id}`)}, at the keys of both regions and whether the copy still has Object Lock.`,
      metric: metric('OperationsFailedReplication', 'Sum'),
      when: { above: 0 },
      minutes: 15,
    });
  }
}
