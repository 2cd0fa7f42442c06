/** What Grafana asks: metrics of all clusters, and this cluster's Alertmanager. */
import { dataSources } from '../../../lib/names';
import type { Context } from '../../context';
import type { DataSource } from '../grafana/data-sources';
import type { GrafanaOption } from '../grafana/option';
import { host, parts, peer, ports } from './parts';

const from = peer(parts.grafana);

export const grafanaOption: GrafanaOption = {
  needs: ['metrics-query', 'alerting'],
  sources: ({ platform }: Context) => [metrics(platform.monitoring.scrapeIntervalSeconds), alerts],
  ways: () => ({
    flows: [
      { from, to: peer(parts.queryFrontend), ports: [{ port: ports.thanosHttp }], why: 'metrics for dashboards' },
      { from, to: peer(parts.alertmanager), ports: [{ port: ports.alertmanager }], why: 'alerts and silences' },
    ],
  }),
  whenDown: "The other cluster's Grafana shows the same metrics.",
};

const metrics = (scrapeIntervalSeconds: number): DataSource => ({
  uid: dataSources.metrics,
  name: 'Metrics',
  type: 'prometheus',
  isDefault: true,
  url: `http://${host(parts.queryFrontend)}:${ports.thanosHttp}`,
  jsonData: { httpMethod: 'POST', prometheusType: 'Thanos', cacheLevel: 'Medium', timeInterval: `${scrapeIntervalSeconds}s`, manageAlerts: false },
});

const alerts: DataSource = {
  uid: dataSources.alerts,
  name: 'Alerts',
  type: 'alertmanager',
  isDefault: false,
  url: `http://${host(parts.alertmanager)}:${ports.alertmanager}`,
  jsonData: { implementation: 'prometheus', handleGrafanaManagedAlerts: false },
};
