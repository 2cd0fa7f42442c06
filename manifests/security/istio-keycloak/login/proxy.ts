/** oauth2-proxy for this option: Keycloak's client, asked by Istio's gateway about every request, sessions in Valkey. */
import { identityOf, istioGateway, loginProxy, loginRoles } from '../../../../lib/names';
import type { Context } from '../../../context';
import { meshed } from '../../istio/login-proxy';
import { loginProxyComponent, valkeyStore, type Settings } from '../../login-proxy';
import { accessTokenSeconds } from './realm/realm';

export const keycloakLoginProxy = loginProxyComponent({
  identityTitle: 'Keycloak',
  gateway: istioGateway,
  needs: ['mesh-network', 'mesh-control-plane', 'identity', 'sessions'],
  image: ({ images }) => images.oauth2Proxy,
  provider,
  asked: meshed,
  refreshSeconds: () => accessTokenSeconds - 60,
  store: valkeyStore,
});

/**
 * Addresses are written out, not discovered: discovery happens at start, and the identity provider is reached through
 * the gateway, which waits for this proxy.
 */
function provider({ platform }: Context): Settings {
  const { issuer, endpoints } = identityOf(platform);
  return {
    provider: 'keycloak-oidc',
    provider_display_name: platform.name,
    client_id: loginProxy.clientId,
    oidc_issuer_url: issuer,
    skip_oidc_discovery: true,
    login_url: endpoints.authorize,
    redeem_url: endpoints.token,
    profile_url: endpoints.userinfo,
    validate_url: endpoints.userinfo,
    oidc_jwks_url: endpoints.keys,
    backend_logout_url: `${endpoints.logout}?id_token_hint={id_token}`,
    // No redirect_url: the callback is on the host that was asked for, and each is registered.
    code_challenge_method: 'S256',
    insecure_oidc_skip_nonce: false,
    scope: 'openid profile email',
    email_domains: ['*'],
    // Which role opens which host is the gateway's decision.
    allowed_roles: loginRoles(platform),
  };
}
