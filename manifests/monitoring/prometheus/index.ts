/** Metrics of each cluster by Prometheus, of all clusters by Thanos, alerts by Alertmanager, dashboards by Grafana. */
import type { Option } from '../../context';
import { dashboards } from '../dashboards';
import { prometheusItself } from '../dashboards/grafana-dashboard';
import { grafana, grafanaDatabase } from '../grafana';
import { metricsOperator } from '../metrics-operator';
import { alertmanagerComponent } from './alertmanager';
import { metrics } from './dashboard';
import { grafanaOption } from './grafana';
import { prometheusComponent } from './prometheus';
import { thanos } from './thanos';

export const option: Option = {
  components: [
    metricsOperator,
    prometheusComponent,
    alertmanagerComponent,
    thanos,
    dashboards({ own: [metrics], store: () => prometheusItself }),
    grafanaDatabase,
    grafana(grafanaOption),
  ],
};
