/** Egress profile `nat-gateway`: no allow list of hosts, a fraction of the firewall's price. */
import { NatGateway } from '@cdktf/provider-azurerm/lib/nat-gateway';
import { NatGatewayPublicIpPrefixAssociation } from '@cdktf/provider-azurerm/lib/nat-gateway-public-ip-prefix-association';
import { SubnetNatGatewayAssociation } from '@cdktf/provider-azurerm/lib/subnet-nat-gateway-association';
import { pinned } from '../../../../lib/constructs/stateful';
import { Fn } from '../../../../lib/constructs/terraform';
import { azureNames } from '../ids';
import { egressPrefix } from './addresses';
import type { EgressProfile } from './profile';
import { nodeSubnets } from './subnets';

/**
 * One gateway for all zones: Azure places it in a zone of its choice, and the loss of that zone stops new connections
 * to the internet (not those from it). Where that is too little, choose `egress: firewall`, which spans zones.
 */
export const natEgress: EgressProfile = (stack, context, place, { network }) => {
  const gateway = pinned(
    new NatGateway(stack, 'nat_gateway', { ...place, name: azureNames(context).natGateway, skuName: 'Standard', idleTimeoutInMinutes: 10 }),
  );
  const prefix = egressPrefix(stack, context, place, 31); // two addresses, 64,000 connections each to one destination
  pinned(new NatGatewayPublicIpPrefixAssociation(stack, 'nat_gateway_prefix', { natGatewayId: gateway.id, publicIpPrefixId: prefix.id }));
  for (const id of nodeSubnets) {
    pinned(new SubnetNatGatewayAssociation(stack, `nat_gateway_of_${id}`, { natGatewayId: gateway.id, subnetId: network.subnet(id).id }));
  }
  return [Fn.cidrhost(prefix.ipPrefix, 0), Fn.cidrhost(prefix.ipPrefix, 1)];
};
