import type { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import type { PlatformStack } from '../../../../../lib/constructs/terraform';
import { hardenedBucket } from '../../../../cloud/aws/kits/bucket';
import type { AwsContext } from '../../../../cloud/aws/kits/stack';
import { bucketArn } from '../../../../cloud/aws/names';
import type { EdgeContext } from '../stack';

/** Bucket with one line for every request, for a year. Load balancers can write under no key but that of S3. */
export function accessLogs(stack: PlatformStack, { accountId }: EdgeContext, { names }: AwsContext): S3Bucket {
  const name = names.bucket('edge-logs');
  return hardenedBucket(stack, {
    id: 'edge_logs',
    name,
    expireDays: 365,
    undeleteDays: 30,
    statements: [
      {
        sid: 'LoadBalancerWrites',
        principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
        actions: 's3:PutObject',
        resources: `${bucketArn(name)}/web/AWSLogs/${accountId}/*`,
        conditions: { StringEquals: { 'aws:SourceAccount': accountId } },
      },
    ],
  }).bucket;
}
