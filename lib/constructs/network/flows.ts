/** Every connection that must work, from what components said and from what follows from it. */
import type { FlowPort, Intents, Peer, PodPeer, Wiring } from '../../components';
import type { Gateway } from '../../names';

export interface Flow {
  readonly from: Peer;
  readonly to: Peer;
  readonly ports: readonly FlowPort[];
  readonly why: string;
}

export const isPods = (peer: Peer): peer is PodPeer => 'namespace' in peer;

/** All flows of a cluster. Order and repetitions do not matter: policies merge and sort them. */
export const flowsOf = (wiring: Wiring, gateway: Gateway): readonly Flow[] => [
  ...wiring.all('flows'),
  ...wiring.all('egressHosts').map(hostFlow),
  ...wiring.all('scrapers').flatMap(({ from }) => wiring.all('scrapes').map((scrape) => scrapeFlow(from, scrape))),
  ...wiring.all('endpoints').map((endpoint) => endpointFlow(endpoint, gateway)),
  ...meshFlows(wiring),
];

/** A NetworkPolicy knows addresses, not names: the port is opened to public addresses, the mesh and the cloud's firewall check the name. */
const hostFlow = ({ from, hosts, port = 443, why }: Readonly<Intents['egressHosts']>): Flow => ({
  from,
  to: { outside: 'internet' },
  ports: [{ port }],
  why: `${why} (${hosts.join(', ')})`,
});

/** The selector of a Service's monitor matches the Service, not its pods: there the port is opened on the whole namespace. */
const scrapeFlow = (from: PodPeer, { name, namespace, kind, selector, targetPort }: Readonly<Intents['scrapes']>): Flow => ({
  from,
  to: typeof namespace !== 'string' ? namespace : kind === 'pods' ? { namespace, pods: selector } : { namespace },
  ports: [{ port: targetPort }],
  why: `metrics of ${name}`,
});

const endpointFlow = ({ host, service }: Readonly<Intents['endpoints']>, gateway: Gateway): Flow => ({
  from: { namespace: gateway.namespace, pods: gateway.selector },
  to: { namespace: service.namespace, pods: service.pods },
  ports: [{ port: service.targetPort }],
  why: `requests for ${host}`,
});

/** Every pod of a mesh namespace talks to the control plane. */
const meshFlows = (wiring: Wiring): readonly Flow[] => {
  const members = wiring.all('namespaces').filter(({ mesh }) => mesh === true);
  return wiring
    .all('meshes')
    .flatMap(({ memberEgress }) => members.flatMap(({ name }) => memberEgress.map((egress) => ({ from: { namespace: name }, ...egress }))));
};
