/** Metrics of each cluster by Prometheus, of all clusters by Thanos, alerts by Alertmanager, dashboards by Grafana. */
import type { Option } from '../../context';
import { alertmanagerComponent } from './alertmanager';
import { dashboards } from './dashboards';
import { grafana, grafanaDatabase } from './grafana';
import { metricsOperator } from './metrics-operator';
import { prometheusComponent } from './prometheus';
import { thanos } from './thanos';

export const option: Option = { components: [metricsOperator, prometheusComponent, alertmanagerComponent, thanos, dashboards, grafanaDatabase, grafana] };
