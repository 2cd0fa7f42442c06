import { LogAnalyticsWorkspace } from '@cdktf/provider-azurerm/lib/log-analytics-workspace';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { azureNames } from '../ids';
import type { Place } from '../kits/group';
import type { AzureContext } from '../kits/stack';

/**
 * Takes diagnostic settings only, which reach it inside Azure: agents cannot write to it. No daily limit: it would cut
 * off the audit log exactly when somebody makes a lot of noise; the budget of the subscription reports the cost.
 */
export const workspace = (stack: PlatformStack, context: AzureContext, place: Place): LogAnalyticsWorkspace =>
  pinned(
    new LogAnalyticsWorkspace(stack, 'workspace', {
      ...place,
      name: azureNames(context).workspace,
      sku: 'PerGB2018',
      retentionInDays: 90,
      localAuthenticationEnabled: false,
      internetIngestionEnabled: false,
      internetQueryEnabled: true,
      lifecycle: keep,
    }),
  );
