import { parse } from 'yaml';
import type { Dashboard } from '../../../lib/components';
import { grafanaDashboard, logStore, type LogStore } from '../../../manifests/monitoring/dashboards/grafana-dashboard';
import { folders } from '../../../manifests/monitoring/dashboards';
import { monitoring } from './rendered';

const dashboard = (parts: Partial<Dashboard> = {}): Dashboard => ({
  uid: 'subject',
  title: 'Subject',
  folder: 'Folder of Subjects',
  description: 'd',
  rows: [
    {
      title: 'one',
      panels: [
        { title: 'a', type: 'stat', width: 12, queries: [{ expr: 'up' }] },
        { title: 'b', type: 'timeseries', width: 12, queries: [{ expr: 'up', legend: '{{job}}' }], unit: 's', thresholds: { warning: 1, critical: 2 } },
        { title: 'c', type: 'table', queries: [{ expr: 'up' }] },
      ],
    },
    {
      title: 'two',
      panels: [
        { title: 'd', type: 'logs', search: { namespace: 'login', words: ['error', 'panic'] } },
        { title: 'e', type: 'stat', queries: [{ expr: 'up' }], thresholds: { warning: 3, critical: 2 } },
      ],
    },
  ],
  ...parts,
});
interface Drawn {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}
const store = (): LogStore => ({ type: 'loki', dialect: { language: 'logql', labels: { cluster: 'c', namespace: 'n' } } });
const panels = (of: Dashboard): readonly Drawn[] => (grafanaDashboard(of, store) as { panels: Drawn[] }).panels; // made by the function under test
const values = (cluster: 'aws-euc1' | 'az-weu' = 'aws-euc1', intents = {}) =>
  parse(monitoring(cluster, intents).component('grafana').built.values ?? '') as Record<string, Record<string, unknown>>; // values of a chart

describe('dashboards', () => {
  it('have their own uid, no id, and the cluster as a variable', () => {
    expect(grafanaDashboard(dashboard(), store)).toMatchObject({
      id: null,
      uid: 'subject',
      title: 'Subject',
      editable: false,
      templating: { list: [{ name: 'cluster', query: { query: 'label_values(up, cluster)' }, allValue: '.+' }] },
    });
  });

  it('place panels side by side and never on top of each other', () => {
    const drawn = panels(dashboard());
    expect(drawn.map(({ title, gridPos: { x, y } }) => [title, x, y])).toEqual([
      ['one', 0, 0],
      ['a', 0, 1],
      ['b', 12, 1],
      ['c', 0, 9],
      ['two', 0, 18],
      ['d', 0, 19],
      ['e', 12, 19],
    ]);
    expect(new Set(drawn.map(({ id }) => id)).size).toBe(drawn.length);
  });

  it('ask for now in numbers and tables and for the chosen time in graphs', () => {
    const [, a, b] = panels(dashboard());
    expect(a).toMatchObject({ targets: [{ instant: true, range: false, datasource: { uid: 'metrics' } }] });
    expect(b).toMatchObject({
      targets: [{ instant: false, range: true, legendFormat: '{{job}}' }],
      fieldConfig: {
        defaults: {
          unit: 's',
          thresholds: {
            steps: [
              { color: 'green', value: null },
              { color: 'orange', value: 1 },
              { color: 'red', value: 2 },
            ],
          },
        },
      },
    });
  });

  it('take logs from the source of logs, and turn thresholds around where less is worse', () => {
    const drawn = panels(dashboard());
    expect(drawn.find(({ title }) => title === 'd')).toMatchObject({
      datasource: { type: 'loki', uid: 'logs' },
      targets: [{ refId: 'A', datasource: { type: 'loki', uid: 'logs' }, expr: '{c=~"$cluster", n="login"} |~ "(?i)(error|panic)"', queryType: 'range' }],
    });
    expect(drawn.find(({ title }) => title === 'e')).toMatchObject({
      fieldConfig: {
        defaults: {
          thresholds: {
            steps: [
              { color: 'red', value: null },
              { color: 'orange', value: 2 },
              { color: 'green', value: 3 },
            ],
          },
        },
      },
    });
  });

  it('ask for logs in the words of the one that keeps them, and say so where nobody does', () => {
    const logs = { uid: 'logs', title: 'Logs', type: 'loki', url: 'http://logs', logs: store().dialect };
    expect(logStore([{ ...logs, uid: 'other', type: 'x' }, logs])).toEqual(store());
    expect(() => logStore([])).toThrow('no component offers a data source for logs');
  });

  it('lie in one ConfigMap for each folder, each of them once', () => {
    expect(folders([dashboard(), dashboard(), dashboard({ uid: 'other' })])).toMatchObject([
      { title: 'Folder of Subjects', slug: 'folder-of-subjects', name: 'dashboards-folder-of-subjects', dashboards: [{ uid: 'other' }, { uid: 'subject' }] },
    ]);
    const logs = { uid: 'logs', title: 'Logs', type: 'loki', url: 'http://logs', logs: store().dialect };
    const map = monitoring('aws-euc1', { dashboards: [dashboard()], datasources: [logs] }).object('dashboards', 'ConfigMap', 'dashboards-folder-of-subjects');
    expect(Object.keys(map['data'] as object)).toEqual(['subject.json']);
  });

  it('fit into ConfigMaps, and no uid is longer than Grafana takes', () => {
    for (const map of monitoring('aws-euc1').objects('dashboards')) {
      const data = map['data'] as Record<string, string>; // data of a ConfigMap
      expect(Object.values(data).join('').length).toBeLessThan(900_000);
      for (const name of Object.keys(data)) expect(name.length - '.json'.length).toBeLessThanOrEqual(40);
    }
  });
});

describe('Grafana', () => {
  it('logs people in by the identity provider only, and refuses who has no role', () => {
    const ini = values()['grafana.ini'] as Record<string, Record<string, unknown>>;
    expect(ini['auth']).toMatchObject({ disable_login_form: true });
    expect(ini['auth.basic']).toEqual({ enabled: false });
    expect(ini['auth.generic_oauth']).toMatchObject({
      token_url: 'https://id.acme-db.example/realms/acme-db/protocol/openid-connect/token',
      use_pkce: true,
      role_attribute_strict: true,
      role_attribute_path: "contains(roles[*], 'platform-admin') && 'Admin' || contains(roles[*], 'platform-viewer') && 'Viewer'",
    });
    expect(values()['env']).toEqual({ GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION: 'true' });
  });

  it('is one client with the addresses of every cluster', () => {
    expect(monitoring('az-weu').component('grafana').component.intents?.oidcClients).toMatchObject([
      {
        clientId: 'grafana',
        redirectUris: ['https://grafana-aws-euc1.acme-db.example/login/generic_oauth', 'https://grafana-az-weu.acme-db.example/login/generic_oauth'],
      },
    ]);
  });

  it('checks the certificate of its database, and never sees the key of its authority', () => {
    expect(values()['grafana.ini']).toMatchObject({ database: { ssl_mode: 'verify-full', host: 'grafana-db-rw.observability.svc:5432' } });
    expect(values()['extraSecretMounts']).toMatchObject([{ secretName: 'grafana-db-ca', items: [{ key: 'ca.crt' }] }]);
  });

  it('has no right in the cluster', () => {
    expect(values()).toMatchObject({ rbac: { create: false }, automountServiceAccountToken: false, serviceAccount: { automountServiceAccountToken: false } });
    expect(values()).not.toHaveProperty('sidecar');
  });

  it('offers metrics, alerts, and what other components offer with their headers', () => {
    const logs = { uid: 'logs', title: 'Logs', type: 'loki', url: 'http://logs', settings: { maxLines: 1000 }, headers: { 'X-Scope-OrgID': 'platform' } };
    const { datasources } = values('aws-euc1', { datasources: [logs] })['datasources']?.['data-sources.yaml'] as { datasources: { uid: string }[] };
    expect(datasources.map(({ uid }) => uid)).toEqual(['metrics', 'alerts', 'logs']);
    expect(datasources[0]).toMatchObject({ isDefault: true, jsonData: { prometheusType: 'Thanos', httpMethod: 'POST', timeInterval: '30s' } });
    expect(datasources[2]).toMatchObject({ jsonData: { maxLines: 1000, httpHeaderName1: 'X-Scope-OrgID' }, secureJsonData: { httpHeaderValue1: 'platform' } });
  });

  it('logs in where a data source asks for it, with what lies in Secrets only', () => {
    const logs = {
      uid: 'logs',
      title: 'Logs',
      type: 'x',
      url: 'https://logs',
      login: { user: 'reader', secret: 'logs-reader', key: 'password' },
      authority: 'logs-tls',
    };
    const found = values('aws-euc1', { datasources: [logs] });
    const { datasources } = found['datasources']?.['data-sources.yaml'] as { datasources: object[] };
    expect(datasources[2]).toMatchObject({
      basicAuth: true,
      basicAuthUser: 'reader',
      jsonData: { tlsAuthWithCACert: true },
      secureJsonData: { basicAuthPassword: '$__env{DATA_SOURCE_LOGS_PASSWORD}', tlsCACert: '$__file{/etc/grafana/data-sources/logs/ca.crt}' },
    });
    expect(found['envValueFrom']).toMatchObject({ DATA_SOURCE_LOGS_PASSWORD: { secretKeyRef: { name: 'logs-reader', key: 'password' } } });
    expect(found['extraSecretMounts']).toMatchObject([
      { name: 'database-ca' },
      { name: 'logs-ca', secretName: 'logs-tls', mountPath: '/etc/grafana/data-sources/logs', items: [{ key: 'ca.crt', path: 'ca.crt' }] },
    ]);
  });
});
