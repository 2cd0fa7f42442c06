/** The store: lines in data streams, on three nodes in three zones, copied to the bucket every night. */
import type { Chart } from 'cdk8s';
import { Certificate } from '../../../../imports/cert-manager.io';
import { Elasticsearch } from '../../../../imports/elasticsearch.k8s.elastic.co';
import { ClusterRole, ClusterRoleBinding, ServiceAccount } from '../../../../imports/k8s';
import type { Component, ComponentIntents } from '../../../../lib/components';
import { bucketAccess, cloudIdentity } from '../../../../lib/constructs/cloud-identity';
import { elasticsearchCpu, settingsOf } from '../../../../lib/model';
import { auditNamespaces, dashboardViewer, dataSources, issuers, logTenants, namespaces } from '../../../../lib/names';
import type { Context, Factory } from '../../../context';
import { dialect } from '../dialect';
import { asks, store, storePods } from '../names';
import { operator, operatorPods } from '../operator';
import { queueGiB } from '../logstash/queues';
import { storeRules } from './rules';
import { elasticsearchSpec, nodes } from './resource';
import { storageAccount } from './snapshots';
import { dashboards, userSecrets } from './users';

export const elasticsearch: Factory = (context): Component => ({
  name: 'elasticsearch',
  summary: "Stores logs on three nodes in three zones, answers queries and copies them to the cluster's own bucket.",
  namespace: store.namespace,
  needs: ['crds', 'namespaces', 'secrets', 'internal-certificates', 'storage', 'priority-classes', 'search-operator'],
  // Otherwise its pods, which no node takes yet, hold up the wave of the component that makes nodes.
  after: ['node-autoscaling'],
  provides: ['logs'],
  keep: true,
  content: { kind: 'manifests', build: (chart) => build(chart, context) },
  intents: intents(context),
});

function build(chart: Chart, context: Context): void {
  const { serviceAccount } = cloudIdentity(context, 'elasticsearch', store.labels);
  new ServiceAccount(chart, 'account', { metadata: serviceAccount, automountServiceAccountToken: false });
  certificate(chart, store.tlsSecret, store.namespace, [
    store.host,
    `${store.host}.cluster.local`,
    // Nodes by their own names, as the operator asks them.
    `*.${store.name}-es-${store.nodeSet}.${store.namespace}.svc`,
  ]);
  certificate(chart, dashboards.authority, namespaces.observability, [`dashboards.${namespaces.observability}`]);
  zoneReader(chart);
  new Elasticsearch(chart, 'store', { metadata: { name: store.name, namespace: store.namespace, labels: store.labels }, spec: elasticsearchSpec(context) });
}

function certificate(chart: Chart, name: string, namespace: string, dnsNames: readonly string[]): void {
  new Certificate(chart, name, {
    metadata: { name, namespace },
    spec: {
      secretName: name,
      duration: '2160h0m0s',
      renewBefore: '720h0m0s',
      privateKey: { algorithm: 'ECDSA', size: 256, encoding: 'PKCS8', rotationPolicy: 'Always' },
      usages: ['digital signature', 'server auth', 'client auth'],
      dnsNames: [...dnsNames],
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: issuers.internal },
    },
  });
}

/** The operator has rights in two namespaces only; nodes belong to none, and their labels say which zone a pod is in. */
function zoneReader(chart: Chart): void {
  const name = `${operator.serviceAccount}-zones`;
  new ClusterRole(chart, 'zones', { metadata: { name }, rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] }] });
  new ClusterRoleBinding(chart, 'zones-binding', {
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name: operator.serviceAccount, namespace: operator.namespace }],
  });
}

function intents(context: Context): ComponentIntents {
  const bucket = bucketAccess(context, 'logs', storePods);
  const identity = cloudIdentity(context, 'elasticsearch', store.labels);
  return {
    namespaces: [
      // In the mesh for Kibana's sake; everything else in it brings TLS of its own and stays outside.
      { name: store.namespace, podSecurity: 'restricted', mesh: true, quota: quota(context), holdsData: true },
    ],
    flows: [
      { from: storePods, to: storePods, ports: [{ port: store.transportPort }, { port: store.port }], why: 'cluster of the nodes; a node that leaves says so' },
      asks(operatorPods, 'state of the cluster, upgrades node by node'),
      asks(dashboardViewer, 'queries of dashboards'),
      ...bucket.flows,
    ],
    egressHosts: [...bucket.egressHosts, ...identity.egressHosts],
    secrets: userSecrets(storageAccount(context)),
    rules: [storeRules],
    datasources: [
      {
        uid: dataSources.logs,
        title: 'Logs',
        type: 'elasticsearch',
        url: store.url,
        login: { user: dashboards.user, secret: dashboards.secret, key: 'password' },
        authority: dashboards.authority,
        settings: {
          index: 'logs-*',
          timeField: '@timestamp',
          logMessageField: dialect.fields.line,
          logLevelField: 'log.level',
          maxConcurrentShardRequests: 5,
        },
        logs: dialect,
      },
    ],
    logTenants: auditNamespaces(context.platform).map((namespace) => ({ namespace, tenant: logTenants.audit })),
  };
}

/** Room for the nodes, and for everything else of the namespace with one pod more of each during a rollout. */
function quota({ platform }: Context): NonNullable<ComponentIntents['namespaces']>[number]['quota'] {
  const { memoryGiB, storageGiB } = settingsOf(platform.logging, 'elk');
  return {
    pods: 30,
    cpu: String(nodes * elasticsearchCpu(memoryGiB) + 12),
    memory: `${nodes * memoryGiB + 32}Gi`,
    storageGiB: nodes * storageGiB + queueGiB(platform) * 2,
  };
}
