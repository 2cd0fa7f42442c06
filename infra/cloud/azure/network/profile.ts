import type { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import type { Place } from '../kits/group';
import type { AzureContext } from '../kits/stack';
import type { Network } from './subnets';

export interface NetworkParts {
  readonly network: Network;
  /** Public address that the edge connects to. */
  readonly ingress: PublicIp;
}

/** Makes the way out of the network (and what of the way in depends on it); gives the public addresses that others see. */
export type EgressProfile = (stack: PlatformStack, context: AzureContext, place: Place, parts: NetworkParts) => string[];
