/**
 * `copies-azure`: what cannot be made again, once more in the region of the other cluster, in an account of that region and
 * with its key; and the ways by which that cluster's pods read both, the original and the copy: private endpoints in
 * their own network, with their own identities.
 */
import { DataAzurermUserAssignedIdentity } from '@cdktf/provider-azurerm/lib/data-azurerm-user-assigned-identity';
import { StorageAccountCustomerManagedKeyA } from '@cdktf/provider-azurerm/lib/storage-account-customer-managed-key';
import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { StorageObjectReplication } from '@cdktf/provider-azurerm/lib/storage-object-replication';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { buckets, siblingReads, type BucketSpec } from '../../../../lib/names';
import type { StackSpec } from '../../../context';
import { undoDays } from '../data/accounts';
import { accessRoles } from '../data/grants';
import { belowPrefix } from '../data/prefix';
import { address, azureIds } from '../ids';
import { privateEndpoint } from '../kits/endpoint';
import { deleteLock, resourceGroup, type Place } from '../kits/group';
import { assign } from '../kits/role';
import type { AzureContext } from '../kits/stack';
import { expiry, storageAccount } from '../kits/storage';
import { copiesReadme } from './copies-readme';
import { copyLogs } from './copy-logs';
import { pairsOf, regionsStack, type Regions } from './stack';

export const copiesStack = (regions: Regions): StackSpec =>
  regionsStack(regions, 'copies', {
    summary: "Copies of each cluster's backups in the region of the other one, and who reads them there. Destroying it destroys backups.",
    readme: copiesReadme(regions),
    build: (stack) => {
      for (const [source, target] of pairsOf(regions)) copies(stack, source, target);
    },
  });

/** Scopes of the containers that a grant on a bucket means: the original and the copy. */
type Containers = ReadonlyMap<BucketSpec['id'], readonly { readonly id: string; readonly scope: string }[]>;

function copies(stack: PlatformStack, source: AzureContext, target: AzureContext): void {
  const id = address(source.cluster.name);
  const place = resourceGroup(stack, { id: `group_${id}`, name: source.names.resourceGroup('copies'), location: target.cluster.region });
  const containers: Containers = new Map(
    buckets(source.platform)
      .filter(({ precious }) => precious)
      .map((bucket) => {
        const copy = bucketCopy(stack, place, source, target, bucket);
        return [
          bucket.id,
          [
            { id: `${source.cluster.name}-${bucket.id}`, scope: azureIds(source).container(bucket.id) },
            { id: `${source.cluster.name}-${bucket.id}-copy`, scope: copy.id },
          ],
        ];
      }),
  );
  readers(stack, source, target, containers);
}

function bucketCopy(stack: PlatformStack, place: Place, source: AzureContext, target: AzureContext, { id, precious }: BucketSpec): StorageContainer {
  const own = address(`${source.cluster.name}-${id}`);
  const [from, there] = [azureIds(source), azureIds(target)];
  const account = storageAccount(stack, place, {
    id: `account_${own}`,
    name: source.names.bucketCopy(id),
    replication: 'ZRS',
    softDeleteDays: undoDays(precious),
    encryptionIdentity: there.identity('storage'),
  });
  const key = pinned(
    new StorageAccountCustomerManagedKeyA(stack, `account_${own}_key`, {
      storageAccountId: account.id,
      keyVaultId: there.keyVault,
      keyName: 'storage',
      userAssignedIdentityId: there.identity('storage'),
    }),
  );
  const name = source.names.container(id);
  const container = pinned(
    new StorageContainer(stack, `container_${own}`, { name, storageAccountId: account.id, containerAccessType: 'private', lifecycle: keep, dependsOn: [key] }),
  );
  pinned(
    new StorageObjectReplication(stack, `replication_${own}`, {
      sourceStorageAccountId: from.account(id),
      destinationStorageAccountId: account.id,
      rules: [{ sourceContainerName: name, destinationContainerName: container.name, copyBlobsCreatedAfter: 'Everything' }],
    }),
  );
  expiry(stack, { id: `expiry_${own}`, storageAccountId: account.id, versionDays: undoDays(precious) });
  privateEndpoint(stack, target, place, { id: `${source.cluster.name}-${id}`, target: from.account(id), service: 'blob' });
  privateEndpoint(stack, target, place, { id: `${source.cluster.name}-${id}-copy`, target: account.id, service: 'blob' });
  deleteLock(stack, `account_${own}_lock`, account.id, 'Copies of backups of databases.');
  copyLogs(stack, target, own, account.id);
  return container;
}

/** Pods of the other cluster read with the identity that they have anyway: one subscription, one Entra tenant. */
function readers(stack: PlatformStack, source: AzureContext, target: AzureContext, containers: Containers): void {
  for (const { identity, sibling, grants } of siblingReads(target.platform, target.cluster)) {
    if (sibling.name !== source.cluster.name) continue;
    const { principalId } = new DataAzurermUserAssignedIdentity(stack, address(`identity-${target.cluster.name}-${identity.id}`), {
      name: target.names.managedIdentity(identity.id),
      resourceGroupName: target.names.resourceGroup('identity'),
    });
    for (const { bucket, access, prefix } of grants)
      for (const { id, scope } of containers.get(bucket) ?? [])
        assign(stack, {
          id: address(`${id}-to-${target.cluster.name}-${identity.id}`),
          scope,
          role: accessRoles[access],
          principalId,
          why: `${target.cluster.name} reads ${bucket}${prefix === undefined ? '' : `/${prefix}`} of ${source.cluster.name}`,
          ...(prefix === undefined ? {} : { condition: belowPrefix(prefix, access) }),
        });
  }
}
