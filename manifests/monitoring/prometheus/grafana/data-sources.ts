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

/** Where Grafana finds what opens a data source: variables and files of its pods, named in the provisioning file and expanded by Grafana. */
export const credentials = ({ uid }: Pick<Offered, 'uid'>) => ({
  passwordVariable: `DATA_SOURCE_${uid.toUpperCase().replaceAll('-', '_')}_PASSWORD`,
  authorityFolder: `/etc/grafana/data-sources/${uid}`,
});

/** Grafana takes the values of headers among its secure settings only, secret or not. */
function other(offered: Offered): object {
  const { uid, title, type, url, settings = {}, headers = {}, login, authority } = offered;
  const { passwordVariable, authorityFolder } = credentials(offered);
  const named = Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1));
  const names = Object.fromEntries(named.map(([name], index) => [`httpHeaderName${index + 1}`, name]));
  const secure = {
    ...Object.fromEntries(named.map(([, value], index) => [`httpHeaderValue${index + 1}`, value])),
    ...(login ? { basicAuthPassword: `$__env{${passwordVariable}}` } : {}),
    ...(authority === undefined ? {} : { tlsCACert: `$__file{${authorityFolder}/ca.crt}` }),
  };
  return {
    ...common,
    uid,
    name: title,
    type,
    isDefault: false,
    url,
    ...(login ? { basicAuth: true, basicAuthUser: login.user } : {}),
    jsonData: { ...settings, ...names, ...(authority === undefined ? {} : { tlsAuthWithCACert: true }) },
    ...(Object.keys(secure).length > 0 ? { secureJsonData: secure } : {}),
  };
}
