/** The page on which people search, behind the gateway's login. Who gets in there is a viewer here: docs/adr/0041-elastic-stack.md */
import type { Chart } from 'cdk8s';
import { PodDisruptionBudget, ServiceAccount } from '../../../../imports/k8s';
import { Kibana } from '../../../../imports/kibana.k8s.elastic.co';
import type { Component, Intents, PodPeer } from '../../../../lib/components';
import { hosts } from '../../../../lib/names';
import type { Context, Factory } from '../../../context';
import { asks, kibana } from '../names';
import { kibanaSpec } from './resource';
import { kibanaRules } from './rules';

const { labels, name, namespace, port, service } = kibana;
const pods: PodPeer = { namespace, pods: labels, serviceAccount: name };

export const kibanaComponent: Factory = (context): Component => ({
  name: 'kibana',
  summary: 'Kibana with two replicas: search in logs, for viewers without a password, for administrators with one.',
  namespace,
  needs: ['crds', 'namespaces', 'secrets', 'logs', 'search-operator', 'priority-classes'],
  after: ['mesh-policy', 'mesh-network'],
  provides: [],
  content: { kind: 'manifests', build: (chart) => build(chart, context) },
  intents: {
    flows: [asks(pods, 'searches, and what Kibana keeps for itself')],
    endpoints: [endpoint(context)],
    rules: [kibanaRules],
  },
});

/** Nobody but the gateway reaches the pods: whoever does is a viewer. */
function endpoint({ names, platform }: Context): Intents['endpoints'] {
  const host = names.uiHost('kibana');
  const stated = hosts(platform).find((each) => each.host === host);
  if (!stated) throw new RangeError("the name contract has no host for 'kibana'");
  return {
    id: 'kibana',
    title: 'Kibana',
    host,
    service: { namespace, name: service, port, pods: labels, targetPort: port },
    access: stated.access,
    login: 'proxy',
    // A search over weeks takes a while.
    timeoutSeconds: 120,
  };
}

function build(chart: Chart, context: Context): void {
  new ServiceAccount(chart, 'account', { metadata: { name, namespace, labels }, automountServiceAccountToken: false });
  new Kibana(chart, 'kibana', { metadata: { name, namespace, labels }, spec: kibanaSpec(context) });
  new PodDisruptionBudget(chart, 'budget', {
    metadata: { name, namespace, labels },
    spec: { maxUnavailable: 1, selector: { matchLabels: labels }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  });
}
