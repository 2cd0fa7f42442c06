/** What dashboards can ask: metrics of all clusters, this cluster's Alertmanager, and whatever other components offer. */
import type { Intents } from '../../../../lib/components';
import { dataSources } from '../../../../lib/names';
import { host, parts, ports } from '../parts';

type Offered = Readonly<Intents['datasources']>;

/** Provisioning file; a data source that is no longer here is removed. */
export const dataSourceFile = (offered: readonly Offered[], scrapeIntervalSeconds: number): object => ({
  apiVersion: 1,
  prune: true,
  datasources: [metrics(scrapeIntervalSeconds), alerts, ...[...offered].sort((a, b) => (a.uid < b.uid ? -1 : 1)).map(other)],
});

const common = { access: 'proxy', orgId: 1, editable: false };

const metrics = (scrapeIntervalSeconds: number) => ({
  ...common,
  uid: dataSources.metrics,
  name: 'Metrics',
  type: 'prometheus',
  isDefault: true,
  url: `http://${host(parts.queryFrontend)}:${ports.thanosHttp}`,
  jsonData: { httpMethod: 'POST', prometheusType: 'Thanos', cacheLevel: 'Medium', timeInterval: `${scrapeIntervalSeconds}s`, manageAlerts: false },
});

const alerts = {
  ...common,
  uid: dataSources.alerts,
  name: 'Alerts',
  type: 'alertmanager',
  isDefault: false,
  url: `http://${host(parts.alertmanager)}:${ports.alertmanager}`,
  jsonData: { implementation: 'prometheus', handleGrafanaManagedAlerts: false },
};

/** Grafana takes the values of headers among its secure settings only, secret or not. */
function other({ uid, title, type, url, settings = {}, headers = {} }: Offered): object {
  const named = Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1));
  const names = Object.fromEntries(named.map(([name], index) => [`httpHeaderName${index + 1}`, name]));
  const values = Object.fromEntries(named.map(([, value], index) => [`httpHeaderValue${index + 1}`, value]));
  return {
    ...common,
    uid,
    name: title,
    type,
    isDefault: false,
    url,
    jsonData: { ...settings, ...names },
    ...(named.length > 0 ? { secureJsonData: values } : {}),
  };
}
