/** Address arithmetic: subnets and fixed addresses are functions of the ranges in platform.yaml. */
import { hostAddress, parseCidr, subnet, type AwsCluster, type AzureCluster, type Cluster } from '../model';

/** Availability zones in use: three everywhere. */
export const awsZones = ['a', 'b', 'c'] as const;
export const azureZones = ['1', '2', '3'] as const;

/**
 * Subnets of a VPC of size /n: three private ones of /(n+3) from an eighth up; three public ones, three of the control
 * plane and three of a firewall, where there is one, of /(n+8) in the first eighth.
 */
export function awsSubnets({ network: { cidr } }: AwsCluster) {
  const { bits } = parseCidr(cidr);
  return {
    public: awsZones.map((_, zone) => subnet(cidr, bits + 8, 8 + zone)),
    controlPlane: awsZones.map((_, zone) => subnet(cidr, bits + 8, 16 + zone)),
    firewall: awsZones.map((_, zone) => subnet(cidr, bits + 8, 24 + zone)),
    private: awsZones.map((_, zone) => subnet(cidr, bits + 3, 1 + zone)),
  };
}

/** Subnets of a VNet of size /n; a quarter of it is for addresses of databases. The firewall's subnet has the name that Azure demands. */
export function azureSubnets({ network: { cidr } }: AzureCluster) {
  const { bits } = parseCidr(cidr);
  return {
    firewall: subnet(cidr, bits + 8, 0),
    ingress: subnet(cidr, bits + 8, 1),
    endpoints: subnet(cidr, bits + 8, 2),
    system: subnet(cidr, bits + 4, 1),
    workload: subnet(cidr, bits + 4, 2),
    databases: subnet(cidr, bits + 2, 1),
  };
}
/** Azure keeps the first four addresses of a subnet and the last one. */
const keptFirst = 4;
/** How many databases can have a private address of their own in an AKS cluster. */
export const azureDatabaseSlots = (cluster: AzureCluster): number => 2 ** (32 - parseCidr(azureSubnets(cluster).databases).bits) - keptFirst - 1;
/** The address of a place in the subnet for databases. */
export const azureSlotAddress = (cluster: AzureCluster, slot: number): string => hostAddress(azureSubnets(cluster).databases, keptFirst + slot);
/** Range of the VNet that nothing here uses: for the jump host or runner of whoever operates the platform (Azure). */
export const azureOperatorRange = ({ network: { cidr } }: AzureCluster): string => subnet(cidr, parseCidr(cidr).bits + 8, 3);
/** Fixed address of the internal load balancer in front of the gateway (Azure). */
export const azureIngressAddress = (cluster: AzureCluster): string => hostAddress(azureSubnets(cluster).ingress, 10);
/** Fixed address of the internal load balancer in front of the pods that answer other clusters' questions for metrics (Azure). */
export const azureMetricsPeerAddress = (cluster: AzureCluster): string => hostAddress(azureSubnets(cluster).ingress, 11);
/** Fixed address of the internal load balancer in front of the gateway between joined meshes (Azure). */
export const azureMeshAddress = (cluster: AzureCluster): string => hostAddress(azureSubnets(cluster).ingress, 12);

/**
 * Fixed addresses of the private load balancer that other clusters reach, one in each zone (AWS). In the public subnets,
 * where pods see the load balancer of the edge as well, and at their end: AWS hands out addresses anywhere else first.
 */
export const awsInnerAddresses = (cluster: AwsCluster): readonly string[] => awsSubnets(cluster).public.map((range) => hostAddress(range, 240));

/** Ranges whose addresses pods leave with inside private networks: their own on AWS, that of their node on Azure. */
export function nodeRanges(cluster: Cluster): readonly string[] {
  if (cluster.provider === 'aws') return awsSubnets(cluster).private;
  const { system, workload } = azureSubnets(cluster);
  return [system, workload];
}
