/** The operator of Elastic (ECK): runs Elasticsearch and Kibana, and has rights in their namespace and its own only. */
import type { Component, PodPeer } from '../../../../lib/components';
import type { Factory } from '../../../context';
import { operator } from './names';
import { operatorRules } from './rules';
import { operatorValues } from './values';

export { operator } from './names';

export const operatorPods: PodPeer = { namespace: operator.namespace, pods: operator.labels, serviceAccount: operator.serviceAccount };

export const elasticOperator: Factory = ({ versions }): Component => ({
  name: 'elastic-operator',
  summary: 'Operator of Elastic (ECK): certificates, users, upgrades and volumes of Elasticsearch and Kibana.',
  namespace: operator.namespace,
  needs: ['crds', 'namespaces', 'priority-classes'],
  after: ['node-autoscaling'],
  provides: ['search-operator'],
  content: { kind: 'helm', chart: versions.charts.eckOperator, values: () => operatorValues },
  intents: {
    namespaces: [{ name: operator.namespace, podSecurity: 'restricted', quota: { pods: 6, cpu: '2', memory: '4Gi' } }],
    flows: [{ from: operatorPods, to: { outside: 'api-server' }, ports: [{ port: 443 }], why: 'objects that it makes and watches, lease of the leader' }],
    scrapes: [
      { name: 'elastic-operator', namespace: operator.namespace, kind: 'pods', selector: operator.labels, port: 'metrics', targetPort: operator.metricsPort },
    ],
    rules: [operatorRules],
  },
});
