/** Public addresses. */
import { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip';
import { PublicIpPrefix } from '@cdktf/provider-azurerm/lib/public-ip-prefix';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { azureZones } from '../../../../lib/names';
import { azureNames } from '../ids';
import { deleteLock, type Place } from '../kits/group';
import type { AzureContext } from '../kits/stack';

const zones = [...azureZones];

/** The address of the platform in this cluster: DNS points to it, so that it outlives everything else. */
export function ingressAddress(stack: PlatformStack, context: AzureContext, place: Place): PublicIp {
  const address = pinned(
    new PublicIp(stack, 'ingress_address', {
      ...place,
      name: azureNames(context).ingressAddress,
      sku: 'Standard',
      allocationMethod: 'Static',
      zones,
      ddosProtectionMode: 'VirtualNetworkInherited',
      lifecycle: keep,
    }),
  );
  deleteLock(stack, 'ingress_address_lock', address.id, 'The edge sends the traffic of the platform to this address.');
  return address;
}

/** Consecutive addresses to leave by, so that others can admit one range. `bits` is the prefix length: 31 = 2 addresses, 30 = 4. */
export const egressPrefix = (stack: PlatformStack, context: AzureContext, place: Place, bits: 28 | 29 | 30 | 31): PublicIpPrefix =>
  pinned(
    new PublicIpPrefix(stack, 'egress_prefix', {
      ...place,
      name: azureNames(context).egressPrefix,
      sku: 'Standard',
      prefixLength: bits,
      zones,
      lifecycle: keep,
    }),
  );

/** One address of the prefix. */
export const egressAddress = (stack: PlatformStack, context: AzureContext, place: Place, prefix: PublicIpPrefix, index: number): PublicIp =>
  pinned(
    new PublicIp(stack, `egress_address_${index}`, {
      ...place,
      name: `pip-${context.names.prefix()}-egress-${index}`,
      sku: 'Standard',
      allocationMethod: 'Static',
      zones,
      publicIpPrefixId: prefix.id,
      ddosProtectionMode: 'VirtualNetworkInherited',
      lifecycle: keep,
    }),
  );
