/** The collectors as components: a gateway in front of the store, an agent on every node. */
import type { Component, ComponentIntents, PodPeer } from '../../../lib/components';
import { cloudIdentity } from '../../../lib/constructs/cloud-identity';
import { namespaces, workloadsOn } from '../../../lib/names';
import type { Context } from '../../context';
import { agentConfig } from './agent-config';
import { metricsPort, otlpAgents, otlpGrpc, otlpHttp, tenancy } from './config';
import { gatewayConfig } from './gateway-config';
import { collectorRules } from './rules';
import type { CollectedStore } from './store';
import { agent, agentLabels, gateway, gatewayLabels } from './workloads';

export const gatewayPods: PodPeer = { namespace: namespaces.observability, pods: gatewayLabels, serviceAccount: 'otel-gateway' };
const agentPods: PodPeer = { namespace: namespaces.agents, pods: agentLabels, serviceAccount: 'otel-agent' };

export const collectorGateway = (context: Context, store: CollectedStore): Component & { readonly intents: ComponentIntents } => ({
  name: 'otel-gateway',
  summary: 'Receives logs by OTLP, reads Kubernetes events, sorts by tenant and stores.',
  namespace: namespaces.observability,
  needs: ['namespaces', ...store.needs, 'internal-certificates', 'priority-classes'],
  after: ['node-autoscaling'],
  provides: ['log-collection'],
  content: { kind: 'manifests', build: (chart, wiring) => gateway(chart, context, store, gatewayConfig(context, tenancy(context, wiring), store)) },
  intents: {
    flows: [
      ...store.flows,
      { from: gatewayPods, to: { outside: 'api-server' }, ports: [{ port: 443 }], why: 'Kubernetes events, election of their reader' },
      ...workloadsOn(context.platform, context.cluster).map(({ name }) => ({
        from: { namespace: name },
        to: gatewayPods,
        ports: [{ port: otlpGrpc }, { port: otlpHttp }],
        why: 'OTLP of the workload',
      })),
    ],
    ...(store.identity === undefined ? {} : { egressHosts: cloudIdentity(context, store.identity, gatewayLabels).egressHosts }),
    scrapes: [{ name: 'otel-gateway', namespace: namespaces.observability, kind: 'pods', selector: gatewayLabels, port: 'metrics', targetPort: metricsPort }],
    rules: [collectorRules(store)],
  },
});

export const collectorAgent = (context: Context): Component => ({
  name: 'otel-agent',
  summary: 'Reads the logs of pods and of the node itself, on every node.',
  namespace: namespaces.agents,
  needs: ['namespaces', 'log-collection', 'internal-certificates'],
  provides: [],
  content: { kind: 'manifests', build: (chart, wiring) => agent(chart, context, agentConfig(context, tenancy(context, wiring))) },
  intents: {
    flows: [
      { from: agentPods, to: gatewayPods, ports: [{ port: otlpAgents }], why: 'logs of pods and nodes' },
      { from: agentPods, to: { outside: 'api-server' }, ports: [{ port: 443 }], why: 'names of pods and their owners' },
    ],
    scrapes: [{ name: 'otel-agent', namespace: namespaces.agents, kind: 'pods', selector: agentLabels, port: 'metrics', targetPort: metricsPort }],
  },
});
