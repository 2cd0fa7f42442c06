import { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import { pinned } from '../../../../lib/constructs/stateful';
import { azureIds } from '../../../cloud/azure/ids';
import type { FrontDoor } from './front-door';
import type { AzureEdge } from './stack';

/** Every request, every request that the firewall judged, every health check that failed. */
const categories = ['FrontDoorAccessLog', 'FrontDoorHealthProbeLog', 'FrontDoorWebApplicationFirewallLog'];

/** Front Door has no region; its logs are kept where the first cluster is. */
export const diagnostics = ({ stack, home }: AzureEdge, { profile }: FrontDoor): MonitorDiagnosticSetting =>
  pinned(
    new MonitorDiagnosticSetting(stack, 'logs', {
      name: home.names.prefix(),
      targetResourceId: profile.id,
      logAnalyticsWorkspaceId: azureIds(home).workspace,
      enabledLog: categories.map((category) => ({ category })),
    }),
  );
