import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { azureAccount, type Platform } from '../../../../lib/model';
import { assign } from '../kits/role';
import type { StateStorage } from './state-storage';

export interface Scopes {
  /** Resource id of the subscription. */
  readonly subscription: string;
  /** Containers with states, the home's first. */
  readonly states: readonly StateStorage[];
}

/**
 * What administrators need beside being owners of the subscription: ownership says nothing about what is inside vaults
 * and storage. Given for the subscription and not for a vault, so that it counts long before a vault's first key is made.
 */
export function operators(stack: PlatformStack, platform: Platform, { subscription, states }: Scopes): void {
  for (const principalId of azureAccount(platform).adminGroupIds) {
    const common = { principalId, principalType: 'Group' as const };
    const name = principalId.slice(0, 8);
    for (const { container, suffix } of states)
      assign(stack, {
        ...common,
        id: `administrators_${name}_state${suffix}`,
        scope: container.id,
        role: 'Storage Blob Data Contributor',
        why: 'Administrators apply',
      });
    assign(stack, {
      ...common,
      id: `administrators_${name}_keys`,
      scope: subscription,
      role: 'Key Vault Crypto Officer',
      why: 'Administrators make and rotate keys',
    });
    assign(stack, {
      ...common,
      id: `administrators_${name}_secrets`,
      scope: subscription,
      role: 'Key Vault Secrets Officer',
      why: 'Administrators put secrets into the vaults',
    });
  }
}
