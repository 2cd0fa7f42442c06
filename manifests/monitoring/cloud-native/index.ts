/** Metrics collected in each cluster and kept, judged and routed by its cloud; dashboards by Grafana, since the managed ones cannot log in by OpenID Connect. */
import type { Option } from '../../context';
import { dashboards } from '../dashboards';
import { grafana, grafanaDatabase } from '../grafana';
import { metricsOperator } from '../metrics-operator';
import { metricsAgent } from './agent';
import { metrics } from './dashboard';
import { grafanaOption, metricsStore } from './grafana';

export const option: Option = {
  components: [metricsOperator, metricsAgent, dashboards({ own: [metrics], store: metricsStore }), grafanaDatabase, grafana(grafanaOption)],
};
