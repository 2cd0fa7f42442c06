import type { Intents } from '../../../../lib/components';
import { namespaces, meshesAreJoined } from '../../../../lib/names';
import type { Context, Factory } from '../../../context';
import type { IstioOption } from '../option';
import { meshDashboard } from './dashboard';
import { meshNetwork } from './mesh-config';
import { istiodRules } from './rules';
import { istiodPods, istiodValues } from './values';

const istiodPeer = { namespace: namespaces.mesh, pods: istiodPods, serviceAccount: 'istiod' };

/** Control plane of the mesh: certificates, configuration of the proxies, injection of sidecars. */
export const istiod =
  (option: IstioOption): Factory =>
  (context) => ({
    name: 'istiod',
    summary: 'Istio control plane: workload certificates, proxy configuration, sidecar injection',
    namespace: namespaces.mesh,
    // Without the Secret `cacerts` istiod would sign with a root of its own, which no other cluster trusts.
    needs: ['crds', 'namespaces', 'priority-classes', 'secrets', 'mesh-network'],
    provides: ['mesh-control-plane'],
    content: { kind: 'helm', chart: context.versions.charts.istiod, values: () => istiodValues(context, option) },
    intents: {
      namespaces: [{ name: namespaces.mesh, podSecurity: 'restricted', quota: { pods: 20, cpu: '16', memory: '24Gi' }, labels: networkLabel(context) }],
      secrets: [meshAuthority],
      flows: flows(context),
      egressHosts: egressHosts(context, option),
      meshes: [
        {
          namespaceLabels: { 'istio-injection': 'enabled' },
          outsiderLabels: { 'istio-injection': 'disabled' },
          memberEgress: [{ to: istiodPeer, ports: [{ port: 15012 }], why: 'certificates and configuration of the mesh' }],
        },
      ],
      scrapes: [{ name: 'istiod', namespace: namespaces.mesh, kind: 'pods', selector: istiodPods, port: 'http-monitoring', targetPort: 15014 }],
      rules: [istiodRules],
      dashboards: [meshDashboard],
    },
  });

const networkLabel = ({ platform, cluster }: Context): Readonly<Record<string, string>> =>
  meshesAreJoined(platform) ? { 'topology.istio.io/network': meshNetwork(cluster) } : {};

/** The intermediate authority of this cluster, under the names that istiod mounts. */
const meshAuthority: Readonly<Intents['secrets']> = {
  namespace: namespaces.mesh,
  name: 'cacerts',
  keys: {
    'ca-cert.pem': { from: 'store', id: 'mesh-ca', property: 'ca-cert' },
    'ca-key.pem': { from: 'store', id: 'mesh-ca', property: 'ca-key' },
    'root-cert.pem': { from: 'store', id: 'mesh-ca', property: 'root-cert' },
    'cert-chain.pem': { from: 'store', id: 'mesh-ca', property: 'cert-chain' },
  },
};

const flows = ({ platform, peers }: Context): readonly Readonly<Intents['flows']>[] => [
  { from: istiodPeer, to: { outside: 'api-server' }, ports: [{ port: 443 }], why: 'watches services, pods and mesh configuration' },
  { from: { outside: 'api-server' }, to: istiodPeer, ports: [{ port: 15017 }], why: 'webhooks: sidecar injection and validation of mesh configuration' },
  ...(meshesAreJoined(platform)
    ? [
        {
          from: istiodPeer,
          to: { outside: 'cidrs', cidrs: peers.map(({ network }) => network.cidr) } as const,
          ports: [{ port: 443 }],
          why: 'API of the other cluster: endpoints of the joined mesh',
        },
      ]
    : []),
];

function egressHosts(context: Context, option: IstioOption): readonly Readonly<Intents['egressHosts']>[] {
  const keys = option.keys(context);
  return keys.fetchedBy === 'control-plane' ? [{ from: istiodPeer, hosts: [keys.host], why: 'keys of the identity provider' }] : [];
}
