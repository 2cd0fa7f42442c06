/** Metrics of all clusters in one place, and for longer than a disk of Prometheus lasts. */
import type { Component, ComponentIntents, PodPeer } from '../../../../lib/components';
import { bucketAccess, cloudIdentity } from '../../../../lib/constructs/cloud-identity';
import { ingressPort, metricsPeer, metricsPeerHost, namespaces, privateAddresses, privateSources } from '../../../../lib/names';
import type { Context, Factory } from '../../../context';
import { parts, peer, ports, type Part } from '../parts';
import { bucketFile, compactor, storeGateway } from './bucket';
import { exposure } from './exposure';
import { peerCertificates, peerSecrets } from './peers';
import { globalQuery, peerQuery, queryFrontend } from './query';
import { thanosRules } from './rules';

export const thanos: Factory = (context: Context): Component => ({
  name: 'thanos',
  summary: 'Thanos: store gateway and compactor of the own bucket, queriers over all clusters.',
  namespace: namespaces.observability,
  needs: ['namespaces', 'secrets', 'certificate-controller', 'storage', 'priority-classes', 'load-balancer-targets', 'metrics'],
  after: ['node-autoscaling'],
  provides: ['metrics-query'],
  content: {
    kind: 'manifests',
    build: (chart) => {
      bucketFile(chart, context);
      storeGateway(chart, context);
      compactor(chart, context);
      peerCertificates(chart, context);
      peerQuery(chart, context);
      exposure(chart, context);
      globalQuery(chart, context);
      queryFrontend(chart, context);
    },
  },
  intents: intents(context),
});

const stores = [parts.prometheus, parts.store];
const grpc = [{ port: ports.thanosGrpc }];

/** Service accounts that work on the bucket, with the pods that carry them. */
const bucketUsers = { 'thanos-store': parts.store, 'thanos-compact': parts.compact } as const;

function intents(context: Context): ComponentIntents {
  const users = Object.entries(bucketUsers);
  const identities = users.flatMap(([id, part]) => cloudIdentity(context, id, part.pods).egressHosts);
  const access = users.map(([, part]) => bucketAccess(context, 'metrics', peer(part)));
  return {
    secrets: peerSecrets,
    flows: [
      ...[parts.query, parts.peerQuery].flatMap((from) => stores.map((to) => ({ from: peer(from), to: peer(to), ports: grpc, why: 'metrics, new and old' }))),
      { from: peer(parts.queryFrontend), to: peer(parts.query), ports: [{ port: ports.thanosHttp }], why: 'queries that are not in the cache' },
      {
        from: isPrivate(context) ? { outside: 'cidrs', cidrs: privateSources(context.platform, context.cluster) } : { outside: 'load-balancer' },
        to: peer(parts.peerQuery),
        ports: [{ port: metricsPeer.port }, { port: metricsPeer.statusPort }],
        why: 'queries of other clusters, health checks',
      },
      ...(isPrivate(context) ? context.peers.map((other) => peerFlow(context, other)) : []),
      ...access.flatMap(({ flows }) => flows),
    ],
    egressHosts: [
      ...(isPrivate(context) ? [] : context.peers.map((other) => peerHost(context, other))),
      ...identities,
      ...access.flatMap(({ egressHosts }) => egressHosts),
    ],
    scrapes: [parts.query, parts.peerQuery, parts.queryFrontend, parts.store, parts.compact].map(scrape),
    rules: thanosRules,
  };
}

const isPrivate = ({ platform }: Context): boolean => ingressPort(platform, 'metrics').way === 'private';

const peerFlow = ({ platform }: Context, other: Context['cluster']) =>
  ({
    from: peer(parts.query),
    to: { outside: 'cidrs', cidrs: privateAddresses(other, ingressPort(platform, 'metrics')).map((address) => `${address}/32`) },
    ports: [{ port: metricsPeer.port }],
    why: `metrics of ${other.name}`,
  }) as const;

const peerHost = ({ platform }: Context, other: Context['cluster']) =>
  ({
    from: peer(parts.query) satisfies PodPeer,
    hosts: [metricsPeerHost(platform, other)],
    port: metricsPeer.port,
    protocol: 'TLS',
    why: `metrics of ${other.name}`,
  }) as const;

const scrape = ({ name, pods }: Part) =>
  ({ name, namespace: namespaces.observability, kind: 'pods', selector: pods, port: 'http', targetPort: ports.thanosHttp }) as const;
