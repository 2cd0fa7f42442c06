/** Flows -> one set of rules for each (namespace, pods, direction), merged and sorted: the same flows in any order give the same rules. */
import type { NetworkingNetworkPolicyPeer, NetworkingNetworkPolicyPort } from '../../../imports/k8s';
import type { FlowPort, Peer, PodPeer } from '../../components';
import type { Cluster } from '../../model';
import { isPods, type Flow } from './flows';
import { policyPeers, type Direction } from './peers';

export interface PolicyRules {
  readonly namespace: string;
  /** Labels of the pods; empty: every pod. */
  readonly pods: Readonly<Record<string, string>>;
  readonly direction: Direction;
  readonly rules: readonly { readonly peers: readonly NetworkingNetworkPolicyPeer[]; readonly ports: readonly NetworkingNetworkPolicyPort[] }[];
  /** Ports that are open from or to the nodes, where only a policy of the network plugin can say so. */
  readonly nodePorts: readonly NetworkingNetworkPolicyPort[];
  /** One line for each flow. */
  readonly why: readonly string[];
}

interface Side {
  readonly pods: PodPeer;
  readonly peer: Peer;
  readonly direction: Direction;
  readonly flow: Flow;
}

/** Rules for the namespaces that the platform owns; others (kube-system) belong to the cloud and keep their own. */
export function policyRules(flows: readonly Flow[], owned: ReadonlySet<string>, cluster: Cluster): readonly PolicyRules[] {
  const sides = new Map<string, Side[]>();
  const add = (side: Side) => {
    if (!owned.has(side.pods.namespace)) return;
    const key = JSON.stringify([side.pods.namespace, sorted(side.pods.pods), side.direction]);
    sides.set(key, [...(sides.get(key) ?? []), side]);
  };
  for (const flow of flows) {
    if (isPods(flow.from)) add({ pods: flow.from, peer: flow.to, direction: 'egress', flow });
    if (isPods(flow.to)) add({ pods: flow.to, peer: flow.from, direction: 'ingress', flow });
  }
  return [...sides].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, of]) => merged(of, cluster));
}

function merged(sides: readonly Side[], cluster: Cluster): readonly PolicyRules[] {
  const [first] = sides;
  if (!first) return [];
  const portsOfPeer = new Map<string, Map<string, NetworkingNetworkPolicyPort>>();
  const nodePorts = new Map<string, NetworkingNetworkPolicyPort>();
  for (const { peer, direction, flow } of sides) {
    const peers = policyPeers(peer, direction, cluster);
    for (const port of flow.ports.map(policyPort)) {
      if (peers.length === 0) nodePorts.set(portKey(port), port);
      for (const each of peers) {
        const key = JSON.stringify(each);
        portsOfPeer.set(key, (portsOfPeer.get(key) ?? new Map<string, NetworkingNetworkPolicyPort>()).set(portKey(port), port));
      }
    }
  }
  const why = [...new Set(sides.map(reason))].sort();
  return [
    {
      namespace: first.pods.namespace,
      pods: sorted(first.pods.pods),
      direction: first.direction,
      rules: byPorts(portsOfPeer),
      nodePorts: inOrder(nodePorts),
      why,
    },
  ];
}

/** Peers with the same ports share a rule. */
function byPorts(portsOfPeer: ReadonlyMap<string, ReadonlyMap<string, NetworkingNetworkPolicyPort>>): PolicyRules['rules'] {
  const rules = new Map<string, { peers: string[]; ports: readonly NetworkingNetworkPolicyPort[] }>();
  for (const [peer, ports] of portsOfPeer) {
    const key = [...ports.keys()].sort().join();
    const rule = rules.get(key) ?? { peers: [], ports: inOrder(ports) };
    rule.peers.push(peer);
    rules.set(key, rule);
  }
  return [...rules].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { peers, ports }]) => ({ ports, peers: compact(peers.sort()) }));
}

/** Whole namespaces become one selector. */
function compact(keys: readonly string[]): readonly NetworkingNetworkPolicyPeer[] {
  const peers = keys.map((key) => JSON.parse(key) as NetworkingNetworkPolicyPeer); // written by JSON.stringify in merged()
  const whole = peers.flatMap(({ namespaceSelector, podSelector }) =>
    namespaceSelector && !podSelector ? [namespaceSelector.matchLabels?.['kubernetes.io/metadata.name'] ?? ''] : [],
  );
  if (whole.length < 2) return peers;
  const rest = peers.filter(({ namespaceSelector, podSelector }) => !namespaceSelector || podSelector);
  return [{ namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: whole.sort() }] } }, ...rest];
}

const policyPort = ({ port, protocol = 'TCP' }: FlowPort): NetworkingNetworkPolicyPort => ({ port, protocol });
const portKey = ({ port, protocol }: NetworkingNetworkPolicyPort): string => `${String(port).padStart(5, '0')}/${protocol}`;
const inOrder = (ports: ReadonlyMap<string, NetworkingNetworkPolicyPort>) => [...ports].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, port]) => port);
const sorted = (labels: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));

/** `from argocd (app=x) 8080/TCP: why`. */
function reason({ peer, direction, flow }: Side): string {
  const ports = flow.ports.map(({ port, protocol = 'TCP' }) => `${port}/${protocol}`).join(' ');
  return `${direction === 'ingress' ? 'from' : 'to'} ${peerText(peer)} ${ports}: ${flow.why}`;
}

function peerText(peer: Peer): string {
  if (!isPods(peer)) return peer.outside === 'cidrs' ? peer.cidrs.join(' ') : peer.outside;
  const pods = Object.entries(sorted(peer.pods)).map(([key, value]) => `${key}=${value}`);
  return pods.length > 0 ? `${peer.namespace} (${pods.join(',')})` : peer.namespace;
}
