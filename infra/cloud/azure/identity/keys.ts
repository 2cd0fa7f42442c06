/** Keys in hardware, and who may use which. */
import { DiskEncryptionSet } from '@cdktf/provider-azurerm/lib/disk-encryption-set';
import type { KeyVault } from '@cdktf/provider-azurerm/lib/key-vault';
import { KeyVaultKey } from '@cdktf/provider-azurerm/lib/key-vault-key';
import type { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { azureNames, type KeyPurpose, type OwnIdentity } from '../ids';
import type { Place } from '../kits/group';
import { assign, type Role } from '../kits/role';
import type { AzureContext } from '../kits/stack';
import type { OwnIdentities } from './identities';

interface KeySpec {
  readonly operations: readonly string[];
  readonly user: OwnIdentity;
  readonly role: Role;
  readonly why: string;
}
const wrap = ['unwrapKey', 'wrapKey'] as const;
const keySpecs: Readonly<Record<KeyPurpose, KeySpec>> = {
  disks: { operations: wrap, user: 'disks', role: 'Key Vault Crypto Service Encryption User', why: 'Encrypts disks of nodes and volumes' },
  etcd: { operations: ['decrypt', 'encrypt'], user: 'control-plane', role: 'Key Vault Crypto User', why: 'Encrypts Secrets in etcd' },
  storage: { operations: wrap, user: 'storage', role: 'Key Vault Crypto Service Encryption User', why: 'Encrypts storage accounts' },
};

export interface EncryptionKeysProps {
  readonly vault: KeyVault;
  readonly identities: OwnIdentities;
}
export interface EncryptionKeys {
  readonly diskEncryptionSet: DiskEncryptionSet;
}

/**
 * A new version every year. Disks and storage take it by themselves; etcd at the next apply of the cluster stack, which
 * names the version. Versions never expire: an expired one would stop the API server, and old ones still decrypt.
 */
export function encryptionKeys(stack: PlatformStack, context: AzureContext, place: Place, { vault, identities }: EncryptionKeysProps): EncryptionKeys {
  const made = (purpose: KeyPurpose): { readonly key: KeyVaultKey; readonly use: RoleAssignment } => {
    const { operations, user, role, why } = keySpecs[purpose];
    const key = pinned(
      new KeyVaultKey(stack, `key_${purpose}`, {
        name: purpose,
        keyVaultId: vault.id,
        keyType: 'RSA-HSM',
        keySize: 3072,
        keyOpts: [...operations],
        rotationPolicy: { automatic: { timeAfterCreation: 'P365D' } },
        lifecycle: keep,
      }),
    );
    return { key, use: assign(stack, { id: `key_${purpose}_use`, scope: key.resourceVersionlessId, role, principalId: identities[user].principalId, why }) };
  };
  const keys = { disks: made('disks'), etcd: made('etcd'), storage: made('storage') } satisfies Record<KeyPurpose, unknown>;
  const diskEncryptionSet = pinned(
    new DiskEncryptionSet(stack, 'disk_encryption_set', {
      ...place,
      name: azureNames(context).diskEncryptionSet,
      encryptionType: 'EncryptionAtRestWithCustomerKey',
      keyVaultKeyId: keys.disks.key.versionlessId,
      autoKeyRotationEnabled: true,
      identity: { type: 'UserAssigned', identityIds: [identities.disks.id] },
      lifecycle: keep,
      dependsOn: [keys.disks.use],
    }),
  );
  return { diskEncryptionSet };
}
