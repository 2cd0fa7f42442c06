/**
 * Edge `cloud-native` as both clouds and the clusters must agree on it (docs/adr/0034-cloud-native-edge.md): each cloud
 * guards its own clusters (load balancer and WAF at AWS, Front Door at Azure), one of them keeps the zone, and the zone
 * decides where a host leads.
 */
import { azureAccount, cloudNativeOf, clustersOn, type AzureCluster, type Cluster, type Platform, type Provider } from '../model';
import { checked, digest } from './rules';

/** Cloud that keeps the DNS zone: AWS where it has a cluster, since its health checks reach both clouds. */
export const zoneProvider = (platform: Pick<Platform, 'cloud'>): Provider => (clustersOn(platform, 'aws').length > 0 ? 'aws' : 'azure');

/** Resource group of what the edge has once for the platform (Azure): zone, Front Door. */
export const edgeGroup = ({ name }: Pick<Platform, 'name'>): string => checked('Azure resource group', `rg-${name}-edge`);
/** ARM id of the zone of a name at Azure DNS. */
export const azureZoneId = (platform: Platform, zone: string): string =>
  `/subscriptions/${azureAccount(platform).subscriptionId}/resourceGroups/${edgeGroup(platform)}/providers/Microsoft.Network/dnsZones/${zone}`;

/** Stacks of the edge that others name. */
export const edgeStackIds = {
  /** Zones, DNSSEC, query logs: first of all, since everything else proves names in it. */
  zone: 'edge-zone',
  /** Protection plan of the networks at Azure: before them. */
  ddos: 'edge-ddos',
  /** Front Door and its firewall, once for all clusters in Azure. */
  frontDoor: 'edge-front-door',
  /** Kind of the stack of each EKS cluster, `<cluster>-edge`: load balancer and its firewall. */
  cluster: 'edge',
  /** Records, health checks, alarms: last of all. */
  records: 'edge',
} as const;

/**
 * Header by which Front Door says whose profile a request came through, and the key of cloud.lock.yaml with the value of
 * ours. The addresses of Front Door are those of every customer; the header is the lock of the origin.
 * @see https://learn.microsoft.com/azure/frontdoor/origin-security
 */
export const frontDoorProof = { header: 'x-azure-fdid', lockKey: 'edge.frontDoorId' } as const;
/** Name of the Front Door endpoint; Azure adds a part that exists only after an apply. */
export const frontDoorEndpoint = (platform: Platform): string =>
  checked('Azure resource', `${platform.name}-${digest(azureAccount(platform).subscriptionId, platform.name)}`);

/** Subdomain with the proof that Front Door may have certificates of a host; the token is in the output `host_proofs` of its stack. */
export const frontDoorProofHost = (host: string): string => `_dnsauth.${host}`;

/** Whether HTTPS of a cluster ends at a load balancer of its cloud (ALB), so that its network load balancer does not take it. */
export const endsAtCloud = ({ edge }: Pick<Platform, 'edge'>, { provider }: Pick<Cluster, 'provider'>): boolean =>
  edge.use === 'cloud-native' && provider === 'aws';

/** Settings of the firewall around the networks at AWS, or undefined where there is none. */
export const networkFirewallOf = ({ edge }: Pick<Platform, 'edge'>) => cloudNativeOf(edge)?.aws?.networkFirewall;

/** Addresses that may be at both ends of an AKS cluster's ingress are those of Front Door. */
export const behindFrontDoor = ({ edge }: Pick<Platform, 'edge'>, cluster: Cluster): cluster is AzureCluster =>
  edge.use === 'cloud-native' && cluster.provider === 'azure';

/**
 * Whether names lead past Front Door, to the clusters themselves: for the hours in which Front Door is down
 * (docs/adr/0037-way-around-front-door.md). Nobody proves anything then, and gateways take requests from everywhere.
 */
export const passesFrontDoor = ({ edge }: Pick<Platform, 'edge'>): boolean => cloudNativeOf(edge)?.azure?.entry === 'traffic-manager';
/** Part of the name that Traffic Manager gives the platform; unique in the world. */
export const trafficManagerName = (platform: Platform): string =>
  checked('Traffic Manager name', `${platform.name}-${digest(azureAccount(platform).subscriptionId, platform.name)}`);

/** Resource group of Front Door (Azure). */
export const frontDoorGroup = ({ name }: Pick<Platform, 'name'>): string => checked('Azure resource group', `rg-${name}-front-door`);
/** Resource group and name of the protection plan of networks (Azure). */
export const ddosGroup = ({ name }: Pick<Platform, 'name'>): string => checked('Azure resource group', `rg-${name}-ddos`);
export const ddosPlanName = ({ name }: Pick<Platform, 'name'>): string => checked('Azure resource', `ddos-${name}`);
/** ARM id of the plan that the networks of the clusters are under, or undefined where nobody agreed to pay for one. */
export const ddosPlanId = (platform: Platform): string | undefined =>
  cloudNativeOf(platform.edge)?.azure?.ddosProtection === undefined
    ? undefined
    : `/subscriptions/${azureAccount(platform).subscriptionId}/resourceGroups/${ddosGroup(platform)}/providers/Microsoft.Network/ddosProtectionPlans/${ddosPlanName(platform)}`;
