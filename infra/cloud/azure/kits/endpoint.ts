/** Private endpoints: the address by which the cluster's network reaches a service of Azure. */
import { PrivateEndpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import { pinned } from '../../../../lib/constructs/stateful';
import type { ITerraformDependable, PlatformStack } from '../../../../lib/constructs/terraform';
import { address, azureIds, azureNames, privateServices, type PrivateService } from '../ids';
import type { Place } from './group';
import type { AzureContext } from './stack';

export interface EndpointProps {
  /** What answers behind it; part of its name. */
  readonly id: string;
  readonly target: string;
  readonly service: PrivateService;
  /** Zone that gets its name. @default - the network's own for this kind of service */
  readonly zoneId?: string;
  /** Further zones with its names, where a service has several. @default - none */
  readonly alsoIn?: readonly PrivateService[];
  /** Subnet and zones, where the same stack makes them. @default - another stack has made them */
  readonly dependsOn?: ITerraformDependable[];
}

export const privateEndpoint = (
  stack: PlatformStack,
  context: AzureContext,
  place: Place,
  { id, target, service, zoneId, alsoIn = [], dependsOn }: EndpointProps,
): PrivateEndpoint => {
  const name = azureNames(context).endpoint(id);
  const ids = azureIds(context);
  return pinned(
    new PrivateEndpoint(stack, address(`endpoint-${id}`), {
      ...place,
      name,
      customNetworkInterfaceName: `${name}-nic`,
      subnetId: ids.subnet('endpoints'),
      privateServiceConnection: { name, privateConnectionResourceId: target, subresourceNames: [privateServices[service].part], isManualConnection: false },
      privateDnsZoneGroup: { name: 'default', privateDnsZoneIds: [zoneId ?? ids.privateZone(service), ...alsoIn.map((each) => ids.privateZone(each))] },
      ...(dependsOn === undefined ? {} : { dependsOn }),
    }),
  );
};
