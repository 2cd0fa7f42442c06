/** Services of Azure Monitor that pods reach inside the network, by the option that uses them. */
import { choose, type Logging, type Platform } from '../model';

/** `monitor`: what is sent, through the one link of a network to Azure Monitor; `ods` and `oms`: lines, and what agents ask of their workspace. */
export type AzureMonitorService = 'monitor' | 'ods' | 'oms';

const ofLogging = ({ logging }: Pick<Platform, 'logging'>): readonly AzureMonitorService[] =>
  choose<Logging, readonly AzureMonitorService[]>(logging, { loki: () => [], 'cloud-native': () => ['monitor', 'ods', 'oms'] });

export const azureMonitorServices = (platform: Pick<Platform, 'logging'>): readonly AzureMonitorService[] => [...new Set(ofLogging(platform))];
