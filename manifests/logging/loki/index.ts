/** Logs of pods, nodes and Kubernetes events: collector agents and gateway, Loki as the store. */
import type { Component, PodPeer } from '../../../lib/components';
import { auditNamespaces, dashboardViewer, dataSources, logTenants as tenants, namespaces } from '../../../lib/names';
import type { Context, Option } from '../../context';
import { collectorAgent, collectorGateway, gatewayPods } from '../collector/components';
import type { CollectedStore } from '../collector/store';
import { lokiDashboard } from './dashboard';
import { lokiRules } from './rules';
import { lokiValues, podLabels } from './values';

const lokiPods: PodPeer = { namespace: namespaces.observability, pods: podLabels, serviceAccount: 'loki' };

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

const store = ({ versions }: Context): CollectedStore => ({
  title: 'Loki',
  image: versions.images.otelCollector,
  exporter: (tenant) => ({ endpoint: 'http://loki.observability.svc:3100/otlp', headers: { 'X-Scope-OrgID': tenant } }),
  needs: ['logs'],
  flows: [{ from: gatewayPods, to: lokiPods, ports: [{ port: 3100 }], why: 'logs to store' }],
  advice: {
    refused: 'Loki mostly: too old, too many labels, not to be read',
    waiting: 'Loki first (replicas, bucket, rate of the tenant)',
    full: 'Loki',
  },
});

export const option: Option = { components: [loki, (context) => collectorGateway(context, store(context)), collectorAgent] };
