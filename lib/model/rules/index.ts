/** What no single value can get wrong: relations between values, one small rule each. */
import type { PlatformFile } from '../platform';
import type { Problem } from '../problem';
import { activeClusterExists, workloadClusters } from './cluster-references';
import { adminRanges, globalAccelerator, latencyRouting, settingsOfUsedClouds, wayAroundFrontDoor, zoneItself } from './cloud-native';
import { cloudPartitions } from './cloud-partitions';
import { clusterRegions } from './cluster-regions';
import { cloudflarePlan, failover, loadBalancerCount } from './cloudflare-plan';
import { clusterNames } from './cluster-names';
import { azureIds, cloudflareIds } from './distinct-ids';
import { deliveryTopology } from './delivery-topology';
import { certificateDepth, domainInZone } from './domain';
import { logDisks, logMemory, logNodes } from './log-disks';
import { logNodeSize } from './log-node-size';
import { cloudLogPeriods } from './log-periods';
import { networkOverlap } from './network-overlap';
import { networkRanges } from './network-ranges';
import { nodePools } from './node-pools';
import { permissions, permissionsByAudience } from './permissions';
import { systemProcessors, workloadProcessors } from './processors';
import { replicas } from './replicas';
import { repositoryAccess } from './repository-access';
import { logRetention, metricRetention } from './retention';
import type { Part, Rule } from './rule';
import { auth0Connections, auth0Domains, loginAudience, platformRoles, realmName, reservedRoles, sessions, trustDomains } from './security';
import { uniqueLists } from './unique-lists';
import { hostsBelowDomain, uniqueHosts } from './workload-hosts';
import { workloadNames } from './workload-names';

export const rules: readonly Rule[] = [
  clusterNames,
  clusterRegions,
  networkRanges,
  networkOverlap,
  nodePools,
  systemProcessors,
  workloadProcessors,
  cloudPartitions,
  azureIds,
  cloudflareIds,
  domainInZone,
  certificateDepth,
  cloudflarePlan,
  failover,
  loadBalancerCount,
  settingsOfUsedClouds,
  globalAccelerator,
  latencyRouting,
  wayAroundFrontDoor,
  adminRanges,
  zoneItself,
  platformRoles,
  reservedRoles,
  sessions,
  realmName,
  auth0Domains,
  auth0Connections,
  loginAudience,
  trustDomains,
  activeClusterExists,
  metricRetention,
  logRetention,
  cloudLogPeriods,
  logDisks,
  logMemory,
  logNodes,
  logNodeSize,
  repositoryAccess,
  deliveryTopology,
  workloadNames,
  hostsBelowDomain,
  uniqueHosts,
  workloadClusters,
  replicas,
  permissions,
  permissionsByAudience,
  ...uniqueLists,
];

/** Problems of every rule whose parts are all sound. */
export function ruleProblems(platform: Partial<PlatformFile>, sound: ReadonlySet<Part>): readonly Problem[] {
  return rules.filter(({ reads }) => reads.every((part) => sound.has(part))).flatMap(({ check }) => check(platform as PlatformFile)); // a rule reads only the parts that it names, which are here
}
