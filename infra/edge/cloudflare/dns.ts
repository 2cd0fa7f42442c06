/** Names that lead to one cluster. Hosts of both clusters are load balancers. */
import { DnsRecord, type DnsRecordConfig } from '@cdktf/provider-cloudflare/lib/dns-record';
import { pinned } from '../../../lib/constructs/stateful';
import { metricsArePublic, metricsPeerHost, originHost } from '../../../lib/names';
import { isBalanced } from './load-balancing';
import type { Origins } from '../origins';
import { address, type EdgeContext } from './stack';

/** How long a changed address that is not proxied lives on in resolvers, in seconds. */
const directTtlSeconds = 300;
/** What Cloudflare demands of a proxied record: the lifetime is its own. */
const proxied = { proxied: true, ttl: 1 } as const;

export function dns(context: EdgeContext, origins: Origins): void {
  const { platform, clusters } = context;
  for (const cluster of clusters) {
    for (const [index, content] of (origins.get(cluster.name) ?? []).entries()) {
      // Proxied: the addresses stay out of public DNS.
      record(context, address('origin', cluster.name, String(index)), {
        name: originHost(platform, cluster),
        type: 'A',
        content,
        ...proxied,
        comment: `Ingress of ${cluster.name}`,
      });
      if (metricsArePublic(platform))
        record(context, address('metrics', cluster.name, String(index)), {
          name: metricsPeerHost(platform, cluster),
          type: 'A',
          content,
          proxied: false,
          ttl: directTtlSeconds,
          comment: `Metrics of ${cluster.name} for the other clusters: not HTTP, so past the proxy`,
        });
    }
  }
  for (const host of context.hosts) {
    const cluster = clusters.find(({ name }) => name === host.clusters[0]);
    if (!isBalanced(context, host) && cluster)
      record(context, address('host', host.id), {
        name: host.host,
        type: 'CNAME',
        content: originHost(platform, cluster),
        ...proxied,
        comment: `Served by ${cluster.name}`,
      });
  }
}

const record = ({ stack, zoneId }: EdgeContext, id: string, config: Omit<DnsRecordConfig, 'zoneId'>): DnsRecord =>
  pinned(new DnsRecord(stack, `record_${id}`, { zoneId, ...config }), id);
