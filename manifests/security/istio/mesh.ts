/** Who belongs to the mesh, and every connection that its policies must let through. */
import type { FlowPort, Intents, Peer, PodPeer, Wiring } from '../../../lib/components';
import { istioGateway as gateway } from '../../../lib/names';

export interface Mesh {
  /** Namespaces whose pods have a sidecar. */
  readonly members: ReadonlySet<string>;
  readonly trustDomain: string;
}

export const meshOf = (wiring: Wiring, trustDomain: string): Mesh => ({
  members: new Set(wiring.all('namespaces').flatMap(({ name, mesh }) => (mesh === true ? [name] : []))),
  trustDomain,
});

export const isPods = (peer: Peer): peer is PodPeer => 'namespace' in peer;
export const isMember = (peer: Peer, { members }: Mesh): peer is PodPeer => isPods(peer) && peer.sidecar !== false && members.has(peer.namespace);

/** The gateway as a sender. */
export const gatewayPods: PodPeer = { namespace: gateway.namespace, pods: gateway.selector, serviceAccount: gateway.serviceAccount };

/** Ports of the sidecar itself, which no policy of the mesh sees. */
const proxyPorts = new Set([15000, 15001, 15004, 15006, 15020, 15021, 15053, 15090]);

export interface MeshFlow {
  readonly from: Peer;
  readonly to: PodPeer;
  readonly ports: readonly FlowPort[];
  readonly why: string;
}

/**
 * Connections that end at a sidecar. Requests for endpoints come from the gateway, except those with a token: there
 * the application's own proxy checks the token, and a rule without it would open a way around. What arrives at the
 * gateway is decided by the policies of its hosts alone.
 */
export const flowsIntoMesh = (wiring: Wiring, mesh: Mesh): readonly MeshFlow[] =>
  [
    ...wiring.all('flows'),
    ...wiring.all('endpoints').flatMap(endpointFlow),
    ...wiring.all('scrapers').flatMap(({ from }) => wiring.all('scrapes').map((scrape) => scrapeFlow(from, scrape))),
  ].flatMap(({ from, to, ports, why }) => {
    const kept = ports.filter(({ port, protocol }) => protocol !== 'UDP' && !proxyPorts.has(port));
    return isMember(to, mesh) && to.namespace !== gateway.namespace && kept.length > 0 ? [{ from, to, ports: kept, why }] : [];
  });

const endpointFlow = ({ host, access, service }: Readonly<Intents['endpoints']>): readonly Readonly<Intents['flows']>[] =>
  access.kind === 'token'
    ? []
    : [{ from: gatewayPods, to: { namespace: service.namespace, pods: service.pods }, ports: [{ port: service.targetPort }], why: `requests for ${host}` }];

/** In namespaces of the mesh the Service that is scraped has the labels of its pods; databases of tenants are outside. */
const scrapeFlow = (from: PodPeer, { name, namespace, selector, targetPort, sidecar = true }: Readonly<Intents['scrapes']>): Readonly<Intents['flows']> => ({
  from,
  to: typeof namespace === 'string' ? { namespace, pods: selector, sidecar } : namespace,
  ports: [{ port: targetPort }],
  why: `metrics of ${name}`,
});
