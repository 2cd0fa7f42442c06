/** Files of oauth2-proxy. Secrets come as variables of the environment. */
import type { Cluster } from '../../../lib/model';
import { loginProxy } from '../../../lib/names';
import type { Context } from '../../context';
import { cookieName } from '../sessions/names';
import type { LoginProxyOption, Settings } from './option';
import { loginErrorPage } from './pages';

export const configFile = 'oauth2-proxy.cfg';

/** Files beside the configuration are its pages. */
export const proxyFiles = (context: Context, option: LoginProxyOption): Readonly<Record<string, string>> => ({
  [configFile]: toml(proxyConfig(context, option)),
  'error.html': loginErrorPage(context),
  ...option.pages,
});

/** One `key = value` a line; strings in the escapes that TOML and JSON share. */
export const toml = (values: Settings): string =>
  `${Object.entries(values)
    .map(([key, value]) => `${key} = ${JSON.stringify(value)}`)
    .join('\n')}\n`;

/** Where pods of a cluster have their addresses. */
export const podRange = (cluster: Cluster): string => (cluster.provider === 'aws' ? cluster.network.cidr : cluster.network.pods);

export const metricsPort = 44180;
export const folders = {
  config: '/etc/oauth2-proxy',
  tls: '/etc/oauth2-proxy-tls',
  authority: '/etc/session-store',
} as const;

/** Where the proxy listens: inside the mesh in clear, elsewhere with a certificate of its own alone. */
export const listening = ({ tls }: Pick<LoginProxyOption, 'tls'>): Settings => ({
  ...(tls
    ? {
        http_address: '-',
        https_address: `0.0.0.0:${tls.targetPort}`,
        tls_cert_file: `${folders.tls}/tls.crt`,
        tls_key_file: `${folders.tls}/tls.key`,
        tls_min_version: 'TLS1.3',
      }
    : { http_address: `0.0.0.0:${loginProxy.targetPort}` }),
  metrics_address: `0.0.0.0:${metricsPort}`,
});

const field = (name: string): string => `{{.${name}}}`;
/** Without the URI: codes of logins travel in it. The gateway logs the path under the same id. */
export const quietLog = `${['Client', 'RequestID', 'Username'].map(field).join(' - ')} [${field('Timestamp')}] ${['Host', 'RequestMethod', 'Upstream', 'Protocol', 'UserAgent', 'StatusCode', 'ResponseSize', 'RequestDuration'].map(field).join(' ')}`;

export const proxyConfig = (context: Context, option: LoginProxyOption): Settings => ({
  ...option.provider(context),
  ...listening(option),
  ...option.asked(context),
  api_routes: ['^/api/'],
  // One cookie for each host, bound to it: no domain, so the browser accepts the prefix __Host-.
  cookie_name: cookieName(context.platform),
  cookie_secure: true,
  cookie_httponly: true,
  cookie_samesite: 'lax',
  cookie_csrf_per_request: true,
  cookie_csrf_per_request_limit: 5,
  cookie_csrf_expire: '5m',
  // A minute before the access token ends.
  cookie_refresh: `${option.refreshSeconds(context)}s`,
  cookie_expire: `${context.platform.security.sessionHours}h`,
  whitelist_domains: [context.names.identityHost()],
  ...option.store.settings,
  request_logging: true,
  request_logging_format: quietLog,
  silence_ping_logging: true,
  footer: '-',
  custom_templates_dir: folders.config,
});
