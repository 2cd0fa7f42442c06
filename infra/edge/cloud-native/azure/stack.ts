/** What every file of the Azure side works with. */
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { cloudNativeOf, type EdgeOf, type Platform } from '../../../../lib/model';
import { byActivity, frontDoorHosts, zoneProvider, type HostSpec } from '../../../../lib/names';
import type { Place } from '../../../cloud/azure/kits/group';
import type { AzureContext } from '../../../cloud/azure/kits/stack';
import type { PlatformContext } from '../../../context';

export interface AzureEdge {
  readonly stack: PlatformStack;
  readonly platform: Platform;
  readonly settings: EdgeOf<'cloud-native'>;
  readonly place: Place;
  /** Clusters on Azure, the active one first. */
  readonly clusters: readonly AzureContext[];
  /** First cluster on Azure of platform.yaml: its region keeps logs and alerts of what has no region. */
  readonly home: AzureContext;
  /** Hosts that a cluster on Azure serves, with those of their clusters that are here. */
  readonly hosts: readonly HostSpec[];
  /** Whether the zone is at Azure DNS, so that records are written here. */
  readonly ownsZone: boolean;
}

/** Clusters on Azure, in the order of platform.yaml. */
export const azureClusters = ({ clusters }: PlatformContext): readonly AzureContext[] =>
  clusters.flatMap(({ cluster, ...rest }) => (cluster.provider === 'azure' ? [{ ...rest, cluster }] : []));

/** @throws RangeError for a platform with another edge or without Azure: it has no such stack */
export function settingsOf({ edge }: Platform): EdgeOf<'cloud-native'> {
  const settings = cloudNativeOf(edge);
  if (!settings) throw new RangeError(`the edge is '${edge.use}'`);
  return settings;
}

export function azureEdgeContext(stack: PlatformStack, context: PlatformContext, place: Place): AzureEdge {
  const { platform } = context;
  const here = azureClusters(context);
  const [home] = here;
  if (!home) throw new RangeError('the platform has no cluster on Azure');
  const clusters = byActivity(platform).flatMap(({ name }) => here.filter(({ cluster }) => cluster.name === name));
  const names = new Set(clusters.map(({ cluster }) => cluster.name));
  const served = frontDoorHosts(platform).map((host) => ({ ...host, clusters: host.clusters.filter((name) => names.has(name)) }));
  return { stack, platform, settings: settingsOf(platform), place, clusters, home, hosts: served, ownsZone: zoneProvider(platform) === 'azure' };
}

/** Name of a record, relative to its zone. */
export const inZone = (host: string, zone: string): string => (host === zone ? '@' : host.slice(0, -zone.length - 1));
