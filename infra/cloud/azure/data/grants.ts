/** What workloads may do with the buckets: the least role, on their container, below their folder. */
import { DataAzurermUserAssignedIdentity } from '@cdktf/provider-azurerm/lib/data-azurerm-user-assigned-identity';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { identities, peerReaders, type BucketGrant, type Grant, type IdentitySpec } from '../../../../lib/names';
import { address } from '../ids';
import { assign, type Role } from '../kits/role';
import type { AzureContext } from '../kits/stack';
import type { Containers } from './accounts';
import { belowPrefix } from './prefix';

const isBucketGrant = (grant: Grant): grant is BucketGrant => grant.to === 'bucket';

export const accessRoles: Record<BucketGrant['access'], Role> = { read: 'Storage Blob Data Reader', write: 'Storage Blob Data Contributor' };

export function grants(stack: PlatformStack, context: AzureContext, containers: Containers): void {
  for (const spec of [...identities(context.platform, context.cluster), ...peerReaders(context.platform, context.cluster)]) {
    const wanted = spec.grants.filter(isBucketGrant);
    if (wanted.length > 0) grantBuckets(stack, context, containers, spec, wanted);
  }
}

function grantBuckets(stack: PlatformStack, { names }: AzureContext, containers: Containers, { id }: IdentitySpec, wanted: readonly BucketGrant[]): void {
  const identity = new DataAzurermUserAssignedIdentity(stack, address(`identity-${id}`), {
    name: names.managedIdentity(id),
    resourceGroupName: names.resourceGroup('identity'),
  });
  for (const { bucket, access, prefix } of wanted) {
    const container = containers.get(bucket);
    if (!container) throw new RangeError(`identity '${id}' is granted bucket '${bucket}', which the name contract does not have`);
    assign(stack, {
      id: address(`${bucket}-to-${id}`),
      scope: container.id,
      role: accessRoles[access],
      principalId: identity.principalId,
      why: `${access === 'read' ? 'Reads' : 'Reads and writes'} ${bucket}${prefix === undefined ? '' : `/${prefix}`}`,
      ...(prefix === undefined ? {} : { condition: belowPrefix(prefix, access) }),
    });
  }
}
