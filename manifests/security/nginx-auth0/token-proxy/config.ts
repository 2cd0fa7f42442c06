/** oauth2-proxy as a check of bearer tokens: signature, issuer, audience and end, and which permissions the token has. */
import { auth0Host, identityOf, tokenAudiences } from '../../../../lib/names';
import type { Context } from '../../../context';
import type { Settings } from '../../login-proxy';
import { listening, podRange, quietLog } from '../../login-proxy/config';
import { proxyTls, tokenProxy } from '../names';

/** Where the secrets are that oauth2-proxy does not start without. */
export const unusedFolder = '/etc/oauth2-proxy-unused';

/**
 * Permissions are its groups, and NGINX names those of which one is enough. It takes every audience of the platform: no
 * permission belongs to two (rule permissionsByAudience), so that the name says for which API it was given.
 */
export function tokenProxyConfig({ platform, cluster }: Context): Settings {
  const { issuer, endpoints, claims } = identityOf(platform);
  const [first = auth0Host(platform), ...others] = tokenAudiences(platform).map(({ id }) => id);
  return {
    provider: 'oidc',
    // The audience that it checks is its client; nobody logs in here.
    client_id: first,
    client_secret_file: `${unusedFolder}/client-secret`,
    cookie_secret_file: `${unusedFolder}/cookie-secret`,
    ...(others.length > 0 ? { oidc_extra_audiences: others } : {}),
    oidc_issuer_url: issuer,
    skip_oidc_discovery: true,
    login_url: endpoints.authorize,
    redeem_url: endpoints.token,
    oidc_jwks_url: endpoints.keys,
    oidc_groups_claim: claims.permissions,
    email_domains: ['*'],
    ...listening({ tls: { ...proxyTls, secret: tokenProxy.tlsSecret } }),
    upstreams: ['static://202'],
    reverse_proxy: true,
    trusted_proxy_ips: [podRange(cluster)],
    real_client_ip_header: 'X-Real-IP',
    skip_jwt_bearer_tokens: true,
    // A token that is not one of ours is answered 401, not 403.
    bearer_token_login_fallback: true,
    force_json_errors: true,
    session_store_type: 'cookie',
    request_logging: true,
    request_logging_format: quietLog,
    silence_ping_logging: true,
    footer: '-',
  };
}
