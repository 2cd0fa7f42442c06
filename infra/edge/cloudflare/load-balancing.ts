/** Failover: every host that several clusters serve goes to the active one, and to the next while that one is down. */
import { LoadBalancer } from '@cdktf/provider-cloudflare/lib/load-balancer';
import { LoadBalancerMonitor } from '@cdktf/provider-cloudflare/lib/load-balancer-monitor';
import { LoadBalancerPool } from '@cdktf/provider-cloudflare/lib/load-balancer-pool';
import { pinned } from '../../../lib/constructs/stateful';
import type { Cluster } from '../../../lib/model';
import { checked, gatewayOf, originHealthPath, originHost, type HostSpec } from '../../../lib/names';
import type { Origins } from '../origins';
import { address, type EdgeContext } from './stack';

/** Whether a host fails over between clusters. */
export const isBalanced = ({ has }: EdgeContext, { clusters }: HostSpec): boolean => has('load-balancing') && clusters.length > 1;

/** Where checks come from: a cluster is down when most of three continents say so, not when one cannot reach it. */
const checkRegions = ['WEU', 'ENAM', 'SEAS'];

export type Pools = ReadonlyMap<Cluster['name'], LoadBalancerPool>;

/** One pool for each cluster; none where nothing fails over. */
export function loadBalancing(context: EdgeContext, origins: Origins): Pools {
  const balanced = context.hosts.filter((host) => isBalanced(context, host));
  if (balanced.length === 0) return new Map();
  const pools = new Map(context.clusters.map((cluster) => [cluster.name, pool(context, cluster, origins.get(cluster.name) ?? [])]));
  for (const host of balanced) balancer(context, host, pools);
  return pools;
}

function pool(context: EdgeContext, cluster: Cluster, addresses: readonly string[]): LoadBalancerPool {
  const { stack, platform, accountId } = context;
  return pinned(
    new LoadBalancerPool(stack, `pool_${address(cluster.name)}`, {
      accountId,
      name: checked('Cloudflare pool', `${platform.name}-${cluster.name}`),
      description: `Ingress of ${cluster.name}, one origin for each public address`,
      enabled: true,
      monitor: monitor(context, cluster).id,
      checkRegions,
      // One address is enough to serve: all of them lead to the same gateway.
      minimumOrigins: 1,
      originSteering: { policy: 'random' },
      // No Host header here: each request keeps the host that the client asked for.
      origins: addresses.map((value, index) => ({ name: `${cluster.name}-${index}`, address: value, enabled: true, weight: 1 })),
    }),
    address(cluster.name),
  );
}

/** Asks the cluster whether it can serve the platform, not only whether its proxy runs: the answer comes from behind the gateway. */
function monitor({ stack, platform, edge, accountId, features }: EdgeContext, cluster: Cluster): LoadBalancerMonitor {
  return pinned(
    new LoadBalancerMonitor(stack, `monitor_${address(cluster.name)}`, {
      accountId,
      description: `${platform.name}: ${cluster.name} can serve the platform`,
      type: 'https',
      method: 'GET',
      port: gatewayOf(platform).httpsPort,
      path: originHealthPath,
      header: { Host: [originHost(platform, cluster)] },
      expectedCodes: '200',
      followRedirects: false,
      allowInsecure: false,
      // Checks leave as requests of this zone do, with its client certificate: the gateways refuse them otherwise.
      probeZone: edge.zone.name,
      interval: features.healthCheckSeconds,
      timeout: 5,
      retries: 2,
      // Down after one failed check (three tries); up only after three good ones, so that a cluster that comes and goes stays out.
      consecutiveDown: 1,
      consecutiveUp: 3,
    }),
    address(cluster.name),
  );
}

function balancer({ stack, zoneId }: EdgeContext, host: HostSpec, pools: Pools): LoadBalancer {
  const ordered = host.clusters.flatMap((name) => pools.get(name)?.id ?? []);
  return pinned(
    new LoadBalancer(stack, `balancer_${address(host.id)}`, {
      zoneId,
      name: host.host,
      description: `${host.clusters.join(', then ')}`,
      enabled: true,
      proxied: true,
      defaultPools: ordered,
      // With every pool down the checks are what is broken: the active cluster is asked all the same.
      fallbackPool: ordered[0] ?? '',
      // Strict order. Sessions live in one cluster, so spreading users over both would log them out at random.
      steeringPolicy: 'off',
      sessionAffinity: 'none',
      // Between two checks: a connection that fails is tried at the next cluster at once.
      adaptiveRouting: { failoverAcrossPools: true },
    }),
    address(host.id),
  );
}
