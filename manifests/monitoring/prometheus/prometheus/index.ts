/** Prometheus of a cluster: everything that components want measured, and every rule. */
import type { Component, ComponentIntents } from '../../../../lib/components';
import { bucketAccess, cloudIdentity } from '../../../../lib/constructs/cloud-identity';
import { hosts, namespaces } from '../../../../lib/names';
import type { Context, Factory } from '../../../context';
import { parts, peer, ports } from '../parts';
import { kubernetesRules } from '../../rules/kubernetes';
import { nodeRules } from '../../rules/nodes';
import { objectiveRules } from '../../../../lib/monitoring/objectives';
import { ui } from '../../ui';
import { clusterMonitors } from '../../monitors/cluster-monitors';
import { monitors, targetLimit } from '../../monitors/monitors';
import { prometheus } from './prometheus';
import { rights } from '../../monitors/rights';
import { ruleObjects } from './rule-objects';
import { prometheusRules } from './rules';

export const prometheusComponent: Factory = (context: Context): Component => ({
  name: 'prometheus',
  summary: 'Prometheus with two replicas, the monitors and the rules of every component.',
  namespace: namespaces.observability,
  needs: ['metrics-operator', 'storage', 'priority-classes'],
  after: ['node-autoscaling'],
  provides: ['metrics'],
  content: {
    kind: 'manifests',
    build: (chart, wiring) => {
      prometheus(chart, context, targetLimit(wiring.all('scrapes')));
      rights(chart, context.names.identity('prometheus').serviceAccount);
      monitors(chart, wiring.all('scrapes'));
      clusterMonitors(chart);
      const { platform } = context;
      ruleObjects(chart, [...wiring.all('rules'), ...objectiveRules(wiring.all('endpoints'), platform.monitoring.availabilityPercent, hosts(platform))]);
    },
  },
  intents: intents(context),
});

const from = peer(parts.prometheus);

const intents = (context: Context): ComponentIntents => {
  const identity = cloudIdentity(context, 'prometheus', from.pods);
  const bucket = bucketAccess(context, 'metrics', from);
  return {
    scrapers: [{ from }],
    flows: [
      { from, to: { outside: 'api-server' }, ports: [{ port: 443 }], why: 'discovery of targets, metrics of the API server' },
      // Pods in the host's network have the address of their node.
      { from, to: { outside: 'nodes' }, ports: [{ port: 10250 }, { port: 9100 }], why: 'metrics of kubelets and nodes' },
      { from, to: { namespace: namespaces.system, pods: { 'k8s-app': 'kube-dns' } }, ports: [{ port: 9153 }], why: 'metrics of cluster-dns' },
      { from, to: peer(parts.alertmanager), ports: [{ port: ports.alertmanager }], why: 'alerts' },
      ...bucket.flows,
    ],
    egressHosts: [...identity.egressHosts, ...bucket.egressHosts],
    endpoints: [ui(context, 'prometheus', 'Prometheus', parts.prometheus, { service: ports.prometheus, target: ports.prometheus })],
    scrapes: [
      { name: 'prometheus', namespace: namespaces.observability, kind: 'pods', selector: parts.prometheus.pods, port: 'web', targetPort: ports.prometheus },
      {
        name: 'thanos-sidecar',
        namespace: namespaces.observability,
        kind: 'pods',
        selector: parts.prometheus.pods,
        port: 'http',
        targetPort: ports.thanosHttp,
      },
    ],
    rules: [...prometheusRules(context.platform), ...kubernetesRules, ...nodeRules],
  };
};
