/** Reads the logs of pods and of the node itself, on every node. */
import type { Chart } from 'cdk8s';
import { ClusterRole, ClusterRoleBinding, ConfigMap, DaemonSet, ServiceAccount } from '../../../../imports/k8s';
import type { Component, PodPeer } from '../../../../lib/components';
import { digest } from '../../../../lib/names';
import { yaml } from '../../../../lib/output/yaml';
import type { Context, Factory } from '../../../context';
import { beatCertificate } from '../beats';
import { exporterConfig, exporterConfigKey, jsonScrape } from '../json-metrics';
import { logstash, logstashPods } from '../names';
import { filebeatConfig } from './config';
import { filebeatMetrics, stateAddress } from './metrics';
import { agentRules } from './rules';
import { filebeat, filebeatSpec } from './workload';

const { labels, name, namespace } = filebeat;
const pods: PodPeer = { namespace, pods: labels, serviceAccount: name };

export const filebeatComponent: Factory = (context): Component => ({
  name: 'filebeat',
  summary: 'Reads the logs of pods and of the node itself, on every node.',
  namespace,
  needs: ['namespaces', 'log-collection', 'internal-certificates'],
  provides: [],
  content: { kind: 'manifests', build: (chart) => build(chart, context) },
  intents: {
    flows: [
      { from: pods, to: logstashPods, ports: [{ port: logstash.port }], why: 'lines of pods and nodes' },
      { from: pods, to: { outside: 'api-server' }, ports: [{ port: 443 }], why: 'names of pods' },
    ],
    scrapes: [jsonScrape('filebeat', namespace, labels, stateAddress)],
    rules: [agentRules],
  },
});

function build(chart: Chart, context: Context): void {
  const data = { 'filebeat.yml': yaml(filebeatConfig(context)), [exporterConfigKey]: yaml(exporterConfig(filebeatMetrics)) };
  new ServiceAccount(chart, 'account', { metadata: { name, namespace } });
  new ConfigMap(chart, 'config', { metadata: { name, namespace }, data });
  beatCertificate(chart, name, namespace);
  new ClusterRole(chart, 'role', { metadata: { name }, rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }] });
  new ClusterRoleBinding(chart, 'binding', {
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  });
  new DaemonSet(chart, 'agent', { metadata: { name, namespace, labels }, spec: filebeatSpec(context, digest(...Object.values(data))) });
}
