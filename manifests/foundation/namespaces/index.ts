/**
 * Namespaces and what every namespace has: Pod Security, quota, defaults, closed network, and the openings that
 * components declared. Two components, since a namespace is never pruned while a rule that nobody needs must go.
 */
import { Namespace } from '../../../imports/k8s';
import type { Intents, Wiring } from '../../../lib/components';
import { limitRange, podSecurityLabels } from '../../../lib/constructs/namespace';
import type { Cluster, Platform } from '../../../lib/model';
import { gatewayOf, identities, labels, loadBalancerLabels, namespaces } from '../../../lib/names';
import type { Factory } from '../../context';
import { flowsOf } from '../../../lib/constructs/network/flows';
import { closedNamespace, openedFlows, podIdentityAgent } from '../../../lib/constructs/network/network-policy';
import { quota } from './quota';
import { policyRules } from '../../../lib/constructs/network/rules';

const byName = (a: Readonly<Intents['namespaces']>, b: Readonly<Intents['namespaces']>): number => (a.name < b.name ? -1 : 1);

const namespaceObjects: Factory = ({ platform, cluster }) => ({
  name: 'namespaces',
  summary: 'Namespaces with Pod Security level, owner and mesh membership',
  namespace: namespaces.system,
  needs: [],
  provides: ['namespaces'],
  keep: true,
  content: {
    kind: 'manifests',
    build(chart, wiring) {
      const mesh = meshLabels(wiring);
      for (const namespace of [...wiring.all('namespaces')].sort(byName))
        new Namespace(chart, namespace.name, { metadata: { name: namespace.name, labels: namespaceLabels(namespace, mesh, platform, cluster) } });
    },
  },
});

interface MeshLabels {
  readonly inside: Readonly<Record<string, string>>;
  readonly outside: Readonly<Record<string, string>>;
}

const meshLabels = (wiring: Wiring): MeshLabels => ({
  inside: Object.fromEntries(wiring.all('meshes').flatMap(({ namespaceLabels }) => Object.entries(namespaceLabels))),
  outside: Object.fromEntries(wiring.all('meshes').flatMap(({ outsiderLabels }) => Object.entries(outsiderLabels))),
});

function namespaceLabels(namespace: Readonly<Intents['namespaces']>, mesh: MeshLabels, platform: Platform, cluster: Cluster): Readonly<Record<string, string>> {
  return {
    [labels.owner]: platform.owner.team,
    [labels.partOf]: platform.name,
    ...podSecurityLabels(platform, namespace.podSecurity),
    ...(namespace.mesh === true ? mesh.inside : mesh.outside),
    ...(namespace.holdsData === true ? { [labels.holdsData]: 'true' } : {}),
    ...loadBalancerLabels(platform, cluster, namespace),
    ...namespace.labels,
  };
}

/**
 * kube-system has no policies: it belongs to the cloud, which adds and changes pods there by itself, and a rule that
 * is missing there stops the whole cluster. Its side of a flow is open, the other side is checked.
 */
const namespacePolicies: Factory = ({ platform, cluster }) => ({
  name: 'namespace-policies',
  summary: 'Quotas, container defaults and network policies: closed by default, open for declared flows only',
  namespace: namespaces.system,
  needs: ['namespaces'],
  provides: ['namespaces'],
  content: {
    kind: 'manifests',
    build(chart, wiring) {
      const all = [...wiring.all('namespaces')].sort(byName);
      const owned = new Set(all.map(({ name }) => name));
      const withIdentity = new Set(cluster.provider === 'aws' ? identities(platform, cluster).map(({ namespace }) => namespace) : []);
      for (const namespace of all) {
        quota(chart, namespace, platform, cluster);
        limitRange(chart, namespace.name);
        closedNamespace(chart, namespace.name);
        if (withIdentity.has(namespace.name)) podIdentityAgent(chart, namespace.name);
      }
      for (const rules of policyRules(flowsOf(wiring, gatewayOf(platform)), owned, cluster)) openedFlows(chart, rules);
    },
  },
});

export const namespaceComponents: readonly Factory[] = [namespaceObjects, namespacePolicies];
