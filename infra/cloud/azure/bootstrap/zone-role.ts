import { RoleDefinition } from '@cdktf/provider-azurerm/lib/role-definition';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import type { Platform } from '../../../../lib/model';
import { proofRole } from '../kits/role';

const records = 'Microsoft.Network/dnsZones/TXT';

/** Role for whoever proves names to authorities. Here, since only an owner may make roles. */
export function zoneRole(stack: PlatformStack, platform: Platform, subscription: string): RoleDefinition {
  const { name, id } = proofRole(platform);
  return pinned(
    new RoleDefinition(stack, 'proof_role', {
      name,
      roleDefinitionId: id,
      description: `Writes TXT records of a zone of ${platform.name}, and nothing else: proofs of names for certificates.`,
      scope: subscription,
      assignableScopes: [subscription],
      permissions: [{ actions: ['Microsoft.Network/dnsZones/read', `${records}/read`, `${records}/write`, `${records}/delete`] }],
      lifecycle: keep,
    }),
  );
}
