import type { Intents } from '../../../../lib/components';
import { operator } from './names';

const { namespace } = operator;

export const operatorRules: Intents['rules'] = {
  group: 'elastic-operator',
  alerts: [
    {
      alert: 'ElasticOperatorDown',
      expr: 'absent(up{job="elastic-operator"} == 1)',
      for: '15m',
      severity: 'warning',
      summary: 'The operator of Elastic is not running',
      description: `Elasticsearch and Kibana go on; nobody repairs, upgrades or renews their certificates. kubectl -n ${namespace} get pods, then their log.`,
    },
    {
      alert: 'ElasticOperatorErrors',
      expr: `sum by (controller) (rate(controller_runtime_reconcile_errors_total{namespace="${namespace}"}[15m])) > 0.1`,
      for: '30m',
      severity: 'warning',
      summary: 'The operator of Elastic fails again and again: {{ $labels.controller }}',
      description: `What git asks for is not what runs. kubectl -n ${namespace} logs -l app.kubernetes.io/name=elastic-operator --tail=100 | grep '"error"'.`,
    },
  ],
};
