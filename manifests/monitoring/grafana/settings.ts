/** grafana.ini: nobody logs in but through the identity provider, nothing is sent to anybody. */
import { identities, identityOf, oidcClientId, ssoClient } from '../../../lib/names';
import type { Context } from '../../context';
import { database } from './database';

export const caFolder = '/etc/grafana/database-ca';

/** `own`: what the option adds to these sections, and sections of its own. */
export function settings(context: Context, own: Readonly<Record<string, object>>): Readonly<Record<string, object>> {
  const common = commonSettings(context);
  return { ...common, ...Object.fromEntries(Object.entries(own).map(([section, keys]) => [section, { ...common[section], ...keys }])) };
}

function commonSettings(context: Context): Readonly<Record<string, object>> {
  const domain = context.names.uiHost('grafana');
  return {
    server: { domain, root_url: `https://${domain}` },
    database: {
      type: 'postgres',
      host: `${database.host}:5432`,
      name: database.name,
      ssl_mode: 'verify-full',
      ca_cert_path: `${caFolder}/ca.crt`,
      max_open_conn: 20,
      max_idle_conn: 5,
      conn_max_lifetime: 3600,
    },
    auth: {
      disable_login_form: true,
      oauth_allow_insecure_email_lookup: false,
      login_maximum_inactive_lifetime_duration: '8h',
      login_maximum_lifetime_duration: '24h',
    },
    'auth.generic_oauth': login(context, domain),
    'auth.basic': { enabled: false },
    security: { cookie_secure: true, cookie_samesite: 'lax', strict_transport_security: true, disable_gravatar: true },
    users: { allow_sign_up: false, allow_org_create: false, auto_assign_org_role: 'Viewer', viewers_can_edit: false },
    // Alerts are Prometheus' and Alertmanager's; two replicas would fire twice.
    unified_alerting: { enabled: false },
    analytics: { reporting_enabled: false, check_for_updates: false, check_for_plugin_updates: false, feedback_links_enabled: false },
    plugins: { plugin_admin_enabled: false, preinstall_disabled: true },
    ...cloudLogin(context),
    news: { news_feed_enabled: false },
    snapshots: { external_enabled: false },
    log: { mode: 'console' },
    'log.console': { format: 'json' },
  };
}

/** How data sources log in at the cloud: with the identity of Grafana's pods (AWS finds it by itself). */
const cloudLogin = ({ platform, cluster }: Context) =>
  cluster.provider === 'azure' && identities(platform, cluster).some(({ id }) => id === 'grafana') ? { azure: { workload_identity_enabled: true } } : {};

/** The role comes from the token at every login; who has neither role is refused. */
function login({ platform, lock, cluster }: Context, domain: string) {
  const { admin, viewer } = platform.security.roles;
  const { endpoints: oidc, claims, refreshScopes } = identityOf(platform);
  const clientId = oidcClientId(platform, lock, cluster, ssoClient(platform, 'grafana').id);
  const roles = inExpression(claims.roles);
  return {
    enabled: true,
    name: 'single sign-on',
    auto_login: true,
    client_id: clientId,
    scopes: ['openid profile email', ...refreshScopes].join(' '),
    auth_url: oidc.authorize,
    token_url: oidc.token,
    api_url: oidc.userinfo,
    signout_redirect_url: `${oidc.logout}?client_id=${clientId}&post_logout_redirect_uri=${encodeURIComponent(`https://${domain}/login`)}`,
    use_pkce: true,
    use_refresh_token: true,
    allow_sign_up: true,
    login_attribute_path: claims.username,
    email_attribute_path: 'email',
    name_attribute_path: 'name',
    role_attribute_path: `contains(${roles}[*], '${admin}') && 'Admin' || contains(${roles}[*], '${viewer}') && 'Viewer'`,
    role_attribute_strict: true,
    allow_assign_grafana_admin: false,
    skip_org_role_sync: false,
  };
}

/** A claim as JMESPath names it: what is no plain word, such as a URL, stands in quotes. */
const inExpression = (claim: string): string => (/^[A-Za-z_]\w*$/.test(claim) ? claim : JSON.stringify(claim));
