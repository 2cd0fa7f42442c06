/** Shield Advanced: bought only where platform.yaml says that the cost is known. */
import { ShieldApplicationLayerAutomaticResponse } from '@cdktf/provider-aws/lib/shield-application-layer-automatic-response';
import { ShieldProtection } from '@cdktf/provider-aws/lib/shield-protection';
import { ShieldProtectionHealthCheckAssociation } from '@cdktf/provider-aws/lib/shield-protection-health-check-association';
import { ShieldSubscription } from '@cdktf/provider-aws/lib/shield-subscription';
import { pinned } from '../../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../../lib/constructs/terraform';
import { address, edgeName, type EdgeContext } from '../stack';
import type { Ways } from './hosts';

export interface ShieldProps extends Pick<Ways, 'balancers' | 'checks' | 'accelerator'> {
  readonly zoneId: string;
}

export function shield(stack: PlatformStack, { platform }: EdgeContext, { zoneId, balancers, checks, accelerator }: ShieldProps): void {
  // A commitment of a year: an apply that forgets it does not end it, and nobody should believe that it did.
  const subscription = pinned(new ShieldSubscription(stack, 'shield', { autoRenew: 'ENABLED', skipDestroy: true }));
  const protect = (id: string, resourceArn: string): ShieldProtection =>
    pinned(new ShieldProtection(stack, `shield_${id}`, { name: `${edgeName(platform)}-${id}`, resourceArn, dependsOn: [subscription] }), id);
  protect('zone', `arn:aws:route53:::hostedzone/${zoneId}`);
  if (accelerator) protect('accelerator', accelerator.arn);
  for (const [name, { arn }] of balancers) {
    const id = address(name);
    const protection = protect(id, arn);
    const check = checks.get(name);
    // A cluster that suffers is defended sooner, and the response team may call.
    if (check)
      pinned(new ShieldProtectionHealthCheckAssociation(stack, `shield_health_${id}`, { shieldProtectionId: protection.id, healthCheckArn: check.arn }), id);
    pinned(new ShieldApplicationLayerAutomaticResponse(stack, `shield_response_${id}`, { resourceArn: arn, action: 'BLOCK', dependsOn: [protection] }), id);
  }
}
