/** Public addresses of each cluster, read from the state of its network stack: the only values that cross stacks. */
import { DataTerraformRemoteStateAzurerm, DataTerraformRemoteStateS3 } from '../../../lib/constructs/terraform';
import type { Cluster } from '../../../lib/model';
import { ingressAddressCount } from '../../../lib/names';
import { stackOutputs, stateBackend, stateKey } from '../../state';
import { address, type EdgeContext } from './stack';

/** Addresses of a cluster's ingress as expressions, in zone order. */
export type Origins = ReadonlyMap<Cluster['name'], readonly string[]>;

export function origins(context: EdgeContext): Origins {
  return new Map(context.clusters.map((cluster) => [cluster.name, addressesOf(context, cluster)]));
}

function addressesOf({ stack, platform }: EdgeContext, cluster: Cluster): readonly string[] {
  const id = address(cluster.name, 'network');
  const key = stateKey(`${cluster.name}-network`);
  const backend = stateBackend(platform, cluster.provider, cluster.region);
  if (backend.kind === 's3') new DataTerraformRemoteStateS3(stack, id, { bucket: backend.bucket, key, region: backend.region });
  else if (backend.kind === 'azurerm') {
    const { storageAccountName, containerName, resourceGroupName, subscriptionId, tenantId } = backend;
    new DataTerraformRemoteStateAzurerm(stack, id, {
      storageAccountName,
      containerName,
      resourceGroupName,
      subscriptionId,
      tenantId,
      key,
      useAzureadAuth: true,
    });
  }
  return Array.from(
    { length: ingressAddressCount(cluster) },
    (_, index) => `\${data.terraform_remote_state.${id}.outputs.${stackOutputs.ingressAddresses}[${index}]}`,
  );
}
