/**
 * `link-aws`: the network between the regions. Peering with routes both ways, and the names that only make sense inside
 * it. What may be reached is said elsewhere, port by port: security groups of the network and cluster stacks.
 */
import { DataAwsRouteTable } from '@cdktf/provider-aws/lib/data-aws-route-table';
import { Route } from '@cdktf/provider-aws/lib/route';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { VpcPeeringConnection } from '@cdktf/provider-aws/lib/vpc-peering-connection';
import { VpcPeeringConnectionAccepterA } from '@cdktf/provider-aws/lib/vpc-peering-connection-accepter';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { awsInnerAddresses, awsZones, metricsPeerHost, privatePorts } from '../../../../lib/names';
import type { StackSpec } from '../../../context';
import { findVpcId } from '../kits/lookup';
import type { AwsContext } from '../kits/stack';
import { address, publicTables, routeTableName, type TableId } from '../names';
import { allOf, placeOf, regionsStack, type Regions } from './stack';
import { linkReadme } from './link-readme';

export const linkStack = (regions: Regions): StackSpec =>
  regionsStack(regions, 'link', {
    summary: `Peering of the VPCs, routes, private names. ${privatePorts(regions.home.platform).length > 0 ? 'Without it metrics of the other cluster and joined meshes stop; serving does not.' : 'No option of this platform needs it.'}`,
    readme: linkReadme(regions),
    build: (stack) => {
      const vpcIds = new Map(allOf(regions).map((context) => [context.cluster.name, findVpcId(stack, context, regionOf(regions, context))]));
      for (const other of regions.others) peer(stack, regions, other, vpcIds);
      if (privatePorts(regions.home.platform).some(({ id }) => id === 'metrics'))
        for (const context of allOf(regions)) metricsName(stack, regions, context, vpcIds);
    },
  });

type VpcIds = ReadonlyMap<string, string>;
const idOf = (vpcIds: VpcIds, { cluster }: AwsContext): string => vpcIds.get(cluster.name) ?? '';

/** Lookups in other regions carry the cluster in their address. */
const regionOf = (regions: Regions, context: AwsContext) => ({ ...placeOf(regions, context), id: address(context.cluster.name) });

/** Asked for at home, accepted there. No names of instances cross: nothing here is called by one. */
function peer(stack: PlatformStack, regions: Regions, other: AwsContext, vpcIds: VpcIds): void {
  const { home } = regions;
  const id = address(other.cluster.name);
  const tags = { Name: `${home.names.prefix()}-${other.cluster.name}` };
  const connection = pinned(
    new VpcPeeringConnection(stack, `peering_${id}`, {
      vpcId: idOf(vpcIds, home),
      peerVpcId: idOf(vpcIds, other),
      peerRegion: other.cluster.region,
      autoAccept: false, // only within a region
      tags,
    }),
    id,
  );
  const accepted = pinned(
    new VpcPeeringConnectionAccepterA(stack, `accepter_${id}`, { ...placeOf(regions, other), vpcPeeringConnectionId: connection.id, autoAccept: true, tags }),
    id,
  );
  routes(stack, regions, home, other, accepted);
  routes(stack, regions, other, home, accepted);
}

/** Who answers the other cluster, and who calls it: balancers (public subnets), the Kubernetes API, nodes and pods. */
const tablesOf = (context: AwsContext): readonly TableId[] => [
  ...publicTables(context),
  'control-plane',
  ...awsZones.map((zone): TableId => `private-${zone}`),
];

function routes(stack: PlatformStack, regions: Regions, from: AwsContext, to: AwsContext, connection: VpcPeeringConnectionAccepterA): void {
  const place = placeOf(regions, from);
  for (const table of tablesOf(from)) {
    const id = address(`${from.cluster.name}-${to.cluster.name}-${table}`);
    const { id: routeTableId } = new DataAwsRouteTable(stack, `table_${id}`, {
      ...place,
      filter: [{ name: 'tag:Name', values: [routeTableName(from, table)] }],
    });
    pinned(
      new Route(stack, id, {
        ...place,
        routeTableId,
        destinationCidrBlock: to.cluster.network.cidr,
        vpcPeeringConnectionId: connection.vpcPeeringConnectionId,
      }),
    );
  }
}

/** The name under which a cluster's metrics are read, known in the peered networks alone. Its address is fixed, see lib/names/network.ts. */
function metricsName(stack: PlatformStack, regions: Regions, { platform, cluster }: AwsContext, vpcIds: VpcIds): void {
  const id = address(`metrics-${cluster.name}`);
  const name = metricsPeerHost(platform, cluster);
  const zone = pinned(
    new Route53Zone(stack, `zone_${id}`, {
      name,
      comment: `Metrics of ${cluster.name} for the other clusters`,
      vpc: allOf(regions).map((context) => ({ vpcId: idOf(vpcIds, context), vpcRegion: context.cluster.region })),
    }),
    id,
  );
  pinned(new Route53Record(stack, `record_${id}`, { zoneId: zone.zoneId, name, type: 'A', ttl: 300, records: [...awsInnerAddresses(cluster)] }), id);
}
