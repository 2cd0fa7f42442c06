/** What every component wants measured, sent to the managed Prometheus of the cluster's cloud; every rule, for the cloud layer. */
import type { Component, ComponentIntents } from '../../../../lib/components';
import { cloudIdentity } from '../../../../lib/constructs/cloud-identity';
import { namespaces } from '../../../../lib/names';
import type { Context, Factory } from '../../../context';
import { clusterMonitors } from '../../monitors/cluster-monitors';
import { monitors, targetLimit } from '../../monitors/monitors';
import { rights } from '../../monitors/rights';
import { kubernetesRules } from '../../rules/kubernetes';
import { nodeRules } from '../../rules/nodes';
import { parts, peer, ports, toManagedMetrics } from '../parts';
import { agent } from './agent';
import { containerInsights } from './container-insights';
import { agentRules } from './rules';

export const metricsAgent: Factory = (context: Context): Component => ({
  name: 'metrics-agent',
  summary: 'Prometheus in agent mode: scrapes the monitors of every component and sends to the managed Prometheus of the cloud.',
  namespace: namespaces.observability,
  needs: ['metrics-operator', 'storage', 'priority-classes'],
  after: ['node-autoscaling'],
  provides: ['metrics', 'metrics-query', 'alerting'],
  content: {
    kind: 'manifests',
    build: (chart, wiring) => {
      agent(chart, context, targetLimit(wiring.all('scrapes')));
      rights(chart, context.names.identity('metrics-agent').serviceAccount);
      monitors(chart, wiring.all('scrapes'));
      clusterMonitors(chart);
    },
  },
  intents: intents(context),
});

const from = peer(parts.agent);

const intents = (context: Context): ComponentIntents => {
  const own = containerInsights(context);
  return {
    namespaces: own.namespaces,
    scrapers: [{ from }],
    flows: [
      { from, to: { outside: 'api-server' }, ports: [{ port: 443 }], why: 'discovery of targets, metrics of the API server' },
      // Pods in the host's network have the address of their node.
      { from, to: { outside: 'nodes' }, ports: [{ port: 10250 }, { port: 9100 }], why: 'metrics of kubelets and nodes' },
      { from, to: { namespace: namespaces.system, pods: { 'k8s-app': 'kube-dns' } }, ports: [{ port: 9153 }], why: 'metrics of cluster-dns' },
      toManagedMetrics(parts.agent, 'samples to the managed Prometheus'),
      ...own.flows,
    ],
    egressHosts: cloudIdentity(context, 'metrics-agent', from.pods).egressHosts,
    scrapes: [{ name: 'metrics-agent', namespace: namespaces.observability, kind: 'pods', selector: from.pods, port: 'web', targetPort: ports.prometheus }],
    rules: [...agentRules(context.cluster), ...kubernetesRules, ...nodeRules],
  };
};
