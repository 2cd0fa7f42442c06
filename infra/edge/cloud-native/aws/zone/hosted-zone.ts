import type { Route53KeySigningKey } from '@cdktf/provider-aws/lib/route53-key-signing-key';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { keep, pinned } from '../../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../../lib/constructs/terraform';

/**
 * A public zone that no apply destroys. Its records can be changed within the hour when the control plane of Route 53
 * in us-east-1 is gone (`enable_accelerated_recovery`); answers do not depend on it.
 */
export const zone = (stack: PlatformStack, id: 'platform' | 'tenants', name: string, comment: string): Route53Zone =>
  pinned(new Route53Zone(stack, `zone_${id}`, { name, comment, enableAcceleratedRecovery: true, forceDestroy: false, lifecycle: keep }), id);

/** The tenants' zone hangs below the platform's, with the proof that its key is ours. */
export function delegation(stack: PlatformStack, own: Route53Zone, tenants: Route53Zone, key: Route53KeySigningKey): void {
  const below = { zoneId: own.zoneId, name: tenants.name };
  pinned(new Route53Record(stack, 'record_tenants', { ...below, type: 'NS', ttl: 3600, records: tenants.nameServers }), 'tenants_servers');
  pinned(new Route53Record(stack, 'record_tenants_key', { ...below, type: 'DS', ttl: 3600, records: [key.dsRecord] }), 'tenants_key');
}
