/** What everybody needs before a metric can be declared: the operator, and the exporters of the cluster and of its nodes. */
import type { Component, ComponentIntents } from '../../../lib/components';
import { namespaces } from '../../../lib/names';
import type { Context, Factory } from '../../context';
import { peer, sharedParts as parts } from '../parts';
import { selfRules } from './rules';
import { values } from './values';

export const metricsOperator: Factory = (context: Context): Component => ({
  name: 'metrics-operator',
  summary: 'Prometheus Operator, kube-state-metrics and node-exporter.',
  namespace: namespaces.observability,
  needs: ['crds', 'namespaces', 'priority-classes', 'internal-certificates'],
  provides: ['metrics-operator'],
  content: {
    kind: 'helm',
    chart: context.versions.charts.kubePrometheusStack,
    values: (wiring) => values(context, wiring.all('objectStates'), wiring.all('kindStates')),
  },
  intents,
});

const apiServer = { outside: 'api-server' } as const;

const intents: ComponentIntents = {
  namespaces: [
    // Outside the mesh: it must still see when the mesh is what fails. Network policies close it pod by pod.
    { name: namespaces.observability, podSecurity: 'restricted', quota: { pods: 100, cpu: '32', memory: '128Gi', storageGiB: 3000 }, holdsData: true },
    { name: namespaces.agents, podSecurity: 'privileged', quota: { pods: 1000, cpu: '200', memory: '400Gi' } },
  ],
  flows: [
    { from: peer(parts.operator), to: apiServer, ports: [{ port: 443 }], why: 'objects that it makes and watches' },
    { from: peer(parts.kubeState), to: apiServer, ports: [{ port: 443 }], why: 'state of the cluster' },
    { from: apiServer, to: peer(parts.webhook), ports: [{ port: 10250 }], why: 'admission of rules and monitors' },
  ],
  scrapes: [
    { name: 'prometheus-operator', namespace: namespaces.observability, kind: 'pods', selector: parts.operator.pods, port: 'http', targetPort: 8080 },
    // Its metrics are about other pods and carry their namespace and pod: those labels win.
    {
      name: 'kube-state-metrics',
      namespace: namespaces.observability,
      kind: 'pods',
      selector: parts.kubeState.pods,
      port: 'http',
      targetPort: 8080,
      honorLabels: true,
    },
    { name: 'kube-state-metrics-self', namespace: namespaces.observability, kind: 'pods', selector: parts.kubeState.pods, port: 'metrics', targetPort: 8081 },
    { name: 'node-exporter', namespace: namespaces.agents, kind: 'pods', selector: parts.nodeExporter.pods, port: 'metrics', targetPort: 9100 },
  ],
  rules: selfRules,
};
