/** Where each host leads. Hosts of one cluster lead there; those of several to the active one, and on while that one is down. */
import { Route53Record, type Route53RecordConfig } from '@cdktf/provider-aws/lib/route53-record';
import { pinned } from '../../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../../lib/constructs/terraform';
import { clustersOn, type Cluster } from '../../../../../lib/model';
import { hosts, originHost, type HostSpec } from '../../../../../lib/names';
import { address, type EdgeContext } from '../stack';
import type { Accelerator } from './accelerator';
import type { Balancers } from './find';
import type { Checks } from './health';
import { toBalancer } from './target';

/** How long an answer may be remembered, in seconds: part of how long a failover takes. */
const ttl = 60;

export interface Ways {
  readonly balancers: Balancers;
  readonly checks: Checks;
  /** In front of the clusters in Azure. @default - there are none */
  readonly frontDoorHost?: string;
  /** In front of hosts of several clusters. @default - records decide */
  readonly accelerator?: Accelerator;
}
type End = Pick<Route53RecordConfig, 'type' | 'alias' | 'ttl' | 'records'>;

export function hostRecords(stack: PlatformStack, context: EdgeContext, zoneId: string, ways: Ways): void {
  for (const host of hosts(context.platform)) {
    const record = (suffix: string, config: Omit<Route53RecordConfig, 'zoneId' | 'name'>): void => {
      const id = address('host', host.id, ...(suffix === '' ? [] : [suffix]));
      pinned(new Route53Record(stack, `record_${id}`, { zoneId, name: host.host, ...config }), id);
    };
    const [first = '', ...others] = host.clusters;
    if (others.length === 0) record('', oneCluster(ways, first));
    else if (ways.accelerator) record('', toAccelerator(ways.accelerator));
    else for (const name of host.clusters) record(name, { ...oneOfSeveral(context, ways, name), ...policy(context, ways, host, name) });
  }
}

const toAccelerator = ({ dnsName, hostedZoneId }: Accelerator): End => ({
  type: 'A',
  alias: { name: dnsName, zoneId: hostedZoneId, evaluateTargetHealth: true },
});

function oneCluster({ balancers, frontDoorHost = '' }: Ways, name: string): End {
  const balancer = balancers.get(name);
  return balancer ? { type: 'A', ...toBalancer(balancer) } : { type: 'CNAME', ttl, records: [frontDoorHost] };
}

/** Choices of one name are records of one type: beside Front Door, which has a name only, the load balancer is named by its origin host. */
function oneOfSeveral({ platform, clusters }: EdgeContext, ways: Ways, name: string): End {
  const own = clusters.find(({ cluster }) => cluster.name === name);
  return ways.frontDoorHost !== undefined && own ? { type: 'CNAME', ttl, records: [originHost(platform, own.cluster)] } : oneCluster(ways, name);
}

/** Sessions live in one cluster: a host with a login has one first choice. Others may lead to the nearest. */
function policy(
  { platform, edge }: EdgeContext,
  { checks }: Ways,
  host: HostSpec,
  name: string,
): Pick<Route53RecordConfig, 'setIdentifier' | 'healthCheckId'> & Policy {
  const healthCheckId = checks.get(name)?.id ?? '';
  const region = clustersOn(platform, 'aws').find((cluster: Cluster) => cluster.name === name)?.region;
  if (edge.routing === 'latency' && region !== undefined && isStateless(host)) return { setIdentifier: name, healthCheckId, latencyRoutingPolicy: { region } };
  return { setIdentifier: name, healthCheckId, failoverRoutingPolicy: { type: name === host.clusters[0] ? 'PRIMARY' : 'SECONDARY' } };
}
type Policy = Pick<Route53RecordConfig, 'failoverRoutingPolicy' | 'latencyRoutingPolicy'>;

const isStateless = ({ kind, access }: HostSpec): boolean => kind === 'workload' && access.kind !== 'login';
