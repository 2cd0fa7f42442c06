import type { Intents } from '../../../../lib/components';
import { deploymentDown } from '../../../../lib/constructs/kube-state';
import { kibana } from '../names';

export const kibanaRules: Intents['rules'] = {
  group: 'kibana',
  alerts: [
    {
      alert: 'KibanaDown',
      expr: deploymentDown(kibana.namespace, 'kibana-kb'),
      for: '10m',
      severity: 'warning',
      summary: 'No Kibana answers in this cluster',
      description: `Lines are stored nevertheless, and Grafana shows them. Look at Elasticsearch first: without it Kibana is not ready. kubectl -n ${kibana.namespace} get kibana,elasticsearch.`,
    },
  ],
};
