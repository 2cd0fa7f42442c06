/** Two fixed addresses for the hosts of both regions; the network of AWS decides within seconds where they lead. */
import type { GlobalacceleratorAccelerator } from '@cdktf/provider-aws/lib/globalaccelerator-accelerator';
import { GlobalacceleratorAccelerator as Made } from '@cdktf/provider-aws/lib/globalaccelerator-accelerator';
import { GlobalacceleratorEndpointGroup } from '@cdktf/provider-aws/lib/globalaccelerator-endpoint-group';
import { GlobalacceleratorListener } from '@cdktf/provider-aws/lib/globalaccelerator-listener';
import { keep, pinned } from '../../../../../lib/constructs/stateful';
import { TerraformOutput, type PlatformStack } from '../../../../../lib/constructs/terraform';
import { activeCluster, checked } from '../../../../../lib/names';
import { hardenedBucket } from '../../../../cloud/aws/kits/bucket';
import { bucketArn } from '../../../../cloud/aws/names';
import { address, edgeName, type EdgeContext } from '../stack';
import type { Balancers } from './find';

export type Accelerator = GlobalacceleratorAccelerator;

export function accelerator(stack: PlatformStack, context: EdgeContext, balancers: Balancers): Accelerator {
  const { platform } = context;
  const made = pinned(
    new Made(stack, 'accelerator', {
      name: edgeName(platform),
      enabled: true,
      ipAddressType: 'IPV4',
      attributes: { flowLogsEnabled: true, flowLogsS3Bucket: flowLogs(stack, context), flowLogsS3Prefix: 'accelerator/' },
      tags: { Name: edgeName(platform) },
      lifecycle: keep,
    }),
    'platform',
  );
  const listener = pinned(
    new GlobalacceleratorListener(stack, 'accelerator_listener', {
      acceleratorArn: made.arn,
      protocol: 'TCP',
      clientAffinity: 'NONE',
      portRange: [80, 443].map((port) => ({ fromPort: port, toPort: port })),
    }),
    'platform',
  );
  for (const group of context.clusters) endpoints(stack, context, listener, group.cluster, balancers.get(group.cluster.name)?.arn ?? '');
  new TerraformOutput(stack, 'accelerator_addresses', { value: made.ipSets.get(0).ipAddresses, description: 'Fixed addresses of the hosts of both regions' });
  return made;
}

/** All traffic goes to the active region. A dial at zero takes nothing in good times, and everything while no other region is healthy. */
function endpoints(
  stack: PlatformStack,
  { platform }: EdgeContext,
  { arn: listenerArn }: GlobalacceleratorListener,
  { name, region }: { readonly name: string; readonly region: string },
  endpointId: string,
): void {
  pinned(
    new GlobalacceleratorEndpointGroup(stack, `accelerator_${address(name)}`, {
      listenerArn,
      endpointGroupRegion: region,
      trafficDialPercentage: activeCluster(platform).name === name ? 100 : 0,
      // The firewall and the gateway see who the client is.
      endpointConfiguration: [{ endpointId, weight: 128, clientIpPreservationEnabled: true }],
    }),
    address(name),
  );
}

/** Who connected, for a year. */
function flowLogs(stack: PlatformStack, { platform, accountId }: EdgeContext): string {
  const name = checked('S3 bucket', `${platform.name}-edge-flows-${accountId}`);
  const conditions = { StringEquals: { 'aws:SourceAccount': accountId } };
  const principal = { Service: 'delivery.logs.amazonaws.com' };
  return hardenedBucket(stack, {
    id: 'flows',
    name,
    expireDays: 365,
    undeleteDays: 30,
    statements: [
      { sid: 'FindBucket', principal, actions: 's3:GetBucketAcl', resources: bucketArn(name), conditions },
      { sid: 'WriteFlows', principal, actions: 's3:PutObject', resources: `${bucketArn(name)}/accelerator/*`, conditions },
    ],
  }).bucket.bucket;
}
