/** Public addresses of each cluster, read from the state of its network stack: the only values that cross stacks, beside those of Front Door. */
import { DataTerraformRemoteStateAzurerm, DataTerraformRemoteStateS3, type PlatformStack } from '../../lib/constructs/terraform';
import type { Cluster, Platform, Provider } from '../../lib/model';
import { ingressAddressCount } from '../../lib/names';
import { stackOutputs, stateBackend, stateKey } from '../state';

/** Addresses of a cluster's ingress as expressions, in zone order. */
export type Origins = ReadonlyMap<Cluster['name'], readonly string[]>;

export const origins = (stack: PlatformStack, platform: Platform, clusters: readonly Cluster[]): Origins =>
  new Map(clusters.map((cluster) => [cluster.name, addressesOf(stack, platform, cluster)]));

function addressesOf(stack: PlatformStack, platform: Platform, cluster: Cluster): readonly string[] {
  const output = remoteOutputs(stack, platform, { stackId: `${cluster.name}-network`, provider: cluster.provider, region: cluster.region });
  return Array.from({ length: ingressAddressCount(cluster) }, (_, index) => `\${${output(stackOutputs.ingressAddresses)}[${index}]}`);
}

export interface Elsewhere {
  readonly stackId: string;
  readonly provider: Provider;
  /** Region with the state. @default - the home */
  readonly region?: string;
}
/** Outputs of a stack, from its state: gives the expression of each, without braces. */
export function remoteOutputs(stack: PlatformStack, platform: Platform, { stackId, provider, region }: Elsewhere): (output: string) => string {
  const id = stackId.replace(/[^A-Za-z0-9]/g, '_');
  const key = stateKey(stackId);
  const backend = stateBackend(platform, provider, region);
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
  return (output) => `data.terraform_remote_state.${id}.outputs.${output}`;
}
