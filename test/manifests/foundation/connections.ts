/** What the NetworkPolicy objects of a cluster let through, decided as the API describes it: pods, ports and addresses. */
import type { KubeObject } from '../../../lib/components';
import { parseCidr, rangeSize } from '../../../lib/model';

type Labels = Readonly<Record<string, string>>;
export interface Pod {
  readonly namespace: string;
  readonly labels: Labels;
}
export type End = Pod | { readonly address: string };
interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values: readonly string[] }[];
}
interface PolicyPeer {
  readonly namespaceSelector?: Selector;
  readonly podSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}
interface Rule {
  readonly from?: readonly PolicyPeer[];
  readonly to?: readonly PolicyPeer[];
  readonly ports: readonly { readonly port: number; readonly protocol: string }[];
}
interface PolicySpec {
  readonly podSelector: Selector;
  readonly policyTypes: readonly string[];
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}

const matches = ({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
  matchExpressions.every(({ key, operator, values }) => operator === 'In' && values.includes(labels[key] ?? ''));
const inside = (address: string, cidr: string): boolean => {
  const range = parseCidr(cidr);
  const { base } = parseCidr(`${address}/32`);
  return base >= range.base && base < range.base + rangeSize(range);
};
const isPod = (end: End): end is Pod => 'namespace' in end;

function peerMatches({ namespaceSelector, podSelector, ipBlock }: PolicyPeer, end: End): boolean {
  if (ipBlock) return !isPod(end) && inside(end.address, ipBlock.cidr) && !(ipBlock.except ?? []).some((cidr) => inside(end.address, cidr));
  return isPod(end) && matches(namespaceSelector ?? {}, { 'kubernetes.io/metadata.name': end.namespace }) && matches(podSelector ?? {}, end.labels);
}

function sideAllows(policies: readonly KubeObject[], pod: End, other: End, port: number, direction: 'ingress' | 'egress', protocol: string): boolean {
  if (!isPod(pod)) return true;
  const type = direction === 'ingress' ? 'Ingress' : 'Egress';
  const specs = policies.filter(({ metadata }) => metadata.namespace === pod.namespace).map((policy) => policy['spec'] as PolicySpec); // NetworkPolicy objects only
  const selecting = specs.filter((spec) => spec.policyTypes.includes(type) && matches(spec.podSelector, pod.labels));
  if (selecting.length === 0) return true;
  return selecting.some((spec) =>
    (spec[direction] ?? []).some(
      (rule) =>
        rule.ports.some((open) => open.port === port && open.protocol === protocol) && (rule.from ?? rule.to ?? []).some((peer) => peerMatches(peer, other)),
    ),
  );
}

export const allows = (
  objects: readonly KubeObject[],
  from: End,
  to: End,
  port: number,
  protocol = 'TCP',
): { readonly egress: boolean; readonly ingress: boolean } => {
  const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
  return { egress: sideAllows(policies, from, to, port, 'egress', protocol), ingress: sideAllows(policies, to, from, port, 'ingress', protocol) };
};
