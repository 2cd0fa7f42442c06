/** Provisioning of data sources: those of the option, and whatever other components offer. */
import type { Intents } from '../../../lib/components';

type Offered = Readonly<Intents['datasources']>;

/** A data source in Grafana's own terms. */
export interface DataSource {
  /** Dashboards name it: one of `dataSources` (lib/names), or another stable id. */
  readonly uid: string;
  readonly name: string;
  readonly type: string;
  readonly isDefault: boolean;
  readonly url?: string;
  /** No secrets. */
  readonly jsonData: Readonly<Record<string, unknown>>;
}

const common = { access: 'proxy', orgId: 1, editable: false };

/** Provisioning file; a data source that is no longer here is removed. */
export const dataSourceFile = (own: readonly DataSource[], offered: readonly Offered[]): object => ({
  apiVersion: 1,
  prune: true,
  datasources: [...own.map((source) => ({ ...common, ...source })), ...[...offered].sort((a, b) => (a.uid < b.uid ? -1 : 1)).map(other)],
});

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
