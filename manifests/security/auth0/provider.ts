import { identityOf, loginAudience, loginProxy, loginRoles, oidcClientId } from '../../../lib/names';
import type { Context } from '../../context';
import type { Settings } from '../login-proxy';

/**
 * Auth0 as oauth2-proxy knows it. Addresses are written out, so that a proxy starts while Auth0 is away. Roles come from
 * the claim that the action of the tenant sets (infra/security/auth0): Auth0 has no groups.
 */
export function auth0Provider({ platform, lock, cluster }: Context): Settings {
  const { issuer, endpoints, claims, refreshScopes } = identityOf(platform);
  const audience = loginAudience(platform);
  return {
    provider: 'oidc',
    provider_display_name: platform.name,
    client_id: oidcClientId(platform, lock, cluster, loginProxy.clientId),
    oidc_issuer_url: issuer,
    skip_oidc_discovery: true,
    // Without an audience Auth0 gives an access token that nobody but itself can read.
    login_url: audience === undefined ? endpoints.authorize : `${endpoints.authorize}?audience=${encodeURIComponent(audience)}`,
    redeem_url: endpoints.token,
    profile_url: endpoints.userinfo,
    validate_url: endpoints.userinfo,
    oidc_jwks_url: endpoints.keys,
    backend_logout_url: `${endpoints.logout}?id_token_hint={id_token}`,
    // No redirect_url: the callback is on the host that was asked for, and each is registered.
    code_challenge_method: 'S256',
    insecure_oidc_skip_nonce: false,
    scope: ['openid profile email', ...refreshScopes].join(' '),
    email_domains: ['*'],
    oidc_groups_claim: claims.roles,
    // Which role opens which host is the gateway's decision.
    allowed_groups: loginRoles(platform),
  };
}
