/** What a peer is in terms of a NetworkPolicy, on each cloud. */
import type { NetworkingNetworkPolicyPeer } from '../../../imports/k8s';
import type { OutsidePeer, Peer } from '../../components';
import { hostAddress, type AwsCluster, type AzureCluster, type Cluster } from '../../model';
import { awsSubnets, azureSubnets, labels, loadBalancerSources, namespaces } from '../../names';
import { isPods } from './flows';

export type Direction = 'ingress' | 'egress';

/** Private, shared, loopback and link-local ranges (RFC 6890): what `internet` never means. */
const notPublic = ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];
const internet: NetworkingNetworkPolicyPeer = { ipBlock: { cidr: '0.0.0.0/0', except: notPublic } };
const ranges = (cidrs: readonly string[]): readonly NetworkingNetworkPolicyPeer[] => cidrs.map((cidr) => ({ ipBlock: { cidr } }));

const podsOf = (namespace: string, pods?: Readonly<Record<string, string>>): NetworkingNetworkPolicyPeer => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
  ...(pods ? { podSelector: { matchLabels: pods } } : {}),
});

/** Peers of a rule; empty where a NetworkPolicy cannot express them (see node-access.ts). */
export function policyPeers(peer: Peer, direction: Direction, cluster: Cluster): readonly NetworkingNetworkPolicyPeer[] {
  if (isPods(peer)) return [podsOf(peer.namespace, peer.pods)];
  switch (peer.outside) {
    case 'internet':
      return [internet];
    case 'tenants':
      return [{ namespaceSelector: { matchExpressions: [{ key: labels.tenant, operator: 'Exists' }] } }];
    case 'cidrs':
      return ranges(peer.cidrs);
    case 'load-balancer': {
      const sources = loadBalancerSources(cluster);
      return sources ? ranges(sources) : [internet];
    }
    default:
      return cluster.provider === 'aws' ? awsPeers(peer, direction, cluster) : azurePeers(peer, direction, cluster);
  }
}

/**
 * The VPC CNI checks what pods send before kube-proxy rewrites it: the API is allowed by the address of its Service
 * as well as by the addresses of its network interfaces. Calls of webhooks come from those interfaces. The cloud layer
 * puts interface endpoints of AWS services into the same subnets; S3 has a gateway endpoint, that is public addresses.
 */
function awsPeers({ outside }: OutsidePeer, direction: Direction, cluster: AwsCluster): readonly NetworkingNetworkPolicyPeer[] {
  const { controlPlane, private: nodes } = awsSubnets(cluster);
  if (outside === 'nodes') return ranges(nodes);
  if (outside === 'private-endpoints') return ranges(controlPlane);
  return ranges(direction === 'egress' ? [`${hostAddress(cluster.network.services, 1)}/32`, ...controlPlane] : controlPlane);
}

/**
 * Cilium checks what pods send after the Service was resolved: the API is the private endpoint that AKS places in the
 * VNet (pods and nodes are never matched by a range, so the range opens nothing else but private endpoints). Calls of
 * webhooks arrive through the konnectivity agents, which are pods.
 */
function azurePeers({ outside }: OutsidePeer, direction: Direction, cluster: AzureCluster): readonly NetworkingNetworkPolicyPeer[] {
  if (outside === 'nodes') return [];
  if (outside === 'private-endpoints') return ranges([azureSubnets(cluster).endpoints]);
  return direction === 'egress' ? ranges([cluster.network.cidr]) : [podsOf(namespaces.system, { app: 'konnectivity-agent' })];
}
