/** Logs of pods, nodes and Kubernetes events: collector agents and gateway, Loki as the store. */
import type { Component, PodPeer } from '../../../lib/components';
import { auditNamespaces, dashboardViewer, dataSources, namespaces, workloadsOn } from '../../../lib/names';
import type { Context, Option } from '../../context';
import { agent, agentLabels, gateway, gatewayLabels } from './collector';
import { agentConfig } from './agent-config';
import { metricsPort, otlpAgents, otlpGrpc, otlpHttp, tenancy } from './collector-config';
import { gatewayConfig } from './gateway-config';
import { lokiDashboard } from './dashboard';
import { collectorRules, lokiRules } from './rules';
import { lokiValues, podLabels, tenants } from './values';

const lokiPods: PodPeer = { namespace: namespaces.observability, pods: podLabels, serviceAccount: 'loki' };
const gatewayPods: PodPeer = { namespace: namespaces.observability, pods: gatewayLabels, serviceAccount: 'otel-gateway' };
const agentPods: PodPeer = { namespace: namespaces.agents, pods: agentLabels, serviceAccount: 'otel-agent' };

const loki = (context: Context): Component => ({
  name: 'loki',
  summary: "Stores logs in the cluster's own bucket and answers queries.",
  namespace: namespaces.observability,
  needs: ['namespaces', 'storage', 'priority-classes'],
  // Otherwise its pods, which no node takes yet, hold up the wave of the component that makes nodes.
  after: ['node-autoscaling'],
  provides: ['logs'],
  keep: true,
  content: { kind: 'helm', chart: context.versions.charts.loki, values: () => lokiValues(context) },
  intents: {
    flows: [
      {
        from: lokiPods,
        to: lokiPods,
        ports: [{ port: 3100 }, { port: 9095 }, { port: 7946 }, { port: 7946, protocol: 'UDP' }],
        why: 'ring, replication and queries between replicas',
      },
      { from: dashboardViewer, to: lokiPods, ports: [{ port: 3100 }], why: 'queries of dashboards' },
      { from: lokiPods, to: { outside: 'private-endpoints' }, ports: [{ port: 443 }], why: 'the bucket' },
    ],
    egressHosts: [{ from: lokiPods, hosts: bucketHosts(context), why: 'the bucket, and the token that opens it' }],
    scrapes: [{ name: 'loki', namespace: namespaces.observability, kind: 'pods', selector: podLabels, port: 'http-metrics', targetPort: 3100 }],
    rules: [lokiRules],
    dashboards: [lokiDashboard],
    datasources: [
      {
        uid: dataSources.logs,
        title: 'Logs',
        type: 'loki',
        url: 'http://loki.observability.svc:3100',
        headers: { 'X-Scope-OrgID': Object.values(tenants).join('|') },
        settings: { maxLines: 1000, timeout: 120 },
        logs: { language: 'logql', labels: { cluster: 'k8s_cluster_name', namespace: 'k8s_namespace_name' } },
      },
    ],
    logTenants: auditNamespaces(context.platform).map((namespace) => ({ namespace, tenant: tenants.audit })),
  },
});

const bucketHosts = ({ cluster, names }: Context): readonly string[] =>
  cluster.provider === 'aws'
    ? [names.bucketEndpoint('logs'), `${names.bucket('logs')}.${names.bucketEndpoint('logs')}`]
    : [names.bucketEndpoint('logs'), 'login.microsoftonline.com'];

const collectorGateway = (context: Context): Component => ({
  name: 'otel-gateway',
  summary: 'Receives logs by OTLP, reads Kubernetes events, sorts by tenant and stores.',
  namespace: namespaces.observability,
  needs: ['namespaces', 'logs', 'internal-certificates', 'priority-classes'],
  provides: ['log-collection'],
  content: { kind: 'manifests', build: (chart, wiring) => gateway(chart, context, gatewayConfig(context, tenancy(context, wiring))) },
  intents: {
    flows: [
      { from: gatewayPods, to: lokiPods, ports: [{ port: 3100 }], why: 'logs to store' },
      { from: gatewayPods, to: { outside: 'api-server' }, ports: [{ port: 443 }], why: 'Kubernetes events, election of their reader' },
      ...workloadsOn(context.platform, context.cluster).map(({ name }) => ({
        from: { namespace: name },
        to: gatewayPods,
        ports: [{ port: otlpGrpc }, { port: otlpHttp }],
        why: 'OTLP of the workload',
      })),
    ],
    scrapes: [{ name: 'otel-gateway', namespace: namespaces.observability, kind: 'pods', selector: gatewayLabels, port: 'metrics', targetPort: metricsPort }],
    rules: [collectorRules],
  },
});

const collectorAgent = (context: Context): Component => ({
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

export const option: Option = { components: [loki, collectorGateway, collectorAgent] };
