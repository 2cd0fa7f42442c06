import type { Component, Intents, Peer } from '../../../lib/components';
import { hostAddress } from '../../../lib/model';
import { istioGateway as gateway } from '../../../lib/names';
import { option as cloud } from '../../../manifests/cloud/aws-azure';
import { option as edge } from '../../../manifests/edge/cloudflare';
import { option as foundation } from '../../../manifests/foundation';
import { namespaceComponents } from '../../../manifests/foundation/namespaces';
import { allows, type End } from './connections';
import { rendered, stub } from './rendered';

const quota = { pods: 10, cpu: '2', memory: '4Gi' };
const space = (name: string, more: Partial<Intents['namespaces']> = {}): Intents['namespaces'] => ({ name, podSecurity: 'restricted', quota, ...more });
const a: End = { namespace: 'a', labels: { app: 'a' } };
const b: End = { namespace: 'b', labels: { app: 'b' } };
const render = (cluster: 'aws-euc1' | 'az-weu', intents: NonNullable<Component['intents']>) =>
  rendered(cluster, [...namespaceComponents, stub('subject', { intents: { namespaces: [space('a'), space('b')], ...intents } })]);
const policies = (cluster: 'aws-euc1' | 'az-weu', intents: NonNullable<Component['intents']>) => render(cluster, intents).objects('namespace-policies');

describe('namespaces', () => {
  it('are labelled with owner, pinned Pod Security level and mesh membership', () => {
    const objects = rendered('aws-euc1', [
      ...namespaceComponents,
      stub('subject', {
        intents: {
          namespaces: [space('plain'), space('meshed', { mesh: true, holdsData: true })],
          meshes: [{ namespaceLabels: { 'istio-injection': 'enabled' }, outsiderLabels: { 'istio-injection': 'disabled' }, memberEgress: [] }],
        },
      }),
    ]);
    expect(objects.object('namespaces', 'Namespace', 'meshed').metadata.labels).toMatchObject({
      'dbaas/owner': 'data-platform',
      'dbaas/holds-data': 'true',
      'istio-injection': 'enabled',
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/enforce-version': 'v1.35',
    });
    expect(objects.object('namespaces', 'Namespace', 'plain').metadata.labels).toMatchObject({ 'istio-injection': 'disabled' });
  });

  it('do not warn at every sync about the level that was chosen for them, and still log what is not restricted', () => {
    const objects = rendered('aws-euc1', [
      ...namespaceComponents,
      stub('subject', { intents: { namespaces: [space('agents', { podSecurity: 'privileged' })] } }),
    ]);
    expect(objects.object('namespaces', 'Namespace', 'agents').metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'privileged',
      'pod-security.kubernetes.io/warn': 'privileged',
      'pod-security.kubernetes.io/audit': 'restricted',
    });
  });

  it('are kept when their component goes, while rules and quotas are pruned', () => {
    const { component } = render('aws-euc1', {});
    expect(component('namespaces').component.keep).toBe(true);
    expect(component('namespace-policies').component.keep).toBeUndefined();
  });

  it('have a quota without volumes and load balancers unless they say so', () => {
    const subject = rendered('az-weu', [
      ...namespaceComponents,
      stub('s', { intents: { namespaces: [space('a'), space('d', { quota: { ...quota, storageGiB: 50 } }), space(gateway.namespace)] } }),
    ]);
    expect(subject.object('namespace-policies', 'ResourceQuota', 'quota', 'a')).toMatchObject({
      spec: { hard: { pods: '10', 'limits.memory': '4Gi', 'requests.storage': '0Gi', 'services.loadbalancers': '0', 'services.nodeports': '0' } },
    });
    expect(subject.object('namespace-policies', 'ResourceQuota', 'quota', 'd')).toMatchObject({ spec: { hard: { 'requests.storage': '50Gi' } } });
    expect(subject.object('namespace-policies', 'ResourceQuota', 'quota', gateway.namespace)).toMatchObject({
      spec: { hard: { 'services.loadbalancers': '1' } },
    });
  });

  it('give containers without requests a small default', () => {
    expect(render('aws-euc1', {}).object('namespace-policies', 'LimitRange', 'defaults', 'a')).toMatchObject({
      spec: { limits: [{ type: 'Container', default: { memory: '256Mi' } }] },
    });
  });
});

describe('network policies', () => {
  it('close everything but DNS', () => {
    const closed = policies('aws-euc1', {});
    expect(allows(closed, a, b, 8080)).toEqual({ egress: false, ingress: false });
    expect(allows(closed, a, { address: '1.1.1.1' }, 443).egress).toBe(false);
    expect(allows(closed, a, { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } }, 53, 'UDP')).toEqual({ egress: true, ingress: true });
  });

  it('open a flow on both sides, for its port and its pods only', () => {
    const open = policies('aws-euc1', {
      flows: [{ from: { namespace: 'a', pods: { app: 'a' } }, to: { namespace: 'b', pods: { app: 'b' } }, ports: [{ port: 8080 }], why: 'calls' }],
    });
    expect(allows(open, a, b, 8080)).toEqual({ egress: true, ingress: true });
    expect(allows(open, b, a, 8080)).toEqual({ egress: false, ingress: false });
    expect(allows(open, a, b, 8081)).toEqual({ egress: false, ingress: false });
    expect(allows(open, a, { namespace: 'b', labels: { app: 'other' } }, 8080)).toEqual({ egress: false, ingress: false });
    expect(allows(open, { namespace: 'a', labels: { app: 'other' } }, b, 8080)).toEqual({ egress: false, ingress: false });
  });

  it('say why, beside the rule', () => {
    const flows = [{ from: { namespace: 'a' }, to: { outside: 'internet' as const }, ports: [{ port: 443 }], why: 'sends mail' }];
    expect(render('aws-euc1', { flows }).object('namespace-policies', 'NetworkPolicy', 'all-pods-egress', 'a').metadata.annotations).toEqual({
      'dbaas/why': 'to internet 443/TCP: sends mail',
    });
  });

  it('do not depend on the order of flows or on repetitions', () => {
    const flows: readonly Intents['flows'][] = [
      { from: { namespace: 'a' }, to: { namespace: 'b', pods: { app: 'b', tier: 'x' } }, ports: [{ port: 1 }, { port: 2 }], why: 'one' },
      { from: { namespace: 'a' }, to: { namespace: 'b', pods: { tier: 'x', app: 'b' } }, ports: [{ port: 2 }], why: 'two' },
      { from: { namespace: 'b' }, to: { namespace: 'a' }, ports: [{ port: 3 }], why: 'three' },
    ];
    const text = (of: readonly Intents['flows'][]) => JSON.stringify(policies('aws-euc1', { flows: of }));
    expect(text([...flows, ...flows].reverse())).toBe(text(flows));
  });

  it('merge namespaces that may use the same ports into one selector', () => {
    const flows = ['b', 'c', 'd'].map((namespace) => ({ from: { namespace }, to: { namespace: 'a' }, ports: [{ port: 15012 }], why: 'control plane' }));
    expect(render('aws-euc1', { flows }).object('namespace-policies', 'NetworkPolicy', 'all-pods-ingress', 'a')).toMatchObject({
      spec: {
        ingress: [{ from: [{ namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['b', 'c', 'd'] }] } }] }],
      },
    });
  });

  it('leave kube-system alone', () => {
    const open = policies('aws-euc1', {
      flows: [{ from: { namespace: 'a' }, to: { namespace: 'kube-system', pods: { app: 'x' } }, ports: [{ port: 80 }], why: 'x' }],
    });
    expect(open.filter(({ metadata }) => metadata.namespace === 'kube-system')).toEqual([]);
    expect(allows(open, a, { namespace: 'kube-system', labels: { app: 'x' } }, 80).egress).toBe(true);
  });

  it('mean public addresses by internet', () => {
    const open = policies('aws-euc1', { egressHosts: [{ from: { namespace: 'a' }, hosts: ['x.example'], why: 'x' }] });
    expect(allows(open, a, { address: '93.184.216.34' }, 443).egress).toBe(true);
    for (const address of ['10.20.0.1', '172.20.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1'])
      expect(allows(open, a, { address }, 443).egress).toBe(false);
  });

  it('open scraped ports for the collector and endpoints for the gateway', () => {
    const collector: End = { namespace: 'b', labels: { app: 'b' } };
    const door: End = { namespace: gateway.namespace, labels: gateway.selector };
    const open = policies('aws-euc1', {
      scrapers: [{ from: { namespace: 'b', pods: { app: 'b' } } }],
      scrapes: [{ name: 's', namespace: 'a', kind: 'pods', selector: { app: 'a' }, port: 'metrics', targetPort: 9000 }],
      endpoints: [
        {
          id: 'e',
          title: 'E',
          host: 'e.acme-db.example',
          service: { namespace: 'a', name: 'a', port: 80, pods: { app: 'a' }, targetPort: 8080 },
          access: { kind: 'public' },
        },
      ],
    });
    expect(allows(open, collector, a, 9000)).toEqual({ egress: true, ingress: true });
    expect(allows(open, door, a, 8080).ingress).toBe(true);
    expect(allows(open, door, a, 9000).ingress).toBe(false);
  });

  it('open the control plane of the mesh to its members only', () => {
    const intents = {
      namespaces: [space('a', { mesh: true }), space('b'), space('cp')],
      meshes: [
        {
          namespaceLabels: {},
          outsiderLabels: {},
          memberEgress: [{ to: { namespace: 'cp', pods: { app: 'cp' } }, ports: [{ port: 15012 }], why: 'configuration' }],
        },
      ],
    };
    const open = policies('aws-euc1', intents);
    expect(allows(open, a, { namespace: 'cp', labels: { app: 'cp' } }, 15012)).toEqual({ egress: true, ingress: true });
    expect(allows(open, b, { namespace: 'cp', labels: { app: 'cp' } }, 15012)).toEqual({ egress: false, ingress: false });
  });

  it('reach the API of EKS by its Service address, which the network plugin sees, and by its interfaces', () => {
    const open = policies('aws-euc1', { flows: [{ from: { namespace: 'a' }, to: { outside: 'api-server' }, ports: [{ port: 443 }], why: 'x' }] });
    expect(allows(open, a, { address: hostAddress('172.20.0.0/16', 1) }, 443).egress).toBe(true);
    expect(allows(open, a, { address: '10.20.16.20' }, 443).egress).toBe(true);
    expect(allows(open, a, { address: '10.20.33.1' }, 443).egress).toBe(false);
  });

  it('let the API call webhooks from its interfaces on EKS and through the konnectivity agents on AKS', () => {
    const flows = [{ from: { outside: 'api-server' as const }, to: { namespace: 'a' }, ports: [{ port: 10250 }], why: 'webhook' }];
    expect(allows(policies('aws-euc1', { flows }), { address: '10.20.16.20' }, a, 10250).ingress).toBe(true);
    expect(allows(policies('az-weu', { flows }), { namespace: 'kube-system', labels: { app: 'konnectivity-agent' } }, a, 10250).ingress).toBe(true);
    expect(allows(policies('az-weu', { flows }), { address: '10.40.2.4' }, a, 10250).ingress).toBe(false);
  });

  it('name nodes by address on EKS and by entity on AKS, where ranges never match a node', () => {
    const flows = [{ from: { namespace: 'a' }, to: { outside: 'nodes' as const }, ports: [{ port: 10250 }], why: 'kubelet' }];
    expect(allows(policies('aws-euc1', { flows }), a, { address: '10.20.40.7' }, 10250).egress).toBe(true);
    const azure = render('az-weu', { flows });
    expect(azure.object('namespace-policies', 'CiliumNetworkPolicy', 'all-pods-egress-nodes', 'a')).toMatchObject({
      spec: { endpointSelector: {}, egress: [{ toEntities: ['host', 'remote-node'], toPorts: [{ ports: [{ port: '10250', protocol: 'TCP' }] }] }] },
    });
  });

  it('open the agent of Pod Identity where an identity lives, on AWS only', () => {
    const intents = { namespaces: [space('external-secrets'), space('a')] };
    const agent: End = { address: '169.254.170.23' };
    const user: End = { namespace: 'external-secrets', labels: {} };
    expect(allows(policies('aws-euc1', intents), user, agent, 80).egress).toBe(true);
    expect(allows(policies('aws-euc1', intents), a, agent, 80).egress).toBe(false);
    expect(allows(policies('az-weu', intents), user, agent, 80).egress).toBe(false);
  });
});

/** Every declared pod-to-pod flow of foundation, cloud and edge passes both sides; nothing passes one side only. */
describe.each(['aws-euc1', 'az-weu'] as const)('flows of %s', (cluster) => {
  const platform = rendered(cluster, [
    ...foundation.components,
    ...cloud.components,
    ...edge.components,
    stub('gateway', {
      intents: {
        namespaces: [space(gateway.namespace), space('observability')],
        scrapers: [{ from: { namespace: 'observability', pods: { app: 'collector' } } }],
      },
    }),
  ]);
  const objects = platform.objects('namespace-policies');
  const intents = <K extends 'flows' | 'scrapes' | 'namespaces'>(kind: K) => platform.components.flatMap(({ component }) => component.intents?.[kind] ?? []); // the list of that kind
  const owned = new Set(intents('namespaces').map(({ name }) => name));
  const podOf = (peer: Peer): End | undefined => ('namespace' in peer ? { namespace: peer.namespace, labels: peer.pods ?? {} } : undefined);

  it('pass where they were declared', () => {
    const pairs = intents('flows').flatMap(({ from, to, ports }) => ports.map((port) => ({ from: podOf(from), to: podOf(to), port })));
    const inner = pairs.filter(({ from, to }) => from && to);
    expect(pairs.length).toBeGreaterThan(5);
    for (const { from, to, port } of inner) expect(allows(objects, from as End, to as End, port.port)).toEqual({ egress: true, ingress: true }); // both are pods, see the filter
  });

  it('open ingress and egress of pods for exactly the same connections', () => {
    const pods = new Map<string, End>();
    for (const peer of intents('flows').flatMap(({ from, to }) => [from, to])) {
      const pod = podOf(peer);
      if (pod && 'namespace' in pod && owned.has(pod.namespace)) pods.set(JSON.stringify(pod), pod);
    }
    const ports = [...new Set(intents('flows').flatMap((flow) => flow.ports.map(({ port }) => port)))];
    for (const from of pods.values())
      for (const to of pods.values())
        for (const port of ports) {
          const { egress, ingress } = allows(objects, from, to, port);
          expect({ from, to, port, egress }).toEqual({ from, to, port, egress: ingress });
        }
  });

  it('have a default deny in each namespace of the platform', () => {
    const denied = objects
      .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'default-deny')
      .map(({ metadata }) => metadata.namespace);
    expect(new Set(denied)).toEqual(owned);
  });
});
