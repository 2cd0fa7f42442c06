import type { Lucene } from '../../../lib/components';

/** What the fields are called that dashboards look for. Those that Logstash does not know by name are below `json`, as text. */
export const dialect: Lucene = {
  language: 'lucene',
  fields: { cluster: 'orchestrator.cluster.name', namespace: 'kubernetes.namespace', line: 'message' },
  known: { status: 'http.response.status_code' },
  others: 'json',
};
