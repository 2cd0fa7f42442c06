/**
 * Terraform's state, an account in each region with a cluster. With Azure's own key and double encryption, not with a key of ours: the vault of keys is itself
 * described in this state, and whoever loses the key could not repair anything.
 */
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import { TerraformVariable, type PlatformStack } from '../../../../lib/constructs/terraform';
import type { Platform } from '../../../../lib/model';
import { azureStateAccount, azureStateContainer, azureStateGroup, homeRegion, stateRegions } from '../../../state';
import { deleteLock, type Place } from '../kits/group';
import { expiry, replication, storageAccount } from '../kits/storage';

export interface StateStorage {
  readonly region: string;
  /** Suffix of addresses; the home has none. */
  readonly suffix: string;
  readonly place: Place;
  readonly container: StorageContainer;
}

/** Terraform variable of bootstrap: from where state may be reached. */
export const stateAddressesVariable = 'state_addresses';

/** The home first. Groups of their own: what a group says of itself is kept in its region. */
export function stateStorages(stack: PlatformStack, platform: Platform): readonly StateStorage[] {
  const publicAddresses = stateAddresses(stack);
  return stateRegions(platform, 'azure').map((region) => stateStorage(stack, platform, region, publicAddresses));
}

function stateStorage(stack: PlatformStack, platform: Platform, region: string, publicAddresses: string[]): StateStorage {
  const location = region;
  const suffix = region === homeRegion(platform, 'azure') ? '' : `_${region}`;
  const group = pinned(new ResourceGroup(stack, `group${suffix}`, { name: azureStateGroup(platform, region), location, lifecycle: keep }));
  const place = { location, resourceGroupName: group.name };
  const account = storageAccount(stack, place, {
    id: `state_account${suffix}`,
    name: azureStateAccount(platform, region),
    replication: replication(location, true),
    softDeleteDays: 90,
    publicAddresses,
  });
  const container = pinned(
    new StorageContainer(stack, `state_container${suffix}`, {
      name: azureStateContainer,
      storageAccountId: account.id,
      containerAccessType: 'private',
      lifecycle: keep,
    }),
  );
  expiry(stack, { id: `state_expiry${suffix}`, storageAccountId: account.id, versionDays: 365 });
  deleteLock(stack, `state_account${suffix}_lock`, account.id, 'Terraform state of the platform.');
  return { region, suffix, place, container };
}

/** Machines outside the clusters' networks that run Terraform. No default: an account that nobody reaches helps nobody. */
function stateAddresses(stack: PlatformStack): string[] {
  const variable = new TerraformVariable(stack, stateAddressesVariable, {
    type: 'list(string)',
    description: 'Public IPv4 addresses, or ranges of at most /30, from which people and runners reach the Terraform state.',
    nullable: false,
  });
  variable.addValidation({
    condition: `\${length(var.${stateAddressesVariable}) > 0 && alltrue([for address in var.${stateAddressesVariable} : can(regex("^([0-9]{1,3}[.]){3}[0-9]{1,3}(/([0-9]|[12][0-9]|30))?$", address))])}`,
    errorMessage: 'At least one IPv4 address such as 203.0.113.7, or a range such as 203.0.113.0/29; Azure takes no /31 and /32.',
  });
  return variable.listValue;
}
