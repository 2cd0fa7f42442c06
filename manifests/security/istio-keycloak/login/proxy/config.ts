/** Files of oauth2-proxy. Secrets come as variables of the environment. */
import type { Cluster } from '../../../../../lib/model';
import { hosts, loginClientId, loginProxy } from '../../../../../lib/names';
import type { Context } from '../../../../context';
import { loginErrorPage } from '../../pages';
import { accessTokenSeconds } from '../realm/realm';
import { cookieName, sessionStore } from '../sessions/names';

export const configFile = 'oauth2-proxy.cfg';
/** Where the files are mounted. */
export const configFolder = '/etc/oauth2-proxy';

export const proxyFiles = (context: Context): Readonly<Record<string, string>> => ({
  [configFile]: toml(proxyConfig(context)),
  'error.html': loginErrorPage(context.platform, context.names),
});

export type TomlValue = string | number | boolean | readonly string[];

/** One `key = value` a line; strings in the escapes that TOML and JSON share. */
export const toml = (values: Readonly<Record<string, TomlValue>>): string =>
  `${Object.entries(values)
    .map(([key, value]) => `${key} = ${JSON.stringify(value)}`)
    .join('\n')}\n`;

/** Where pods of a cluster have their addresses. */
const podRange = (cluster: Cluster): string => (cluster.provider === 'aws' ? cluster.network.cidr : cluster.network.pods);

/** Every role of an endpoint with a login. Which role opens which host is the gateway's decision. */
const anyRole = ({ platform }: Context): readonly string[] =>
  [...new Set([...Object.values(platform.security.roles), ...hosts(platform).flatMap(({ access }) => (access.kind === 'login' ? access.roles : []))])].sort();

const field = (name: string): string => `{{.${name}}}`;

export const proxyConfig = (context: Context): Readonly<Record<string, TomlValue>> => ({
  ...provider(context),
  http_address: `0.0.0.0:${loginProxy.targetPort}`,
  metrics_address: '0.0.0.0:44180',
  // The gateway asks with the path and the host of the request; only 200 lets it through.
  upstreams: ['static://200'],
  reverse_proxy: true,
  // 127.0.0.6 is the pod's own sidecar, which everything passes.
  trusted_proxy_ips: ['127.0.0.6/32', podRange(context.cluster)],
  real_client_ip_header: 'X-Envoy-External-Address',
  set_xauthrequest: true,
  pass_access_token: true,
  skip_provider_button: true,
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
  cookie_refresh: `${accessTokenSeconds - 60}s`,
  cookie_expire: `${context.platform.security.sessionHours}h`,
  whitelist_domains: [context.names.identityHost()],
  ...store,
  request_logging: true,
  // Without the URI: codes of logins travel in it. The gateway logs the path under the same id.
  request_logging_format: `${['Client', 'RequestID', 'Username'].map(field).join(' - ')} [${field('Timestamp')}] ${['Host', 'RequestMethod', 'Upstream', 'Protocol', 'UserAgent', 'StatusCode', 'ResponseSize', 'RequestDuration'].map(field).join(' ')}`,
  silence_ping_logging: true,
  footer: '-',
  custom_templates_dir: configFolder,
});

/**
 * Addresses are written out, not discovered: discovery happens at start, and the identity provider is reached through
 * the gateway, which waits for this proxy.
 */
function provider(context: Context): Readonly<Record<string, TomlValue>> {
  const issuer = context.names.issuer();
  const endpoint = (name: string) => `${issuer}/protocol/openid-connect/${name}`;
  return {
    provider: 'keycloak-oidc',
    provider_display_name: context.platform.name,
    client_id: loginClientId,
    oidc_issuer_url: issuer,
    skip_oidc_discovery: true,
    login_url: endpoint('auth'),
    redeem_url: endpoint('token'),
    profile_url: endpoint('userinfo'),
    validate_url: endpoint('userinfo'),
    oidc_jwks_url: endpoint('certs'),
    backend_logout_url: `${endpoint('logout')}?id_token_hint={id_token}`,
    // No redirect_url: the callback is on the host that was asked for, and each is registered.
    code_challenge_method: 'S256',
    insecure_oidc_skip_nonce: false,
    scope: 'openid profile email',
    email_domains: ['*'],
    allowed_roles: anyRole(context),
  };
}

const store: Readonly<Record<string, TomlValue>> = {
  session_store_type: 'redis',
  redis_use_sentinel: true,
  redis_sentinel_master_name: sessionStore.primaryName,
  // redis:// with an authority is TLS, each server checked under its own name; with rediss:// all would be checked under the last one.
  redis_sentinel_connection_urls: sessionStore.hosts.map((host) => `redis://${host}:${sessionStore.sentinelPort}`),
  redis_username: sessionStore.user,
  redis_ca_path: '/etc/session-store/ca.crt',
  redis_connection_idle_timeout: sessionStore.idleSeconds - 60,
};
