/**
 * Key vaults. Secrets are in one that answers inside the network only, those of tenants' databases, which the cluster
 * itself writes, in a second one of the kind. Keys are in another one that answers
 * everywhere, to Entra tokens: the plugin of AKS that encrypts etcd reaches neither a private vault (without API server
 * VNet integration) nor one with a firewall, and keys, unlike secrets, cannot be read out of a vault by anybody.
 * @see https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption
 */
import { KeyVault, type KeyVaultNetworkAcls } from '@cdktf/provider-azurerm/lib/key-vault';
import type { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { hasTenants, identities, tenantVault } from '../../../../lib/names';
import { address, azureNames } from '../ids';
import { privateEndpoint } from '../kits/endpoint';
import { deleteLock, type Place } from '../kits/group';
import { assign } from '../kits/role';
import type { AzureContext } from '../kits/stack';
import { azureAccount } from '../../../../lib/model';

interface VaultProps {
  readonly id: string;
  readonly name: string;
  readonly publicNetworkAccessEnabled: boolean;
  readonly networkAcls: KeyVaultNetworkAcls;
  readonly notes: string;
}

/** Access by Azure roles only; what is deleted can be brought back for 90 days, and nobody can shorten that. */
function vault(stack: PlatformStack, { platform }: AzureContext, place: Place, { id, notes, ...props }: VaultProps): KeyVault {
  const made = pinned(
    new KeyVault(stack, id, {
      ...place,
      ...props,
      tenantId: azureAccount(platform).tenantId,
      skuName: 'premium',
      rbacAuthorizationEnabled: true,
      purgeProtectionEnabled: true,
      softDeleteRetentionDays: 90,
      enabledForDeployment: false,
      enabledForDiskEncryption: false,
      enabledForTemplateDeployment: false,
      lifecycle: keep,
    }),
  );
  deleteLock(stack, `${id}_lock`, made.id, notes);
  return made;
}

/** Secrets of the name contract. Only the places: values are put in by people and never pass through Terraform or git. */
export function secretVault(stack: PlatformStack, context: AzureContext, place: Place, workloads: ReadonlyMap<string, UserAssignedIdentity>): KeyVault {
  const made = vault(stack, context, place, {
    id: 'secret_vault',
    name: context.names.vault(),
    publicNetworkAccessEnabled: false,
    networkAcls: { bypass: 'None', defaultAction: 'Deny' },
    notes: 'Holds the secrets of the cluster.',
  });
  privateEndpoint(stack, context, place, { id: 'secrets', target: made.id, service: 'vault' });
  for (const { id, grants } of identities(context.platform, context.cluster)) {
    const principal = workloads.get(id);
    if (!principal || !grants.some(({ to }) => to === 'secrets')) continue;
    assign(stack, {
      id: address(`secrets-to-${id}`),
      scope: made.id,
      role: 'Key Vault Secrets User',
      principalId: principal.principalId,
      why: 'Reads secrets into the cluster',
    });
  }
  return made;
}

/** Passwords of databases of tenants: the controller in the cluster makes and replaces them, so that it cannot touch those of the platform. */
export function tenantSecretVault(stack: PlatformStack, context: AzureContext, place: Place, workloads: ReadonlyMap<string, UserAssignedIdentity>): void {
  const { platform, cluster } = context;
  if (!hasTenants(platform)) return;
  const made = vault(stack, context, place, {
    id: 'tenant_vault',
    name: tenantVault(platform, cluster, azureAccount(platform).subscriptionId),
    publicNetworkAccessEnabled: false,
    networkAcls: { bypass: 'None', defaultAction: 'Deny' },
    notes: 'Holds the credentials of the databases of tenants.',
  });
  privateEndpoint(stack, context, place, { id: 'tenant-secrets', target: made.id, service: 'vault' });
  const writer = workloads.get('external-secrets');
  if (!writer) throw new RangeError("the name contract has no identity 'external-secrets'");
  assign(stack, {
    id: 'tenant_secrets_to_external_secrets',
    scope: made.id,
    role: 'Key Vault Secrets Officer',
    principalId: writer.principalId,
    why: 'Writes credentials of databases',
  });
}

export const keyVault = (stack: PlatformStack, context: AzureContext, place: Place): KeyVault =>
  vault(stack, context, place, {
    id: 'key_vault',
    name: azureNames(context).keyVault,
    publicNetworkAccessEnabled: true,
    networkAcls: { bypass: 'AzureServices', defaultAction: 'Allow' },
    notes: 'Without these keys disks, storage and secrets of the cluster cannot be read.',
  });
