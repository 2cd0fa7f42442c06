/** Names that lead to one cluster, whatever its health: for checks, for Front Door, and for the other clusters. */
import { Route53Record, type Route53RecordConfig } from '@cdktf/provider-aws/lib/route53-record';
import { pinned } from '../../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../../lib/constructs/terraform';
import type { Cluster } from '../../../../../lib/model';
import { metricsPeerHost, originHost } from '../../../../../lib/names';
import type { Origins } from '../../../origins';
import { address, type EdgeContext } from '../stack';
import type { Balancers } from './find';
import { toBalancer } from './target';

/** How long a changed address lives on in resolvers, in seconds. */
const ttl = 300;

interface Ends {
  readonly balancers: Balancers;
  /** Of clusters without a load balancer here. */
  readonly addresses: Origins;
}
export function originRecords(stack: PlatformStack, { platform }: EdgeContext, zoneId: string, { balancers, addresses }: Ends): void {
  for (const cluster of platform.cloud.clusters as readonly Cluster[]) {
    const balancer = balancers.get(cluster.name);
    const end: Pick<Route53RecordConfig, 'alias' | 'records' | 'ttl'> = balancer
      ? toBalancer(balancer)
      : { ttl, records: [...(addresses.get(cluster.name) ?? [])] };
    const record = { zoneId, name: originHost(platform, cluster), type: 'A', ...end };
    pinned(new Route53Record(stack, `record_origin_${address(cluster.name)}`, record), address('origin', cluster.name));
  }
}

export function metricsRecords(stack: PlatformStack, { platform }: EdgeContext, zoneId: string, addresses: Origins): void {
  for (const cluster of platform.cloud.clusters as readonly Cluster[]) {
    const record = { zoneId, name: metricsPeerHost(platform, cluster), type: 'A', ttl, records: [...(addresses.get(cluster.name) ?? [])] };
    pinned(new Route53Record(stack, `record_metrics_${address(cluster.name)}`, record), address('metrics', cluster.name));
  }
}
