/** Services of Azure Monitor that pods reach inside the network, by the option that uses them. */
import { choose, type Logging, type Monitoring, type Platform } from '../model';

/**
 * `monitor`: what is sent, through the one link of a network to Azure Monitor; `metrics`: queries of a workspace with
 * metrics; `ods` and `oms`: lines, and what agents ask of their workspace.
 */
export type AzureMonitorService = 'monitor' | 'metrics' | 'ods' | 'oms';

const ofMonitoring = ({ monitoring }: Pick<Platform, 'monitoring'>): readonly AzureMonitorService[] =>
  choose<Monitoring, readonly AzureMonitorService[]>(monitoring, { prometheus: () => [], 'cloud-native': () => ['monitor', 'metrics'] });
const ofLogging = ({ logging }: Pick<Platform, 'logging'>): readonly AzureMonitorService[] =>
  choose<Logging, readonly AzureMonitorService[]>(logging, { loki: () => [], elk: () => [], 'cloud-native': () => ['monitor', 'ods', 'oms'] });

export const azureMonitorServices = (platform: Pick<Platform, 'monitoring' | 'logging'>): readonly AzureMonitorService[] => [
  ...new Set([...ofMonitoring(platform), ...ofLogging(platform)]),
];
