/** NetworkPolicy objects: everything closed, then what flows open. */
import type { Chart } from 'cdk8s';
import { NetworkPolicy } from '../../../imports/k8s';
import { CiliumNetworkPolicy } from '../cilium';
import { annotations, namespaces } from '../../names';
import type { PolicyRules } from './rules';

/** Nothing in, nothing out, except names: without DNS no other rule would be of use. */
export function closedNamespace(chart: Chart, namespace: string): void {
  new NetworkPolicy(chart, `${namespace}-default-deny`, {
    metadata: { name: 'default-deny', namespace },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  });
  new NetworkPolicy(chart, `${namespace}-dns`, {
    metadata: { name: 'dns', namespace },
    spec: {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespaces.system } },
              podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
            },
          ],
          ports: [
            { port: 53, protocol: 'TCP' },
            { port: 53, protocol: 'UDP' },
          ],
        },
      ],
    },
  });
}

/** Credentials of EKS Pod Identity come from an agent on the node at a link-local address, which no other rule covers. */
export function podIdentityAgent(chart: Chart, namespace: string): void {
  new NetworkPolicy(chart, `${namespace}-pod-identity`, {
    metadata: {
      name: 'pod-identity',
      namespace,
      annotations: { [annotations.why]: 'EKS Pod Identity: the agent answers only pods whose service account has an association' },
    },
    spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '169.254.170.23/32' } }], ports: [{ port: 80, protocol: 'TCP' }] }] },
  });
}

/** One object for the given pods and direction, with the reasons beside the rules. */
export function openedFlows(chart: Chart, { namespace, pods, direction, rules, nodePorts, why }: PolicyRules): void {
  const name = `${podsName(pods)}-${direction}`;
  const because = (lines: readonly string[]) => ({ namespace, annotations: { [annotations.why]: lines.join('\n') } });
  const podSelector = Object.keys(pods).length > 0 ? { matchLabels: pods } : {};
  if (rules.length > 0) {
    const spec =
      direction === 'ingress'
        ? { ingress: rules.map(({ peers, ports }) => ({ from: peers, ports })) }
        : { egress: rules.map(({ peers, ports }) => ({ to: peers, ports })) };
    new NetworkPolicy(chart, `${namespace}-${name}`, {
      metadata: { name, ...because(why) },
      spec: { podSelector, policyTypes: [direction === 'ingress' ? 'Ingress' : 'Egress'], ...spec },
    });
  }
  if (nodePorts.length === 0) return;
  const toPorts = [{ ports: nodePorts.map(({ port, protocol }) => ({ port: String(port), protocol: protocol ?? 'TCP' })) }];
  const entities = ['host', 'remote-node'];
  new CiliumNetworkPolicy(chart, `${namespace}-${name}-nodes`, {
    metadata: { name: `${name}-nodes`, ...because(why.filter((line) => / nodes \d/.test(line))) },
    spec: {
      endpointSelector: podSelector,
      ...(direction === 'ingress' ? { ingress: [{ fromEntities: entities, toPorts }] } : { egress: [{ toEntities: entities, toPorts }] }),
    },
  });
}

/** Keys that name pods by themselves, in the order in which people think of them; the others are written out. */
const usual = new Map([
  ['app.kubernetes.io/name', ''],
  ['app', 'app-'],
  ['app.kubernetes.io/component', 'component-'],
  ['app.kubernetes.io/instance', 'instance-'],
]);
const order = [...usual.keys()];
const rank = (key: string): number => (usual.has(key) ? order.indexOf(key) : order.length);

/** Readable, unique for each selector, and stable when others come and go. */
function podsName(pods: Readonly<Record<string, string>>): string {
  const parts = Object.entries(pods)
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([key, value]) => `${usual.get(key) ?? `${key}-`}${value}`.toLowerCase().replace(/[^a-z0-9-]/g, '-'));
  return parts.join('.') || 'all-pods';
}
