/** Where the identity provider answers, for clients that cannot discover it from the issuer. */
import type { Security } from '../model';

export interface OidcEndpoints {
  readonly authorize: string;
  readonly token: string;
  readonly userinfo: string;
  readonly keys: string;
  /** Ends the session; takes `post_logout_redirect_uri` and `client_id`. */
  readonly logout: string;
}

const keycloakPaths: OidcEndpoints = {
  authorize: '/protocol/openid-connect/auth',
  token: '/protocol/openid-connect/token',
  userinfo: '/protocol/openid-connect/userinfo',
  keys: '/protocol/openid-connect/certs',
  logout: '/protocol/openid-connect/logout',
};
/** Paths below the issuer, by security option. */
const paths: Record<Security['use'], OidcEndpoints> = { 'istio-keycloak': keycloakPaths };

export function oidcEndpoints(use: Security['use'], issuer: string): OidcEndpoints {
  const { authorize, token, userinfo, keys, logout } = paths[use];
  return { authorize: issuer + authorize, token: issuer + token, userinfo: issuer + userinfo, keys: issuer + keys, logout: issuer + logout };
}
