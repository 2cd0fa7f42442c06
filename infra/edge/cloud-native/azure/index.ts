/**
 * The Azure side of the edge `cloud-native`: Front Door with its firewall in front of every cluster on Azure; the zone as
 * well where no cluster runs on AWS; a protection plan where somebody agreed to pay for it.
 */
import type { Platform } from '../../../../lib/model';
import { edgeStackIds, frontDoorGroup, zoneProvider } from '../../../../lib/names';
import { resourceGroup } from '../../../cloud/azure/kits/group';
import type { PlatformContext, StackSpec } from '../../../context';
import { azureStack } from '../../../providers/azure';
import { homeRegion } from '../../../state';
import { alerts } from './alerts';
import { ddosStack } from './ddos';
import { diagnostics } from './diagnostics';
import { domains, route } from './domains';
import { firewalls } from './firewall';
import { frontDoor, responses } from './front-door';
import { hostGroups, originGroup } from './origins';
import { readme } from './readme';
import { records } from './records';
import { azureClusters, azureEdgeContext, settingsOf, type AzureEdge } from './stack';
import { trafficManager } from './traffic-manager';
import { zoneStack } from './zone';

/** What the stacks of the clusters name: before all of them. */
export const azureEdgeFirst = (context: PlatformContext): readonly StackSpec[] =>
  azureClusters(context).length === 0
    ? []
    : [...(zoneProvider(context.platform) === 'azure' ? [zoneStack(context)] : []), ...(isProtected(context.platform) ? [ddosStack(context)] : [])];

/** What names the stacks of the clusters: after all of them. */
export const azureEdge = (context: PlatformContext): readonly StackSpec[] => (azureClusters(context).length === 0 ? [] : [frontDoorStack(context)]);

const isProtected = (platform: Platform): boolean => settingsOf(platform).azure?.ddosProtection !== undefined;

const frontDoorStack = (context: PlatformContext): StackSpec => ({
  id: edgeStackIds.frontDoor,
  build(scope, id) {
    const { platform } = context;
    const stack = azureStack(scope, id, {
      platform,
      summary: `Front Door with its firewall in front of the clusters on Azure${zoneProvider(platform) === 'azure' ? ', and the names that lead there' : ''}. When it is wrong, nobody reaches them.`,
      readme: readme(context),
    });
    const place = resourceGroup(stack, { id: 'group', name: frontDoorGroup(platform), location: homeRegion(platform, 'azure') });
    build(azureEdgeContext(stack, context, place));
    return stack;
  },
});

function build(edge: AzureEdge): void {
  const door = frontDoor(edge);
  const groups = hostGroups(edge).map((group) => ({ group, origins: originGroup(edge, door, group) }));
  const headers = responses(
    edge,
    door,
    groups.flatMap(({ origins }) => [origins.group, ...origins.origins]),
  );
  const named = domains(edge, door);
  const routes = new Map(groups.flatMap((group) => route(edge, door, { ...group, domains: named, responses: headers })));
  const guards = firewalls(edge, door, named);
  const ready = (host: string) => [routes, guards].flatMap((made) => made.get(host) ?? []);
  if (edge.ownsZone) records(edge, { door, domains: named, ready, around: trafficManager(edge) });
  diagnostics(edge, door);
  alerts(edge, door);
}
