/**
 * Base of every stack in Azure, whichever aspect it belongs to: provider bound to one subscription and tenant, state in its
 * region or at home, tags.
 */
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { PlatformStack, type ProviderName, type TerraformApp } from '../../lib/constructs/terraform';
import { azureAccount, type Platform } from '../../lib/model';
import { platformTags, stateBackend } from '../state';

export interface AzureStackProps {
  readonly platform: Platform;
  /** Region that keeps the state. @default - the home */
  readonly stateRegion?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Resource providers that the stack registers. @default - none: bootstrap has done it */
  readonly registers?: readonly string[];
  /** Other providers of the stack. @default - none */
  readonly also?: readonly ProviderName[];
  readonly summary: string;
  readonly readme?: string;
}

/** What destroying must never do silently: purge a vault, a workspace or a group that still holds something. */
const features = {
  keyVault: [{ purgeSoftDeleteOnDestroy: false, purgeSoftDeletedKeysOnDestroy: false, recoverSoftDeletedKeyVaults: true, recoverSoftDeletedKeys: true }],
  logAnalyticsWorkspace: [{ permanentlyDeleteOnDestroy: false }],
  resourceGroup: [{ preventDeletionIfContainsResources: true }],
  // Accounts are closed to the public: whoever applies from outside the network could never read their data plane.
  storage: [{ dataPlaneAvailable: false }],
};

export function azureStack(
  scope: TerraformApp,
  id: string,
  { platform, stateRegion, tags, registers = [], also = [], summary, readme }: AzureStackProps,
): PlatformStack {
  const stack = new PlatformStack(scope, id, {
    providers: ['azurerm', ...also],
    backend: stateBackend(platform, 'azure', stateRegion),
    tags: { ...platformTags(platform), ...tags },
    summary,
    ...(readme === undefined ? {} : { readme }),
  });
  const { subscriptionId, tenantId } = azureAccount(platform);
  new AzurermProvider(stack, 'azurerm', {
    subscriptionId,
    tenantId,
    storageUseAzuread: true,
    resourceProviderRegistrations: 'none',
    ...(registers.length > 0 ? { resourceProvidersToRegister: [...registers] } : {}),
    features: [features],
  });
  return stack;
}
