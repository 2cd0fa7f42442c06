import { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { azureZones, databaseAddress, databasePublicAddress, type ExposedDatabase } from '../../../../lib/names';
import { addressOf } from '../../../tenants';
import type { AzureContext } from '../kits/stack';
import { found } from './shared';

/** Address of a database's load balancer, which a Service in the cluster makes: a public one of its own, or a place in the network. */
export function endpointAddress(stack: PlatformStack, context: AzureContext, tenant: string, database: ExposedDatabase): string {
  if (database.endpoint.kind === 'private') return databaseAddress(context.cluster, tenant, database);
  const id = addressOf(tenant, database.name);
  return pinned(
    new PublicIp(stack, `address_${id}`, {
      ...found.place(context),
      name: databasePublicAddress(tenant, database.name),
      sku: 'Standard',
      allocationMethod: 'Static',
      zones: [...azureZones],
      ddosProtectionMode: 'VirtualNetworkInherited',
      tags: { database: database.name },
      lifecycle: keep,
    }),
    id,
  ).ipAddress;
}
