/** What pods of the mesh may call: services of the namespaces they have flows to, and hosts that were declared. */
import type { Chart } from 'cdk8s';
import { ServiceEntry, Sidecar } from '../../../../imports/networking.istio.io';
import type { Wiring } from '../../../../lib/components';
import { annotations, istioGateway as gateway, namespaces } from '../../../../lib/names';
import { isMember, isPods, type Mesh } from '../mesh';

/** One Sidecar for each namespace: its proxies know the services that its pods call, and nothing else. */
export function sidecars(chart: Chart, wiring: Wiring, mesh: Mesh): void {
  const flows = wiring.all('flows').filter(({ from }) => isMember(from, mesh));
  // The gateway routes by its own objects; Istio ignores a Sidecar there.
  for (const namespace of [...mesh.members].filter((member) => member !== gateway.namespace).sort()) {
    const targets = flows.filter(({ from }) => isPods(from) && from.namespace === namespace).map(({ to }) => to);
    const others = targets.flatMap((to) => (isPods(to) && to.namespace !== namespace ? [`${to.namespace}/*`] : []));
    const api = targets.some((to) => 'outside' in to && to.outside === 'api-server') ? ['default/kubernetes.default.svc.cluster.local'] : [];
    new Sidecar(chart, `${namespace}-sidecar`, {
      metadata: { name: 'default', namespace },
      spec: { egress: [{ hosts: [...new Set(['./*', `${namespaces.mesh}/*`, ...others, ...api])].sort() }] },
    });
  }
}

interface Egress {
  readonly namespace: string;
  readonly port: number;
  readonly protocol: 'TLS' | 'HTTPS' | 'TCP';
  readonly wildcard: boolean;
  readonly hosts: Set<string>;
  readonly why: Set<string>;
}

/** Hosts outside, one ServiceEntry for each namespace, port and protocol, visible in that namespace only. */
export function serviceEntries(chart: Chart, wiring: Wiring, mesh: Mesh): void {
  for (const [id, { namespace, port, protocol, wildcard, hosts, why }] of [...egresses(wiring, mesh)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const name = `egress-${protocol.toLowerCase()}-${port}${wildcard ? '-wildcard' : ''}`;
    new ServiceEntry(chart, id, {
      metadata: { name, namespace, annotations: { [annotations.why]: [...why].sort().join('\n') } },
      spec: {
        hosts: [...hosts].sort(),
        exportTo: ['.'],
        location: 'MESH_EXTERNAL',
        // A wildcard has no address of its own: the connection goes where the pod resolved the name to.
        resolution: wildcard ? 'NONE' : 'DNS',
        ports: [{ name: protocol.toLowerCase(), number: port, protocol }],
      },
    });
  }
}

function egresses(wiring: Wiring, mesh: Mesh): ReadonlyMap<string, Egress> {
  const found = new Map<string, Egress>();
  for (const { from, hosts, port = 443, protocol = 'TLS', why } of wiring.all('egressHosts').filter((egress) => isMember(egress.from, mesh)))
    for (const host of hosts) {
      const wildcard = host.startsWith('*.');
      const id = `${from.namespace}-egress-${protocol}-${port}-${wildcard ? 'wildcard' : 'host'}`;
      const egress = found.get(id) ?? { namespace: from.namespace, port, protocol, wildcard, hosts: new Set(), why: new Set() };
      egress.hosts.add(host);
      egress.why.add(`${host}: ${why}`);
      found.set(id, egress);
    }
  return found;
}
