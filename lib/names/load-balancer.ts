/**
 * The way from the edge to the gateway's pods, as cluster and cloud must agree on it. On AWS the cloud layer owns a
 * network load balancer with IP targets; on Azure a firewall that forwards to an internal load balancer, or
 * (`egress: nat-gateway`) a public address of the cloud layer in front of the cluster's own load balancer.
 */
import type { AzureCluster, Cluster, Platform } from '../model';
import { namespaces } from './contract';
import { publicPorts, type IngressPort } from './edge-ingress';
import { gatewayOf } from './gateway';
import { awsSubnets, awsZones, azureSubnets, nodeRanges } from './network';
import { peersOf } from './peers';

/**
 * Ranges from which the gateway's pods see connections, or undefined where they see the edge's public addresses.
 * AWS: the target group does not preserve client addresses (`preserve_client_ip.enabled=false`), so data and health
 * checks come from the load balancer's own addresses in the public subnets. Azure Firewall rewrites the source of
 * what it forwards to an address of its own subnet. Who the client was is in the edge's header.
 */
export function loadBalancerSources(cluster: Cluster): readonly string[] | undefined {
  if (cluster.provider === 'aws') return awsSubnets(cluster).public;
  return cluster.network.egress === 'firewall' ? [azureSubnets(cluster).firewall] : undefined;
}

/** How many public addresses a cluster's ingress has: one in each zone on AWS, one for all zones on Azure. */
export const ingressAddressCount = (cluster: Cluster): number => (cluster.provider === 'aws' ? awsZones.length : 1);

/** Names of Azure resources that a Service names. */
export const azureIngress = {
  /** Subnet of the internal load balancer (profile `firewall`). */
  subnet: 'ingress',
  /** Public address of the network stack (profile `nat-gateway`). */
  publicAddress: (cluster: AzureCluster): string => `pip-${cluster.name}-ingress`,
} as const;

/** Namespaces with pods that the load balancer reaches in every platform: the gateway, and the metrics that other clusters read. */
const exposedNamespaces = (platform: Platform): readonly string[] => [gatewayOf(platform).namespace, namespaces.observability];
/** A namespace as its owner states it. */
interface ExposedNamespace {
  readonly name: string;
  /** Further ones, which only some platforms have. */
  readonly exposed?: boolean;
}
export const isExposed = (platform: Platform, { name, exposed = false }: ExposedNamespace): boolean => exposed || exposedNamespaces(platform).includes(name);
/** All of them, sorted. */
export const exposedIn = (platform: Platform, stated: readonly ExposedNamespace[]): readonly string[] =>
  [...new Set([...exposedNamespaces(platform), ...stated.filter((namespace) => isExposed(platform, namespace)).map(({ name }) => name)])].sort();

/** How many Services of type LoadBalancer a namespace may have: one on Azure where pods are exposed; AWS needs none. */
export const loadBalancersIn = (platform: Platform, cluster: Cluster, namespace: ExposedNamespace): number =>
  cluster.provider === 'azure' && isExposed(platform, namespace) ? 1 : 0;

/**
 * Labels that the load balancer's controller wants on a namespace. On AWS a new gateway pod counts as ready only when
 * the target group sends traffic to it, so that a rollout never removes the last reachable pod.
 */
export const loadBalancerLabels = (platform: Platform, cluster: Cluster, namespace: ExposedNamespace): Readonly<Record<string, string>> =>
  cluster.provider === 'aws' && isExposed(platform, namespace) ? { 'elbv2.k8s.aws/pod-readiness-gate-inject': 'enabled' } : {};

/** A port of the cluster's public addresses that the edge uses, and the pods behind it. */
export interface EdgeTarget extends IngressPort {
  readonly namespace: string;
  readonly pods: Readonly<Record<string, string>>;
  /** Service that names the pods to the load balancer, beside the one that the cluster uses. */
  readonly service: string;
}
/** What is open to the edge ends at the gateway. Ports for other clusters are bound by the component that serves them. */
export function edgeTargets(platform: Platform): readonly EdgeTarget[] {
  const { namespace, selector: pods } = gatewayOf(platform);
  return publicPorts(platform)
    .filter(({ from }) => from === 'edge')
    .map((port) => ({ ...port, namespace, pods, service: `load-balancer-${port.id}` }));
}

/**
 * Ranges from which pods behind a private port see connections: the load balancer's own addresses on AWS, on Azure those
 * of the other clusters' nodes, which its load balancers keep.
 */
export const privateSources = (platform: Platform, cluster: Cluster): readonly string[] =>
  cluster.provider === 'aws' ? awsSubnets(cluster).public : peersOf(platform, cluster).flatMap(nodeRanges);

/** Value of the tag `Name` of the cluster's VPC (AWS): the load balancer controller finds the VPC by it. */
export const vpcName = (prefix: string): string => prefix;
