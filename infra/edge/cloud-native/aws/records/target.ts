import type { DataAwsLb } from '@cdktf/provider-aws/lib/data-aws-lb';
import type { Route53RecordConfig } from '@cdktf/provider-aws/lib/route53-record';

/** A record that follows a load balancer, and leaves it while it has no healthy target. */
export const toBalancer = ({ dnsName, zoneId }: Pick<DataAwsLb, 'dnsName' | 'zoneId'>): Required<Pick<Route53RecordConfig, 'alias'>> => ({
  alias: { name: dnsName, zoneId, evaluateTargetHealth: true },
});
