/**
 * A storage account with one container for each bucket of the contract.
 *
 * Immutability (write once, read many) is not set: backups are thinned out by their owner, and a locked policy would
 * keep every byte for its whole period. What stands in for it: pods may delete blobs but not versions (their role has no
 * `deleteBlobVersion`), so that whatever they delete or overwrite can be brought back for five weeks; containers come
 * back as well; the account itself has a lock. A second copy in a backup vault of Azure would lie in the same
 * subscription and region pair as the account, which is geo-redundant already.
 */
import { StorageAccountCustomerManagedKeyA } from '@cdktf/provider-azurerm/lib/storage-account-customer-managed-key';
import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { buckets, foreignPeers, hasTenants, lockedEgressAddresses, peerReaders, siblings, type BucketSpec } from '../../../../lib/names';
import { address, azureIds } from '../ids';
import { privateEndpoint } from '../kits/endpoint';
import { deleteLock, type Place } from '../kits/group';
import type { AzureContext } from '../kits/stack';
import { expiry, replication, storageAccount } from '../kits/storage';

export type Containers = ReadonlyMap<BucketSpec['id'], StorageContainer>;

/** Days that deleted and overwritten blobs can be brought back: metrics and logs churn and can be lost, backups not. */
export const undoDays = (precious: boolean): number => (precious ? 35 : 7);

export const bucketAccounts = (stack: PlatformStack, context: AzureContext, place: Place): Containers =>
  new Map(buckets(context.platform).map((bucket) => [bucket.id, bucketAccount(stack, context, place, bucket)]));

function bucketAccount(stack: PlatformStack, context: AzureContext, place: Place, { id, precious, expireDays }: BucketSpec): StorageContainer {
  const { platform, cluster, names } = context;
  const ids = azureIds(context);
  const copied = precious && siblings(platform, cluster).length > 0;
  const account = storageAccount(stack, place, {
    id: address(`account-${id}`),
    name: names.bucket(id),
    // With a copy in the other cluster's region there is no second one in the paired region: Azure fails over no account that is copied.
    replication: copied ? 'ZRS' : replication(cluster.region, precious),
    ...(copied ? { changeFeed: true } : {}),
    softDeleteDays: undoDays(precious),
    encryptionIdentity: ids.identity('storage'),
    publicAddresses: peerAddresses(context, id),
  });
  // Without a version: the account follows the key when it rotates.
  const key = pinned(
    new StorageAccountCustomerManagedKeyA(stack, address(`account-${id}-key`), {
      storageAccountId: account.id,
      keyVaultId: ids.keyVault,
      keyName: 'storage',
      userAssignedIdentityId: ids.identity('storage'),
    }),
  );
  const container = pinned(
    new StorageContainer(stack, address(`container-${id}`), {
      name: names.container(id),
      storageAccountId: account.id,
      containerAccessType: 'private',
      lifecycle: keep,
      dependsOn: [key],
    }),
  );
  expiry(stack, { id: address(`expiry-${id}`), storageAccountId: account.id, versionDays: undoDays(precious), blobDays: expireDays });
  privateEndpoint(stack, context, place, { id, target: account.id, service: 'blob' });
  if (precious) deleteLock(stack, address(`account-${id}-lock`), account.id, 'Backups of databases.');
  return container;
}

/** Pods in other clouds that read here come from outside the network; until their addresses are locked, nobody does. */
function peerAddresses({ platform, cluster, lock }: AzureContext, bucket: BucketSpec['id']): string[] {
  const granted = peerReaders(platform, cluster).some(({ grants }) => grants.some((grant) => grant.to === 'bucket' && grant.bucket === bucket));
  // Which tenant has a standby elsewhere is not asked: the account is the same whatever they do.
  const read = granted || (bucket === 'backups' && hasTenants(platform));
  return read ? foreignPeers(platform, cluster).flatMap((peer) => lockedEgressAddresses(lock, peer)) : [];
}
