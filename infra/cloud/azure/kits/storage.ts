/** Storage accounts: reachable by private endpoint, opened by Entra identities only, encrypted twice. */
import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { StorageManagementPolicy } from '@cdktf/provider-azurerm/lib/storage-management-policy';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import type { Place } from './group';

/** Regions with zones but without a pair: Azure refuses geo-redundant accounts there. */
const unpaired: readonly string[] = [
  'austriaeast',
  'belgiumcentral',
  'chilecentral',
  'denmarkeast',
  'indonesiacentral',
  'israelcentral',
  'italynorth',
  'malaysiawest',
  'mexicocentral',
  'newzealandnorth',
  'polandcentral',
  'qatarcentral',
  'spaincentral',
];

/** Three zones; for what cannot be made again also the paired region, which stays in the same geography. */
export const replication = (region: string, precious: boolean): 'ZRS' | 'GZRS' => (precious && !unpaired.includes(region) ? 'GZRS' : 'ZRS');

export interface AccountProps {
  readonly id: string;
  readonly name: string;
  readonly replication: 'ZRS' | 'GZRS';
  /** Days that deleted blobs and containers can be brought back. */
  readonly softDeleteDays: number;
  /** Whether overwriting keeps the former version. @default true */
  readonly versions?: boolean;
  /** Whether changes are listed for replication of objects. @default false */
  readonly changeFeed?: boolean;
  /** Public IPv4 addresses that may connect, or a Terraform list. @default - none: private endpoints only */
  readonly publicAddresses?: string[];
  /** Whether services of Azure itself (flow logs) write to it, from outside every network. @default false */
  readonly trustedServices?: boolean;
  /** Account keys as a second way in, beside Entra. @default false */
  readonly accountKeys?: boolean;
  /** Encrypts with a key of the platform: resource id of the identity that may use it. @default - Azure's own key */
  readonly encryptionIdentity?: string;
}

export function storageAccount(stack: PlatformStack, place: Place, props: AccountProps): StorageAccount {
  const {
    id,
    name,
    softDeleteDays,
    versions = true,
    changeFeed = false,
    publicAddresses = [],
    trustedServices = false,
    accountKeys = false,
    encryptionIdentity,
  } = props;
  return pinned(
    new StorageAccount(stack, id, {
      ...place,
      name,
      accountKind: 'StorageV2',
      accountTier: 'Standard',
      accessTier: 'Hot',
      accountReplicationType: props.replication,
      httpsTrafficOnlyEnabled: true,
      minTlsVersion: 'TLS1_2',
      sharedAccessKeyEnabled: accountKeys,
      defaultToOauthAuthentication: true,
      allowNestedItemsToBePublic: false,
      crossTenantReplicationEnabled: false,
      allowedCopyScope: 'AAD',
      localUserEnabled: false,
      infrastructureEncryptionEnabled: true,
      publicNetworkAccessEnabled: trustedServices || publicAddresses.length > 0,
      networkRules: { defaultAction: 'Deny', bypass: ['AzureServices'], ...(publicAddresses.length > 0 ? { ipRules: publicAddresses } : {}) },
      sasPolicy: { expirationPeriod: '00.01:00:00', expirationAction: 'Log' },
      blobProperties: {
        versioningEnabled: versions,
        changeFeedEnabled: changeFeed,
        ...(changeFeed ? { changeFeedRetentionInDays: 7 } : {}),
        deleteRetentionPolicy: { days: softDeleteDays },
        containerDeleteRetentionPolicy: { days: softDeleteDays },
      },
      ...(encryptionIdentity === undefined ? {} : { identity: { type: 'UserAssigned', identityIds: [encryptionIdentity] } }),
      // The key is bound by a resource of its own, which the account then reports as its own.
      lifecycle: { ...keep, ...(encryptionIdentity === undefined ? {} : { ignoreChanges: ['customer_managed_key'] }) },
    }),
  );
}

export interface ExpiryProps {
  readonly id: string;
  readonly storageAccountId: string;
  /** Days until a former version is deleted. */
  readonly versionDays: number;
  /** Days until a blob is deleted. @default - never */
  readonly blobDays?: number | undefined;
}

export const expiry = (stack: PlatformStack, { id, storageAccountId, versionDays, blobDays }: ExpiryProps): StorageManagementPolicy =>
  pinned(
    new StorageManagementPolicy(stack, id, {
      storageAccountId,
      rule: [
        {
          name: 'expiry',
          enabled: true,
          filters: { blobTypes: ['blockBlob'] },
          actions: {
            version: { deleteAfterDaysSinceCreation: versionDays },
            ...(blobDays === undefined ? {} : { baseBlob: { deleteAfterDaysSinceModificationGreaterThan: blobDays } }),
          },
        },
      ],
    }),
  );
