/** What the other stacks of the edge made, found by its name (docs/adr/0005-cross-stack-lookups.md). */
import { DataAwsLb } from '@cdktf/provider-aws/lib/data-aws-lb';
import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import type { PlatformStack } from '../../../../../lib/constructs/terraform';
import type { Cluster } from '../../../../../lib/model';
import { address, type EdgeContext } from '../stack';

/** Load balancers for HTTPS, by cluster. */
export type Balancers = ReadonlyMap<Cluster['name'], DataAwsLb>;

export const findZone = (stack: PlatformStack, { edge }: EdgeContext): string =>
  new DataAwsRoute53Zone(stack, 'zone', { name: edge.zone.name, privateZone: false }).zoneId;

export const findBalancers = (stack: PlatformStack, { clusters }: EdgeContext): Balancers =>
  new Map(
    clusters.map(({ cluster, names }) => [
      cluster.name,
      new DataAwsLb(stack, address('web', cluster.name), { region: cluster.region, name: names.webLoadBalancer() }),
    ]),
  );
